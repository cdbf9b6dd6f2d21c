package dev.zerok.protocol.position;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.wire.LogPosition;

/**
 * A place in a group's log: behind the entry with this cursor (PROTOCOL.md § 6.2).
 *
 * @param cursor 0 before the first entry
 * @param runningHash over all entries up to the cursor: 32 bytes, or empty where it is not known (after a Gap, RECV-4)
 */
public record Position(LogId logId, long cursor, ByteString runningHash) {
  public Position {
    if (cursor < 0) {
      throw new IllegalArgumentException("a cursor is not negative: " + cursor);
    }
    if (!runningHash.isEmpty() && runningHash.size() != Sha256.LENGTH) {
      throw new IllegalArgumentException(
          "a running hash has 32 bytes or none, not " + runningHash.size());
    }
  }

  /** Before the first entry of a log. */
  public static Position start(GroupId group, LogId log) {
    return new Position(log, 0, LogHashes.start(group, log));
  }

  /**
   * A position that a peer sent.
   *
   * @throws ProtocolViolation INVALID_MESSAGE if a field does not have its length, or the cursor is over 2⁶³ − 1
   */
  public static Position fromWire(LogPosition wire) throws ProtocolViolation {
    LogId log = LogId.fromWire(wire.getLogId());
    ByteString hash = wire.getRunningHash();
    if (wire.getCursor() < 0) {
      throw ProtocolViolation.invalid("A cursor is over 2^63 - 1.");
    }
    if (!hash.isEmpty() && hash.size() != Sha256.LENGTH) {
      throw ProtocolViolation
          .invalid("A running hash must have 32 bytes or none, not " + hash.size() + ".");
    }
    return new Position(log, wire.getCursor(), hash);
  }

  public LogPosition toWire() {
    return LogPosition.newBuilder()
        .setLogId(logId.bytes())
        .setCursor(cursor)
        .setRunningHash(runningHash)
        .build();
  }

  /** False after a Gap, until another device's signed position brings the hash back (RECV-4). */
  public boolean isHashKnown() {
    return !runningHash.isEmpty();
  }

  /** The position behind the next entry, whose hash this is. An unknown running hash stays unknown. */
  public Position next(ByteString entryHash) {
    ByteString hash =
        isHashKnown() ? LogHashes.step(runningHash, cursor + 1, entryHash) : ByteString.EMPTY;
    return new Position(logId, cursor + 1, hash);
  }

  /** The position behind a stretch whose entries are not known: the running hash is lost. */
  public Position skipTo(long laterCursor) {
    if (laterCursor <= cursor) {
      throw new IllegalArgumentException("cannot skip from " + cursor + " to " + laterCursor);
    }
    return new Position(logId, laterCursor, ByteString.EMPTY);
  }
}
