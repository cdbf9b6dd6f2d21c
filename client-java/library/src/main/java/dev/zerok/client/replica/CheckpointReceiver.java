package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.seal.OpenFailure;
import dev.zerok.protocol.seal.OpenedPayload;
import dev.zerok.protocol.seal.Opener;
import dev.zerok.protocol.seal.Sealer;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.PayloadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of checkpoints (CKPT-5, CKPT-6): keeps blobs and parts back in the parking store, which makes them safe and lets
 * them be acknowledged, and hands them on in the order that an app can use: state first, then what it does not cover.
 */
final class CheckpointReceiver {
  /** What the list of parked blobs says of those that only wait for their turn. */
  static final String WHY_KEPT = "it waits for the state that it belongs to";

  private final ReplicaState state;
  private final boolean restores;
  private History stored;
  private History history;
  private boolean live;

  /**
   * @param restores whether the app can put a state in place; otherwise nothing is kept back for it
   */
  CheckpointReceiver(ReplicaState state, Optional<StoreRecord.HistoryAwaited> stored,
      boolean restores) {
    this.state = state;
    this.restores = restores;
    this.stored = stored.map(History::of).orElse(History.NONE);
    this.history = this.stored;
  }

  /** The last part of a checkpoint, or one that has no other. */
  static boolean isLast(OpenedPayload opened) {
    return opened.envelope().kind() == EnvelopeKind.ENVELOPE_KIND_CHECKPOINT;
  }

  /** Whether a blob or part that opened is kept for later instead of being handed on. */
  boolean keeps(OpenedPayload opened) {
    StreamId stream = opened.envelope().stream();
    return switch (opened.header().getKind()) {
      case PAYLOAD_KIND_DATA -> restores && history.keepsBack(stream);
      case PAYLOAD_KIND_CHECKPOINT ->
          (restores || !isDecided()) && isPart(opened)
              && history.needs(stream, opened.envelope().covers());
      default -> false;
    };
  }

  /** Whether it is known what the app does with states; where none is here the next run may have one that takes them. */
  private boolean isDecided() {
    return restores || state.queue.isAppHere();
  }

  private static boolean isPart(OpenedPayload opened) {
    return opened.envelope().kind() == EnvelopeKind.ENVELOPE_KIND_CHECKPOINT_PART;
  }

  History history() {
    return history;
  }

  /** The stored state was changed by a record that is being committed. */
  void applied(StoreRecord.HistoryAwaited record) {
    stored = History.of(record);
  }

  /** This device made a checkpoint itself. */
  StoreRecord made(StreamId stream, long covers) {
    history = history.knows(stream, covers);
    stored = stored.knows(stream, covers);
    return stored.record();
  }

  /** A session ended. */
  void rewind() {
    history = stored;
    live = false;
  }

  /** The log is another one: nothing of what was awaited has a place in it. */
  void newLog() {
    stored = History.NONE;
    history = stored;
  }

  /** Those entries are missing (RECV-4). A live gap, which nothing will close, is reported at once. */
  List<StoreRecord> gap(long from, long to, ReplicaStep step) {
    if (!restores) {
      return List.of();
    }
    if (live) {
      step.tell(new SyncEvent.HistoryLost(from, to));
      history = history.withGap(from, to).withoutGap();
      return List.of(history.record());
    }
    history = history.withGap(from, to);
    return List.of(history.record());
  }

  /**
   * The last part of a checkpoint came, or the whole. Queues what follows from it.
   *
   * @param place behind it; null for one out of the parking store
   * @param records what taking it stores besides
   * @return false if there is nothing to do but to pass it
   */
  boolean complete(OpenedPayload last, long cursor, @Nullable Position place,
      List<StoreRecord> records) {
    StreamId stream = last.envelope().stream();
    long covers = last.envelope().covers();
    if (covers >= cursor) {
      return false;
    }
    if (!restores) {
      return mayPass(new ApplyQueue.PassedState(stream, covers), place, records);
    }
    if (!history.needs(stream, covers)) {
      if (place != null) {
        records.addAll(counted(last, covers));
        history = history.knows(stream, covers);
        records.add(history.record());
      }
      return false;
    }
    Optional<ByteString> body = assembled(last, cursor);
    if (body.isEmpty()) {
      return false;
    }
    List<StoreRecord> done = new ArrayList<>(records);
    done.addAll(counted(last, covers));
    history = history.restored(stream, covers);
    List<ApplyQueue.Entry> after = new ArrayList<>();
    for (Parking.Parked parked : state.parking.all()) {
      Optional<OpenedPayload> opened = open(parked.deliver());
      if (opened.isEmpty() || !opened.get().envelope().stream().equals(stream)) {
        continue;
      }
      long at = parked.deliver().getCursor();
      boolean checkpoint =
          opened.get().header().getKind() == PayloadKind.PAYLOAD_KIND_CHECKPOINT;
      if (at <= covers || (checkpoint && at < cursor)) {
        done.add(new StoreRecord.Unparked(at));
      } else if (!checkpoint && state.queue.isFree(at)) {
        after.add(Receiver.parkedEntry(opened.get(), at));
      }
    }
    done.add(history.record());
    IncomingBlob whole = new IncomingBlob(last.envelope().sender(), last.envelope().deviceSeq(),
        cursor, stream, last.header().getContentType(), last.header().getSentAtMillis(),
        body.get());
    state.queue.add(
        new ApplyQueue.Entry(place, whole, null, done, ApplyQueue.Turn.RESTORED, null));
    after.forEach(state.queue::add);
    return true;
  }

