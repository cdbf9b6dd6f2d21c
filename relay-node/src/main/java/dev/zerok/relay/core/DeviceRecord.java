package dev.zerok.relay.core;

import com.google.protobuf.ByteString;

/**
 * What the relay keeps of a device while it is in the group.
 *
 * @param addedCursor cursor of the roster entry that brought it in; nothing before it is given to it
 * @param applied its watermark; begins at {@code addedCursor}
 * @param lastSeq its last stored device_seq; 0 = none known
 * @param lastPushHash of that push; empty = none, or not in this log: then the next push may leave sequences out (RESET-2)
 * @param lastSeen the serving time of its last session's end; of its Add where it had none; {@link #IN_SESSION}
 * @param lastSeenHours hours since 1970 when it last had a session that may be shown; 0 = none known (WMARK-1)
 */
public record DeviceRecord(
    long addedCursor, long applied, long lastSeq, ByteString lastPushHash, long lastSeen,
    long lastSeenHours) {
  /** It is in a session, or was when the process ended. */
  public static final long IN_SESSION = -1;

  static DeviceRecord added(long cursor, long servingMillis) {
    return new DeviceRecord(cursor, cursor, 0, ByteString.EMPTY, servingMillis, 0);
  }

  /** In a log that begins anew: it has acknowledged nothing there. */
  DeviceRecord inNewLog(long newAddedCursor) {
    return new DeviceRecord(newAddedCursor, 0, lastSeq, ByteString.EMPTY, lastSeen, lastSeenHours);
  }

  /** Whether it has acknowledged nothing in this log. */
  boolean isNew() {
    return applied == addedCursor;
  }

  /** Whether its next push need not follow the last one that is known. */
  boolean takesAnyNextSeq() {
    return lastPushHash.isEmpty();
  }

  DeviceRecord withApplied(long newApplied) {
    return new DeviceRecord(addedCursor, newApplied, lastSeq, lastPushHash, lastSeen,
        lastSeenHours);
  }

  DeviceRecord withPush(long seq, ByteString pushHash) {
    return new DeviceRecord(addedCursor, applied, seq, pushHash, lastSeen, lastSeenHours);
  }

  DeviceRecord withSeen(long servingMillis) {
    return new DeviceRecord(addedCursor, applied, lastSeq, lastPushHash, servingMillis,
        lastSeenHours);
  }

  DeviceRecord withLastSeen(long hours) {
    return new DeviceRecord(addedCursor, applied, lastSeq, lastPushHash, lastSeen, hours);
  }
}
