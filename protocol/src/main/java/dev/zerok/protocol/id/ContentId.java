package dev.zerok.protocol.id;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ProtocolViolation;

/**
 * Names one large content of its sender; random (PROTOCOL.md § 7.1).
 *
 * @param bytes exactly {@value #LENGTH} bytes
 */
public record ContentId(ByteString bytes) {
  /** Bytes of every content id. */
  public static final int LENGTH = 16;

  private static final String WHAT = "a content id";

  public ContentId {
    IdBytes.require(WHAT, LENGTH, bytes);
  }

  /**
   * The content id of these bytes.
   *
   * @throws IllegalArgumentException if there are not exactly {@value #LENGTH}
   */
  public static ContentId of(ByteString bytes) {
    return new ContentId(bytes);
  }

  /**
   * The content id of a copy of these bytes.
   *
   * @throws IllegalArgumentException if there are not exactly {@value #LENGTH}
   */
  public static ContentId of(byte[] bytes) {
    return new ContentId(ByteString.copyFrom(bytes));
  }

  /**
   * The content id that a peer sent.
   *
   * @throws ProtocolViolation INVALID_MESSAGE if it does not have exactly {@value #LENGTH} bytes
   */
  public static ContentId fromWire(ByteString bytes) throws ProtocolViolation {
    return new ContentId(IdBytes.requireFromPeer(WHAT, LENGTH, bytes));
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
