package dev.zerok.protocol.id;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ProtocolViolation;

/**
 * Names a group of devices: the hash of its root public key (PROTOCOL.md § 5).
 *
 * @param bytes exactly {@value #LENGTH} bytes
 */
public record GroupId(ByteString bytes) {
  /** Bytes of every group id. */
  public static final int LENGTH = 32;

  private static final String WHAT = "a group id";

  public GroupId {
    IdBytes.require(WHAT, LENGTH, bytes);
  }

  /**
   * The group id of these bytes.
   *
   * @throws IllegalArgumentException if there are not exactly {@value #LENGTH}
   */
  public static GroupId of(ByteString bytes) {
    return new GroupId(bytes);
  }

  /**
   * The group id of a copy of these bytes.
   *
   * @throws IllegalArgumentException if there are not exactly {@value #LENGTH}
   */
  public static GroupId of(byte[] bytes) {
    return new GroupId(ByteString.copyFrom(bytes));
  }

  /**
   * The group id that a peer sent.
   *
   * @throws ProtocolViolation INVALID_MESSAGE if it does not have exactly {@value #LENGTH} bytes
   */
  public static GroupId fromWire(ByteString bytes) throws ProtocolViolation {
    return new GroupId(IdBytes.requireFromPeer(WHAT, LENGTH, bytes));
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return bytes.toByteArray();
  }

  /** All bytes in lower-case hex. */
  public String hex() {
    return IdBytes.hex(bytes);
  }

  /** The first four bytes in hex: enough to tell a few apart, never enough to name one. */
  @Override
  public String toString() {
    return IdBytes.shortHex(bytes);
  }
}
