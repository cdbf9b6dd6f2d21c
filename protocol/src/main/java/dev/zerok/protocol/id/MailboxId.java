package dev.zerok.protocol.id;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ProtocolViolation;

/**
 * Names a pairing mailbox: random, and all that a joiner needs to know to join it (PROTOCOL.md § 6.6).
 *
 * @param bytes exactly {@value #LENGTH} bytes
 */
public record MailboxId(ByteString bytes) {
  /** Bytes of every mailbox id. */
  public static final int LENGTH = 16;

  private static final String WHAT = "a mailbox id";

  public MailboxId {
    IdBytes.require(WHAT, LENGTH, bytes);
  }

  /**
   * The mailbox id of these bytes.
   *
   * @throws IllegalArgumentException if there are not exactly {@value #LENGTH}
   */
  public static MailboxId of(ByteString bytes) {
    return new MailboxId(bytes);
  }

  /**
   * The mailbox id of a copy of these bytes.
   *
   * @throws IllegalArgumentException if there are not exactly {@value #LENGTH}
   */
  public static MailboxId of(byte[] bytes) {
    return new MailboxId(ByteString.copyFrom(bytes));
  }

  /**
   * The mailbox id that a peer sent.
   *
   * @throws ProtocolViolation INVALID_MESSAGE if it does not have exactly {@value #LENGTH} bytes
   */
  public static MailboxId fromWire(ByteString bytes) throws ProtocolViolation {
    return new MailboxId(IdBytes.requireFromPeer(WHAT, LENGTH, bytes));
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
