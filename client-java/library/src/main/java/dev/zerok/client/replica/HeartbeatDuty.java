package dev.zerok.client.replica;

import dev.zerok.protocol.crypto.RandomSource;
import java.nio.ByteBuffer;

/**
 * When a device that pushes nothing says that it is there, so that its signed position goes on (HEART-1): 18 to 24 hours after its
 * last push, at a moment of its own. Times are Unix milliseconds of any clock; one that goes back begins anew.
 */
final class HeartbeatDuty {
  static final long MOST_MILLIS = 24 * 3_600_000L;
  static final long JITTER_MILLIS = 6 * 3_600_000L;

  private final RandomSource random;
  private long last = Long.MAX_VALUE;
  private long due;

  HeartbeatDuty(RandomSource random) {
    this.random = random;
  }

  /** Something was pushed. */
  void pushed(long now) {
    long drawn = ByteBuffer.wrap(random.bytes(Long.BYTES)).getLong();
    last = now;
    due = now + MOST_MILLIS - Long.remainderUnsigned(drawn, JITTER_MILLIS);
  }

  /** Whether a heartbeat is due; time counts from the first call where nothing was pushed before. */
  boolean isDue(long now) {
    if (now < last) {
      pushed(now);
    }
    return now >= due;
  }
}
