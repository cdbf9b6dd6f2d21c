package dev.zerok.relay.buffer;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.relay.core.ShardRecords;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Keys. Numbers are big-endian, so that the order of bytes is the order of numbers; everything of a group lies together. */
final class RecordKeys {
  static final byte[] SERVING = "serving".getBytes(StandardCharsets.US_ASCII);

  private static final int LONGEST_SUFFIX = 64;

  private RecordKeys() {}

  static byte[] group(GroupId group) {
    return group.toByteArray();
  }

  /** Behind every key that begins with the group's id. */
  static byte[] groupEnd(GroupId group) {
    byte[] end = Arrays.copyOf(group.toByteArray(), GroupId.LENGTH + LONGEST_SUFFIX);
    Arrays.fill(end, GroupId.LENGTH, end.length, (byte) 0xff);
    return end;
  }

  /** Behind every key of a group. */
  static byte[] behindAll() {
    byte[] end = new byte[GroupId.LENGTH + LONGEST_SUFFIX];
    Arrays.fill(end, (byte) 0xff);
    return end;
  }

  static byte[] member(GroupId group, ByteString noiseKey) {
    return group.bytes().concat(noiseKey).toByteArray();
  }

  static byte[] device(GroupId group, DeviceId device) {
    return group.bytes().concat(device.bytes()).toByteArray();
  }

  static byte[] push(GroupId group, DeviceId device, long seq) {
    return ByteBuffer.allocate(GroupId.LENGTH + DeviceId.LENGTH + Long.BYTES)
        .put(group.toByteArray())
        .put(device.toByteArray())
        .putLong(seq)
        .array();
  }

  static long toPushSeq(byte[] pushKey) {
    return ByteBuffer.wrap(pushKey).getLong(GroupId.LENGTH + DeviceId.LENGTH);
  }

  static byte[] roster(GroupId group, int index) {
    return ByteBuffer.allocate(GroupId.LENGTH + Integer.BYTES)
        .put(group.toByteArray())
        .putInt(index)
        .array();
  }

  static byte[] cursor(GroupId group, long cursor) {
    return ByteBuffer.allocate(GroupId.LENGTH + Long.BYTES)
        .put(group.toByteArray())
        .putLong(cursor)
        .array();
  }

  static long toCursor(byte[] cursorKey) {
    return ByteBuffer.wrap(cursorKey).getLong(GroupId.LENGTH);
  }

  static byte[] expiry(ShardRecords.Expiry expiry) {
    return ByteBuffer.allocate(Long.BYTES + GroupId.LENGTH + Long.BYTES)
        .putLong(expiry.expiresAt())
        .put(expiry.group().toByteArray())
        .putLong(expiry.cursor())
        .array();
  }

  /** The first key of that serving time. */
  static byte[] expiryFrom(long expiresAt) {
    return ByteBuffer.allocate(Long.BYTES).putLong(expiresAt).array();
  }

  static ShardRecords.Expiry toExpiry(byte[] key) {
    ByteBuffer in = ByteBuffer.wrap(key);
    long expiresAt = in.getLong();
    byte[] group = new byte[GroupId.LENGTH];
    in.get(group);
    return new ShardRecords.Expiry(expiresAt, GroupId.of(group), in.getLong());
  }

  static DeviceId toDevice(byte[] deviceKey) {
    return DeviceId
        .of(Arrays.copyOfRange(deviceKey, GroupId.LENGTH, GroupId.LENGTH + DeviceId.LENGTH));
  }

  static boolean belongsTo(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** A closed group is remembered by a hash: its id is gone with the rest. */
  static byte[] closed(GroupId group) {
    return Sha256.of("0k-relay/closed\0".getBytes(StandardCharsets.US_ASCII), group.toByteArray());
  }
}
