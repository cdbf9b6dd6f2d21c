package dev.zerok.protocol.id;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ProtocolViolation;

/**
 * Names one incarnation of a group's log; another one means that the relay lost or rebuilt it (PROTOCOL.md § 6.2).
 *
 * @param bytes exactly {@value #LENGTH} bytes
 */
public record LogId(ByteString bytes) {
  /** Bytes of every log id. */
  public static final int LENGTH = 16;

  private static final String WHAT = "a log id";

  public LogId {
    IdBytes.require(WHAT, LENGTH, bytes);
  }

  /**
   * The log id of these bytes.
   *
   * @throws IllegalArgumentException if there are not exactly {@value #LENGTH}
   */
  public static LogId of(ByteString bytes) {
    return new LogId(bytes);
  }

  /**
   * The log id of a copy of these bytes.
   *
   * @throws IllegalArgumentException if there are not exactly {@value #LENGTH}
   */
  public static LogId of(byte[] bytes) {
    return new LogId(ByteString.copyFrom(bytes));
  }

  /**
   * The log id that a peer sent.
   *
   * @throws ProtocolViolation INVALID_MESSAGE if it does not have exactly {@value #LENGTH} bytes
   */
  public static LogId fromWire(ByteString bytes) throws ProtocolViolation {
    return new LogId(IdBytes.requireFromPeer(WHAT, LENGTH, bytes));
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
