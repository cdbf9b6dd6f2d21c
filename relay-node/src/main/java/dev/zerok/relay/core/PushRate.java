package dev.zerok.relay.core;

import dev.zerok.protocol.limit.Limits;

/**
 * How fast a device may push (PUSH-7): a sustained rate, and what a rested device may send at once.
 *
 * @param pushesPerMinute sustained
 * @param pushBurst at once
 * @param bytesPerMinute sealed payload, sustained
 * @param byteBurst sealed payload, at once; at least one payload of full size
 */
public record PushRate(int pushesPerMinute, int pushBurst, long bytesPerMinute, long byteBurst) {
  /** 100 pushes a minute with a burst of 1 000; 64 MiB a minute with a burst of 100 MiB. */
  public static final PushRate DEFAULT =
      new PushRate(
          Limits.DEFAULT_PUSHES_PER_MINUTE, Limits.DEFAULT_PUSH_BURST, 64L * 1_048_576,
          Limits.DEFAULT_GROUP_BYTES);

  /** Keeps the meter's arithmetic far from overflow. */
  static final long LARGEST = 1L << 40;

  /** At once; the bucket of a group holds that of several devices. */
  static final long LARGEST_BURST = 1L << 44;

  public PushRate {
    if (pushesPerMinute < 1 || pushBurst < 1) {
      throw new IllegalArgumentException(
          "a push rate needs at least one push a minute and one at once");
    }
    if (bytesPerMinute < 1 || byteBurst < Limits.PAYLOAD_BYTES || bytesPerMinute > LARGEST
        || byteBurst > LARGEST_BURST) {
      throw new IllegalArgumentException(
          "push bytes: 1 to 2^40 a minute, one full payload to 2^44 at once");
    }
  }
}
