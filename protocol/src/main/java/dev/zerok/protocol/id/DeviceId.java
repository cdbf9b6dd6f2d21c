package dev.zerok.protocol.id;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ProtocolViolation;

/**
 * Names a device within one group: the hash of its public keys (PROTOCOL.md § 5).
 *
 * @param bytes exactly {@value #LENGTH} bytes
 */
public record DeviceId(ByteString bytes) implements Comparable<DeviceId> {
  /** Bytes of every device id. */
  public static final int LENGTH = 16;

  private static final String WHAT = "a device id";

  public DeviceId {
    IdBytes.require(WHAT, LENGTH, bytes);
  }

  /**
   * The device id of these bytes.
   *
   * @throws IllegalArgumentException if there are not exactly {@value #LENGTH}
   */
  public static DeviceId of(ByteString bytes) {
    return new DeviceId(bytes);
  }

  /**
   * The device id of a copy of these bytes.
   *
   * @throws IllegalArgumentException if there are not exactly {@value #LENGTH}
   */
  public static DeviceId of(byte[] bytes) {
    return new DeviceId(ByteString.copyFrom(bytes));
  }

  /**
   * The device id that a peer sent.
   *
   * @throws ProtocolViolation INVALID_MESSAGE if it does not have exactly {@value #LENGTH} bytes
   */
  public static DeviceId fromWire(ByteString bytes) throws ProtocolViolation {
    return new DeviceId(IdBytes.requireFromPeer(WHAT, LENGTH, bytes));
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return bytes.toByteArray();
  }

  /** All bytes in lower-case hex. */
  public String hex() {
    return IdBytes.hex(bytes);
  }

  /** The order of the wire: byte by byte, unsigned. */
  @Override
  public int compareTo(DeviceId other) {
    return ByteString.unsignedLexicographicalComparator().compare(bytes, other.bytes);
  }

  /** The first four bytes in hex: enough to tell a few apart, never enough to name one. */
  @Override
  public String toString() {
    return IdBytes.shortHex(bytes);
  }
}
