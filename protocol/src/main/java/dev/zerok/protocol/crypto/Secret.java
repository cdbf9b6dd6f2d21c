package dev.zerok.protocol.crypto;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Bytes that must not leak: a private key, a shared secret, a derived key.
 *
 * <p>A secret cannot print ({@link #toString} gives its length only), compares in constant time ({@link #matches}) and is
 * wiped by {@link #close}. Every use after close is the programmer's fault and throws {@link IllegalStateException}.
 *
 * <p>Threads: confined to its owner; hand it over, do not share it while it may be closed.
 */
public final class Secret implements AutoCloseable {
  private final byte[] bytes;
  private boolean closed;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A secret with a copy of {@code bytes}; the caller still owns, and should wipe, its own array. */
  public static Secret copyOf(byte[] bytes) {
    return new Secret(bytes.clone());
  }

  /** A secret that takes {@code bytes} over: the caller must not use the array again, it is wiped on close. */
  public static Secret adopt(byte[] bytes) {
    return new Secret(bytes);
  }

  /** {@code size} fresh bytes from {@code random}. */
  public static Secret random(RandomSource random, int size) {
    return new Secret(random.bytes(size));
  }

  /**
   * The internal array itself, not a copy, so that a primitive can read it without leaving copies behind. Never keep,
   * change, print or return it.
   *
   * @throws IllegalStateException after close
   */
  public byte[] expose() {
    requireOpen();
    return bytes;
  }

  /** An independent copy with a life of its own. */
  public Secret copy() {
    return copyOf(expose());
  }

  /** The length in bytes. Not a secret; known even after close. */
  public int size() {
    return bytes.length;
  }

  /** Whether both hold the same bytes, compared in time that depends on the length only. */
  public boolean matches(Secret other) {
    return MessageDigest.isEqual(expose(), other.expose());
  }

  /** Overwrites the bytes with zeros. Closing twice is allowed. */
  @Override
  public void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "Secret[" + bytes.length + " bytes]";
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this secret was wiped; nothing may use it any more");
    }
  }
}
