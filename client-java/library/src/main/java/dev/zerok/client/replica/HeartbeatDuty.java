package dev.zerok.client.replica;

import dev.zerok.protocol.crypto.RandomSource;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * When a device that pushes nothing says that it is there, so that its signed position goes on (HEART-1): 18 to 24 hours after its
 * last push, at a moment of its own, however often the program was started in between. Times are Unix milliseconds of any clock.
 */
final class HeartbeatDuty {
  static final long MOST_MILLIS = 24 * 3_600_000L;
  static final long JITTER_MILLIS = 6 * 3_600_000L;

  private final RandomSource random;
  private long last = Long.MAX_VALUE;
  private long due = Long.MAX_VALUE;

  /**
   * @param lastPush when the store says that something was pushed last
   */
  HeartbeatDuty(RandomSource random, OptionalLong lastPush) {
    this.random = random;
    lastPush.ifPresent(this::pushed);
  }

  /** Something was pushed. */
  void pushed(long now) {
    long drawn = ByteBuffer.wrap(random.bytes(Long.BYTES)).getLong();
    last = now;
    due = now + MOST_MILLIS - Long.remainderUnsigned(drawn, JITTER_MILLIS);
  }

  /** Whether no time counts yet: nothing was pushed, or the clock went back; then it is to count from now. */
  boolean isToBegin(long now) {
    return now < last;
  }

  /** Whether a heartbeat is due. */
  boolean isDue(long now) {
    return now >= due;
  }
}
