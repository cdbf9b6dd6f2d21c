package dev.zerok.protocol.id;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ProtocolViolation;

/**
 * Names a stream of pushes within a group; opaque to the relay (PROTOCOL.md § 7). On the wire the default stream is zero-length,
 * in hashes and associated data it is 16 zero bytes, which is also its form here.
 *
 * @param bytes exactly {@value #LENGTH} bytes
 */
public record StreamId(ByteString bytes) {
  /** Bytes of every stream id. */
  public static final int LENGTH = 16;

  /** The stream of pushes that name none: all zeros. */
  public static final StreamId DEFAULT = new StreamId(ByteString.copyFrom(new byte[LENGTH]));

  private static final String WHAT = "a stream id";

  public StreamId {
    IdBytes.require(WHAT, LENGTH, bytes);
  }

  /**
   * The stream id of these bytes.
   *
   * @throws IllegalArgumentException if there are not exactly {@value #LENGTH}
   */
  public static StreamId of(ByteString bytes) {
    return new StreamId(bytes);
  }

  /**
   * The stream id of a copy of these bytes.
   *
   * @throws IllegalArgumentException if there are not exactly {@value #LENGTH}
   */
  public static StreamId of(byte[] bytes) {
    return new StreamId(ByteString.copyFrom(bytes));
  }

  /**
   * The stream that a peer named: nothing for the default one, else 16 bytes that are not all zero (PUSH-8).
   *
   * @throws ProtocolViolation INVALID_MESSAGE for anything else
   */
  public static StreamId fromWire(ByteString bytes) throws ProtocolViolation {
    if (bytes.isEmpty()) {
      return DEFAULT;
    }
    StreamId stream = new StreamId(IdBytes.requireFromPeer(WHAT, LENGTH, bytes));
    if (stream.isDefault()) {
      throw ProtocolViolation.invalid("The default stream is sent as nothing, not as zeros.");
    }
    return stream;
  }

  /** The form on the wire: nothing for the default stream. */
  public ByteString toWire() {
    return isDefault() ? ByteString.EMPTY : bytes;
  }

  public boolean isDefault() {
    return bytes.equals(DEFAULT.bytes);
  }

  /** A copy of the bytes, 16 zeros for the default stream. */
  public byte[] toByteArray() {
    return bytes.toByteArray();
  }

  /** All bytes in lower-case hex. */
  public String hex() {
    return IdBytes.hex(bytes);
  }

  /** The first four bytes in hex. */
  @Override
  public String toString() {
    return IdBytes.shortHex(bytes);
  }
}
