package dev.zerok.protocol.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zerok.protocol.crypto.RandomSource;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Deterministic bytes: SHA-256 of the seed and a counter, block by block. Equal seeds give equal bytes. */
public final class FakeRandomSource implements RandomSource {
  private final byte[] seed;
  private long counter;
  private ByteBuffer left = ByteBuffer.allocate(0);

  public FakeRandomSource(String seed) {
    this.seed = seed.getBytes(UTF_8);
  }

  public FakeRandomSource(long seed) {
    this(Long.toString(seed));
  }

  /** A source whose next bytes are exactly these, for vectors that fix an ephemeral key; it runs dry after them. */
  public static RandomSource of(byte[] bytes) {
    ByteBuffer fixed = ByteBuffer.wrap(bytes.clone());
    return fixed::get;
  }

  @Override
  public synchronized void nextBytes(byte[] out) {
    for (int i = 0; i < out.length; i++) {
      if (!left.hasRemaining()) {
        left = ByteBuffer.wrap(nextBlock());
      }
      out[i] = left.get();
    }
  }

  private byte[] nextBlock() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(seed);
      sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(counter++).array());
      return sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
