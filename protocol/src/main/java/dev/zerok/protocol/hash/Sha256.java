package dev.zerok.protocol.hash;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * One SHA-256 computation over a sequence of typed fields: {@code H} of PROTOCOL.md § 1. Integers are unsigned and
 * big-endian. Used once, by one thread; {@link #finish} ends it.
 */
public final class Sha256 {
  /** Bytes of every hash. */
  public static final int LENGTH = 32;

  private final MessageDigest digest = newDigest();

  private Sha256() {}

  /** The hash of all parts, one after the other. */
  public static byte[] of(byte[]... parts) {
    MessageDigest digest = newDigest();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  /** The hash of these bytes. */
  public static ByteString of(ByteString bytes) {
    return new Sha256().bytes(bytes).finish();
  }

  /** A hash whose input begins with the ASCII label and one zero byte, so that no two uses share an input. */
  public static Sha256 labelled(String label) {
    return new Sha256().ascii(label).u8(0);
  }

  public Sha256 ascii(String text) {
    digest.update(text.getBytes(US_ASCII));
    return this;
  }

  public Sha256 bytes(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  public Sha256 bytes(ByteString bytes) {
    for (ByteBuffer part : bytes.asReadOnlyByteBufferList()) {
      digest.update(part);
    }
    return this;
  }

  public Sha256 u8(int value) {
    digest.update((byte) value);
    return this;
  }

  public Sha256 u32(int value) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, value));
    return this;
  }

  public Sha256 u64(long value) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, value));
    return this;
  }

  /** The {@value #LENGTH} bytes of the hash. */
  public ByteString finish() {
    return ByteString.copyFrom(digest.digest());
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-256", e);
    }
  }
}
