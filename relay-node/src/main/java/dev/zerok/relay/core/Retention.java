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
   * A group's index holds at most so many entries, and {@link #SLICE_ENTRIES} that are not yet cut, in front of the first blob that
   * is still held; a member further behind sees a Gap instead of them.
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

  /** An entry was stored. Where nobody acknowledges, nothing else would cut the index; looked at once for a slice of entries. */
  static void placed(Turn turn, GroupState state) {
    long tooMany = state.head() - state.trimmedTo() - turn.indexEntries();
    if (tooMany > 0 && tooMany % SLICE_ENTRIES == 0
        && trim(turn, state, state.watermarks().lowest())) {
      turn.releaseLater(state, 1, 0);
    }
  }

  /** Does what earlier commands left. */
  static void goOn(Turn turn, GroupState state, ReleaseChains.Rest rest) {
    release(turn, state, rest.from(), rest.to());
    if (rest.again() != null) {
      turn.releaseLater(state, rest.again().from(), rest.again().to());
    }
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
      turn.releaseLater(state, entries.getLast().cursor() + 1, to);
    } else if (moreToTrim) {
      turn.releaseLater(state, 1, 0);
    }
  }

  /** The TTL of the blob at that cursor has passed (DEL-2). */
  static void expire(Turn turn, GroupState state, ShardRecords.Expiry expiry) {
    if (state.renewal().isPresent()) {
      // The blob may have another cursor soon; and who comes may be long in coming, so time renews the log too.
      turn.records()
          .putExpiry(
              new ShardRecords.Expiry(turn.servingMillis() + 1, state.group(), expiry.cursor()));
      turn.releaseLater(state, 1, 0);
      return;
    }
    if (expiry.isReview()) {
      CheckpointRetention.reviewDue(turn, state);
      return;
    }
    // A row that was left behind may name a cursor that is another blob's by now.
    if (heldBlob(turn, state, expiry.cursor())
        .filter(blob -> blob.expiresAt() <= expiry.expiresAt())
        .isEmpty()) {
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
    long overlong = state.head() - turn.indexEntries();
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