  /** What a checkpoint, newer than all before, changes in what this device has to make up for itself. */
  private List<StoreRecord> counted(OpenedPayload last, long covers) {
    StreamId stream = last.envelope().stream();
    long size =
        (long) last.header().getPart() * Sealer.MAX_BODY_BYTES + last.body().size();
    return covers > history.coveredTo(stream)
        ? state.streamBytes.checkpoint(stream, covers, size).stream().toList()
        : List.of();
  }

  /** Queues a state that is needed where it is not put in place: it passes when an app is here, and none that could take it. */
  private boolean mayPass(ApplyQueue.PassedState passed, @Nullable Position place,
      List<StoreRecord> records) {
    boolean needed = history.needs(passed.stream(), passed.covers());
    if (needed) {
      state.queue.add(new ApplyQueue.Entry(place, null, null, records,
          ApplyQueue.Turn.WITH_AN_APP, passed));
    }
    return needed;
  }

  /** The app here cannot put a state in place that it would need: nothing is kept back for it any longer, and what it lacks is lost. */
  void passed(ApplyQueue.PassedState passed, ReplicaStep step) {
    if (stored.needs(passed.stream(), passed.covers())) {
      step.tell(stored.ifReleased());
      history = history.released().knows(passed.stream(), passed.covers());
      stored = stored.released().knows(passed.stream(), passed.covers());
      step.store(stored.record());
    }
  }

  /** The body of all parts, if all came. */
  private Optional<ByteString> assembled(OpenedPayload last, long cursor) {
    TreeMap<Integer, ByteString> parts = new TreeMap<>();
    if (last.header().getPart() > 0) {
      for (Parking.Parked parked : state.parking.all()) {
        Deliver deliver = parked.deliver();
        boolean sibling = deliver.getKind() == EnvelopeKind.ENVELOPE_KIND_CHECKPOINT_PART
            && deliver.getSender().equals(last.envelope().sender().bytes())
            && deliver.getStream().equals(last.envelope().stream().toWire())
            && deliver.getCovers() == last.envelope().covers()
            && deliver.getCursor() < cursor;
        if (sibling) {
          open(deliver).ifPresent(part -> parts.put(part.header().getPart(), part.body()));
        }
      }
    }
    parts.put(last.header().getPart(), last.body());
    boolean whole = parts.size() == last.header().getPart() + 1
        && parts.lastKey() == last.header().getPart();
    return whole ? Optional.of(ByteString.copyFrom(parts.values())) : Optional.empty();
  }

  private Optional<OpenedPayload> open(Deliver deliver) {
    Optional<EpochSecret> secret = state.keyring.of(deliver.getEpoch());
    if (secret.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Opener.open(state.crypto(), state.self.group(), secret.get(),
          state.roster(), deliver));
    } catch (OpenFailure | ProtocolViolation e) {
      return Optional.empty(); // it is parked for a reason of its own, which was reported
    }
  }

  /** The stream has reached the head: what a gap kept back is handed on, with or without the state that it lacks. */
  void caughtUp(ReplicaStep step) {
    live = true;
    if (history.isGapOpen() && isDecided()) {
      if (!history.gapClosed()) {
        step.tell(new SyncEvent.HistoryLost(history.gapFrom(), history.gapTo()));
      }
      history = history.withoutGap();
      handOn();
    }
  }

  /** When a gap may be passed: where it is not noted, only an app that needs no state may. */
  ApplyQueue.Turn turnOfGap() {
    return restores ? ApplyQueue.Turn.BY_ITSELF : ApplyQueue.Turn.WITH_AN_APP;
  }

  /** No more can be kept back: better blobs without their beginning than none. */
  void giveUp(ReplicaStep step) {
    step.tell(history.ifReleased());
    history = history.released();
    handOn();
  }

  /** The state that was promised did not come in time: what was kept back for it is handed on. */
  void giveUpIfLate(long now, ReplicaStep step) {
    boolean late = live && history.isWaiting()
        && state.parking.since(WHY_KEPT) <= now - ReplicaLimits.HISTORY_WAITS_MILLIS;
    if (late) {
      giveUp(step);
    }
  }

  private void handOn() {
    state.queue.add(new ApplyQueue.Entry(null, null, List.of(history.record())));
    for (Parking.Parked parked : state.parking.all()) {
      Optional<OpenedPayload> opened = open(parked.deliver());
      boolean due = opened.isPresent()
          && opened.get().header().getKind() != PayloadKind.PAYLOAD_KIND_CHECKPOINT
          && !history.keepsBack(opened.get().envelope().stream());
      if (due && state.queue.isFree(parked.deliver().getCursor())) {
        state.queue.add(Receiver.parkedEntry(opened.get(), parked.deliver().getCursor()));
      }
    }
  }
}
