package dev.zerok.client.replica;

import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.Push;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How much this device pushed to a stream behind the stream's newest checkpoint, whoever made that, and how large it was. Only of the
 * streams that its app can write down: at most 64.
 */
final class StreamBytes {
  private final Map<StreamId, StoreRecord.StreamPushed> counts = new HashMap<>();
  private final Outbox outbox;
  private Set<StreamId> counted = Set.of();

  StreamBytes(Map<StreamId, StoreRecord.StreamPushed> stored, Outbox outbox) {
    this.counts.putAll(stored);
    this.outbox = outbox;
  }

  /** Counts these streams, and no others, from now on. */
  void count(Set<StreamId> streams) {
    counted = Set.copyOf(streams);
    counts.keySet().retainAll(counted);
  }

  /** The relay has a push that it had not before; what to store then. */
  Optional<StoreRecord> placed(Push push) {
    StreamId stream = streamOf(push);
    if (!counted.contains(stream) || push.getKind() != EnvelopeKind.ENVELOPE_KIND_BLOB) {
      return Optional.empty();
    }
    StoreRecord.StreamPushed before = of(stream);
    return Optional
        .of(put(stream, before.bytes() + push.getPayload().size(), before.checkpointBytes()));
  }

  /** There is a newer checkpoint of a stream, of so many bytes; what to store then. */
  Optional<StoreRecord> checkpoint(StreamId stream, long covers, long size) {
    return counted.contains(stream)
        ? Optional.of(put(stream, bytesBehind(stream, covers), size))
        : Optional.empty();
  }

  private long bytesBehind(StreamId stream, long covers) {
    return outbox.all()
        .stream()
        .filter(item -> item.cursor() > covers && streamOf(item.push()).equals(stream)
            && item.push().getKind() == EnvelopeKind.ENVELOPE_KIND_BLOB)
        .mapToLong(Outbox.Item::bytes)
        .sum();
  }

  /** Counts from 0 again, until this device starts anew: no checkpoint could be made. */
  void postpone(StreamId stream) {
    put(stream, 0, of(stream).checkpointBytes());
  }

  /** As it stands. */
  StoreRecord.StreamPushed of(StreamId stream) {
    return counts.getOrDefault(stream, new StoreRecord.StreamPushed(stream, 0, 0));
  }

  private StoreRecord put(StreamId stream, long bytes, long checkpointBytes) {
    StoreRecord.StreamPushed now = new StoreRecord.StreamPushed(stream, bytes, checkpointBytes);
    counts.put(stream, now);
    return now;
  }

  private static StreamId streamOf(Push push) {
    return push.getStream().isEmpty() ? StreamId.DEFAULT : StreamId.of(push.getStream());
  }
}
