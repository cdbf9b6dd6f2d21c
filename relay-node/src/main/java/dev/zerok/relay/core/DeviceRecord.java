package dev.zerok.relay.core;

import com.google.protobuf.ByteString;

/**
 * What the relay keeps of a device while it is in the group.
 *
 * @param addedCursor cursor of the roster entry that brought it in; nothing before it is given to it
 * @param applied its watermark; begins at {@code addedCursor}
 * @param lastSeq its last stored device_seq; 0 = none known
 * @param lastPushHash of that push; empty = none
 */
public record DeviceRecord(long addedCursor, long applied, long lastSeq, ByteString lastPushHash) {
  static DeviceRecord added(long cursor) {
    return new DeviceRecord(cursor, cursor, 0, ByteString.EMPTY);
  }

  DeviceRecord withApplied(long newApplied) {
    return new DeviceRecord(addedCursor, newApplied, lastSeq, lastPushHash);
  }

  DeviceRecord withPush(long seq, ByteString pushHash) {
    return new DeviceRecord(addedCursor, applied, seq, pushHash);
  }
}
