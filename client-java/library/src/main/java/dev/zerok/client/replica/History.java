package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.limit.Limits;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What this device still waits for before it may hand on blobs (CKPT-6): checkpoints of the streams that its inviter announced, and
 * those that close a gap. Immutable; as long as a session lasts the replica's view of it runs ahead of the stored one.
 *
 * @param awaited streams that begin with a checkpoint, at most {@link Limits#CHECKPOINT_STREAMS}
 * @param since the cursor of this device's own Add: a checkpoint that covers less leaves out blobs that nobody delivers
 * @param gapFrom the first cursor that was not delivered; 0: no gap is open
 * @param gapTo the last one
 * @param gapClosed whether a checkpoint that the app has covers the gap to its end
 * @param lost whether something is missing here for good, so that this device's state is no whole one
 * @param covered stream → the highest cursor that a checkpoint known of covers
 */
record History(
    Set<StreamId> awaited, long since, long gapFrom, long gapTo, boolean gapClosed, boolean lost,
    Map<StreamId, Long> covered) {
  private static final int GAP_CLOSED = 1;
  private static final int LOST = 2;

  static final History NONE = new History(Set.of(), 0, 0, 0, false, false, Map.of());

  History {
    awaited = Set.copyOf(awaited);
    covered = Map.copyOf(covered);
  }

  boolean isGapOpen() {
    return gapTo > 0;
  }

  /** Whether a stream's blobs are kept back. */
  boolean keepsBack(StreamId stream) {
    return isGapOpen() || awaited.contains(stream);
  }

  /** Whether the app needs a checkpoint of that stream. */
  boolean needs(StreamId stream, long covers) {
    return covers > coveredTo(stream)
        && ((awaited.contains(stream) && covers >= since) || (isGapOpen() && covers >= gapFrom));
  }

  History withGap(long from, long to) {
    return new History(awaited, since, isGapOpen() ? gapFrom : from, to, false, lost, covered);
  }

  /** What is missing here if nothing is waited for any more. */
  SyncEvent.HistoryLost ifReleased() {
    return new SyncEvent.HistoryLost(Math.max(1, gapFrom), Math.max(gapTo, since));
  }

  /** Waits for nothing any more, and goes on without it. */
  History released() {
    return new History(Set.of(), since, 0, 0, false, true, covered);
  }

  /** The gap is over, closed or not. */
  History withoutGap() {
    return new History(awaited, since, 0, 0, false, lost || !gapClosed, covered);
  }

  /** Whether this device's state is as good as any other's. */
  boolean isWhole() {
    return !lost && !isWaiting();
  }

  boolean isWaiting() {
    return isGapOpen() || !awaited.isEmpty();
  }

  /** The app has the stream's state up to a cursor. */
  History restored(StreamId stream, long covers) {
    Set<StreamId> left = new HashSet<>(awaited);
    left.remove(stream);
    boolean closes = isGapOpen() && covers >= gapTo;
    return new History(left, since, gapFrom, gapTo, gapClosed || closes, lost, covered)
        .knows(stream, covers);
  }

  /** A checkpoint that covers so much exists. */
  History knows(StreamId stream, long covers) {
    if (coveredTo(stream) >= covers
        || (covered.size() >= Limits.CHECKPOINT_STREAMS && !covered.containsKey(stream))) {
      return this;
    }
    Map<StreamId, Long> more = new HashMap<>(covered);
    more.put(stream, covers);
    return new History(awaited, since, gapFrom, gapTo, gapClosed, lost, more);
  }

  long coveredTo(StreamId stream) {
    return covered.getOrDefault(stream, 0L);
  }

  StoreRecord.HistoryAwaited record() {
    ByteBuffer out = ByteBuffer.allocate(3 * Long.BYTES + 1 + Integer.BYTES
        + awaited.size() * StreamId.LENGTH + covered.size() * (StreamId.LENGTH + Long.BYTES));
    int flags = (gapClosed ? GAP_CLOSED : 0) | (lost ? LOST : 0);
    out.putLong(since).putLong(gapFrom).putLong(gapTo).put((byte) flags).putInt(awaited.size());
    awaited.forEach(stream -> out.put(stream.bytes().toByteArray()));
    covered.forEach((stream, covers) -> out.put(stream.bytes().toByteArray()).putLong(covers));
    return new StoreRecord.HistoryAwaited(ByteString.copyFrom(out.array()));
  }

  static History of(StoreRecord.HistoryAwaited record) {
    ByteBuffer in = record.state().asReadOnlyByteBuffer();
    long since = in.getLong();
    long gapFrom = in.getLong();
    long gapTo = in.getLong();
    int flags = in.get();
    Set<StreamId> awaited = new HashSet<>();
    for (int left = in.getInt(); left > 0; left--) {
      awaited.add(stream(in));
    }
    Map<StreamId, Long> covered = new HashMap<>();
    while (in.hasRemaining()) {
      covered.put(stream(in), in.getLong());
    }
    return new History(awaited, since, gapFrom, gapTo, (flags & GAP_CLOSED) != 0,
        (flags & LOST) != 0, covered);
  }

  private static StreamId stream(ByteBuffer in) {
    byte[] bytes = new byte[StreamId.LENGTH];
    in.get(bytes);
    return StreamId.of(bytes);
  }

  /** What a device stores that joins a group whose inviter announced these streams; {@code since}: its own Add. */
  static StoreRecord.HistoryAwaited announced(Set<StreamId> streams, long since) {
    return new History(streams, since, 0, 0, false, streams.isEmpty(), Map.of()).record();
  }
}
