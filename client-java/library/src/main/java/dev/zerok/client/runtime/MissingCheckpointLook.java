package dev.zerok.client.runtime;

import dev.zerok.protocol.crypto.RandomSource;
import java.nio.ByteBuffer;

/**
 * When a device looks whether one that joined was given no checkpoint (CKPT-5): 30 to 90 seconds after it could have been, at a moment of its
 * own, so that not all make one. Times are Unix milliseconds of any clock; one that goes back begins anew.
 */
final class MissingCheckpointLook {
  static final long LEAST_MILLIS = 30_000;
  static final long JITTER_MILLIS = 60_000;
  private static final long NOT_PLANNED = -1;

  private final RandomSource random;
  private long plannedAt = NOT_PLANNED;
  private long due;

  MissingCheckpointLook(RandomSource random) {
    this.random = random;
  }

  /** Plans a look unless one is planned. */
  void planOnce(long now) {
    if (plannedAt == NOT_PLANNED) {
      planAnew(now);
    }
  }

  /** Plans a look in the place of the one that is planned: what it would look for has only just begun. */
  void planAnew(long now) {
    long drawn = ByteBuffer.wrap(random.bytes(Long.BYTES)).getLong();
    plannedAt = now;
    due = now + LEAST_MILLIS + Long.remainderUnsigned(drawn, JITTER_MILLIS);
  }

  /** Whether the moment has come; true once for each look. */
  boolean isDue(long now) {
    if (plannedAt == NOT_PLANNED) {
      return false;
    }
    if (now < plannedAt) {
      planAnew(now);
    }
    boolean isDue = now >= due;
    if (isDue) {
      plannedAt = NOT_PLANNED;
    }
    return isDue;
  }
}
