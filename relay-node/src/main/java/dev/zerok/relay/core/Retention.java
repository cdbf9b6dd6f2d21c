package dev.zerok.relay.core;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.error.ProtocolViolation;
import java.util.List;
import java.util.Optional;

/**
 * When blobs and index entries go (PROTOCOL.md § 6.5). One command looks at a bounded number of entries and leaves the rest to a
 * {@link ShardCommand.Release} that follows it through the log.
 */
final class Retention {
  /** Entries that one command looks at, at most. */
  static final int SLICE_ENTRIES = 1_000;

  /**
   * A group's index holds at most so many entries in front of the first blob that is still held; a member further behind sees a
   * Gap instead of them.
   */
  static final int INDEX_ENTRIES = 400_000;

  private Retention() {}

  /** A client says that everything up to {@code applied} is safe on it. */
  static void acknowledge(Turn turn, GroupState state, LiveSession session, long applied) {
    SessionKey key = session.key();
    if (applied < 0 || applied > state.head()) {
      ProtocolViolation beyond = ProtocolViolation.invalid("An Ack is beyond the head of the log.");
      turn.reject(key, ErrorCode.INVALID_MESSAGE, ErrorFrames.of(beyond));
      return;
    }
    DeviceRecord device = state.device(key.device());
    boolean moved = applied > device.applied();
    if (moved) {
      state.putDevice(turn.records(), key.device(), device.withApplied(applied));
      CheckpointRetention.dropSuperseded(turn, state);
      // Only these cursors can have lost their last waiting device by this.
      release(turn, state, device.applied() + 1, applied);
    }
    turn.leave(new ShardEffect.Acknowledged(key, moved));
  }

  /** Deletes the payloads of that range that nobody waits for, then the front of the index. */
  static void release(Turn turn, GroupState state, long from, long to) {
    WaitingDevices waiting = WaitingDevices.in(turn, state);
    long last = Math.min(Math.min(to, state.head()), waiting.mostReleasable());
    List<EntryRecord> entries =
        from > last ? List.of() : turn.records().entries(state.group(), from, last, SLICE_ENTRIES);
    for (EntryRecord entry : entries) {
      if (entry instanceof EntryRecord.OfBlob blob
          && blob.held()
          && state.checkpoints().holding(blob.cursor()).isEmpty()
          && waiting.forNobody(blob)) {
        drop(turn, state, blob);
      }
    }
    boolean more = entries.size() == SLICE_ENTRIES && entries.getLast().cursor() < last;
    boolean moreToTrim = trim(turn, state, waiting.lowest());
    if (more) {
      turn.leave(
          new ShardEffect.FollowedBy(
              new ShardCommand.Release(state.group(), entries.getLast().cursor() + 1, to)));
    } else if (moreToTrim) {
      turn.leave(new ShardEffect.FollowedBy(new ShardCommand.Release(state.group(), 1, 0)));
    }
  }

  /** The TTL of the blob at that cursor has passed (DEL-2). */
  static void expire(Turn turn, GroupState state, ShardRecords.Expiry expiry) {
    if (expiry.cursor() == 0) {
      CheckpointRetention.reviewDue(turn, state);
      return;
    }
    state.checkpoints()
        .holding(expiry.cursor())
        .ifPresent(record -> CheckpointRetention.expire(turn, state, record));
    if (state.checkpoints().holding(expiry.cursor()).isEmpty()) {
      heldBlob(turn, state, expiry.cursor()).ifPresent(blob -> drop(turn, state, blob));
    }
  }

  /** The blob at that cursor, if its payload is there. */
  static Optional<EntryRecord.OfBlob> heldBlob(Turn turn, GroupState state, long cursor) {
    return turn.records()
        .entries(state.group(), cursor, cursor, 1)
        .stream()
        .filter(EntryRecord.OfBlob.class::isInstance)
        .map(EntryRecord.OfBlob.class::cast)
        .filter(EntryRecord.OfBlob::held)
        .findFirst();
  }

  static void drop(Turn turn, GroupState state, EntryRecord.OfBlob blob) {
    ShardRecords records = turn.records();
    records.deletePayload(state.group(), blob.cursor());
    records.deleteExpiry(new ShardRecords.Expiry(blob.expiresAt(), state.group(), blob.cursor()));
    if (blob.cursor() > state.trimmedTo()) {
      records.putEntry(state.group(), blob.released());
    } else {
      records.deleteEntry(state.group(), blob.cursor());
    }
    state.addStoredBytes(-blob.size());
    state.usage().released(blob.sender(), blob.size());
  }

  /**
   * Shortens the index from the front: what every device has passed, and what an overlong index has before its first held blob.
   * The entry at a device's watermark stays, its running hash is what the device's next Hello is compared with.
   */
  private static boolean trim(Turn turn, GroupState state, long lowest) {
    long passed = Math.min(lowest, state.head()) - 1;
    long overlong = state.head() - INDEX_ENTRIES;
    long last = Math.max(passed, overlong);
    if (state.trimmedTo() >= last) {
      return false;
    }
    List<EntryRecord> front =
        turn.records().entries(state.group(), state.trimmedTo() + 1, last, SLICE_ENTRIES);
    for (EntryRecord entry : front) {
      boolean held = entry instanceof EntryRecord.OfBlob blob && blob.held();
      if (held && state.checkpoints().holding(entry.cursor()).isEmpty()) {
        return false;
      }
      // A checkpoint's entry stays where it is while everything around it goes.
      if (!held) {
        turn.records().deleteEntry(state.group(), entry.cursor());
      }
      state.trimTo(entry.cursor());
    }
    return front.size() == SLICE_ENTRIES;
  }
}
