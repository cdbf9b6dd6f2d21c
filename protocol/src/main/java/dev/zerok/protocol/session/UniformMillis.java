package dev.zerok.protocol.session;

import dev.zerok.protocol.crypto.RandomSource;
import java.nio.ByteBuffer;

/** Random times. */
final class UniformMillis {
  private UniformMillis() {}

  /**
   * A time from 0 to {@code max}, both included, each equally likely: the bias of the remainder is below 2⁻²⁰ for any time
   * under a century.
   */
  static long upTo(long max, RandomSource random) {
    if (max < 0) {
      throw new IllegalArgumentException("a time must not be negative: " + max);
    }
    long drawn = ByteBuffer.wrap(random.bytes(Long.BYTES)).getLong() & Long.MAX_VALUE;
    return drawn % (max + 1);
  }
}
