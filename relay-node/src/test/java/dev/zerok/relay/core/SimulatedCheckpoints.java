package dev.zerok.relay.core;

import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.wire.EnvelopeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** What a group's checkpoints have to be, in plain collections. */
final class SimulatedCheckpoints {
  private record SimulatedCheckpoint(DeviceId sender, StreamId stream, long covers,
      List<Long> cursors) {
    long last() {
      return cursors.getLast();
    }
  }

  private record SenderStream(DeviceId sender, StreamId stream) {}

  /** Whether a blob of that sender at that cursor waits for somebody; {@code onlySeen}: who was seen lately. */
  interface AnybodyWaiting {
    boolean waitFor(DeviceId sender, long cursor, boolean onlySeen);
  }

  private final Map<SenderStream, SimulatedCheckpoint> open = new HashMap<>();
  private final Map<StreamId, SimulatedCheckpoint> newest = new HashMap<>();
  private final List<SimulatedCheckpoint> superseded = new ArrayList<>();

  /** The cursor that an unfinished checkpoint covers; −1: there is none. */
  long openCovers(DeviceId sender, StreamId stream) {
    SimulatedCheckpoint begun = open.get(new SenderStream(sender, stream));
    return begun == null ? -1 : begun.covers();
  }

  void pushed(DeviceId sender, StreamId stream, EnvelopeKind kind, long covers, long cursor) {
    SimulatedCheckpoint begun = open.remove(new SenderStream(sender, stream));
    if (kind == EnvelopeKind.ENVELOPE_KIND_BLOB) {
      return;
    }
    List<Long> cursors = new ArrayList<>();
    if (begun != null && begun.covers() == covers) {
      cursors.addAll(begun.cursors());
    }
    cursors.add(cursor);
    SimulatedCheckpoint grown = new SimulatedCheckpoint(sender, stream, covers, cursors);
    if (kind == EnvelopeKind.ENVELOPE_KIND_CHECKPOINT_PART) {
      open.put(new SenderStream(sender, stream), grown);
    } else if (!newest.containsKey(stream) || newest.get(stream).covers() <= covers) {
      SimulatedCheckpoint before = newest.put(stream, grown);
      if (before != null) {
        superseded.add(before);
      }
    }
  }

  void senderGone(DeviceId sender) {
    open.keySet().removeIf(place -> place.sender().equals(sender));
  }

  boolean covers(StreamId stream, long cursor) {
    return newest.containsKey(stream) && cursor <= newest.get(stream).covers();
  }

  /** Whether the entry stays whoever has acknowledged it. */
  boolean isKept(long cursor) {
    return open.values().stream().anyMatch(kept -> kept.cursors().contains(cursor))
        || newest.values().stream().anyMatch(kept -> kept.cursors().contains(cursor))
        || superseded.stream().anyMatch(kept -> kept.cursors().contains(cursor));
  }

  /** Gives the cursors of superseded checkpoints that nobody waits for any more. */
  List<Long> takeReleased(AnybodyWaiting waiters) {
    List<Long> released = new ArrayList<>();
    BiPredicate<SimulatedCheckpoint, SimulatedCheckpoint> goes =
        (old, now) -> !waiters.waitFor(now.sender(), now.last(),
            old.last() <= now.covers());
    for (SimulatedCheckpoint old : List.copyOf(superseded)) {
      if (goes.test(old, newest.get(old.stream()))) {
        superseded.remove(old);
        released.addAll(old.cursors());
      }
    }
    return released;
  }
}
