package dev.zerok.relay.core;

/**
 * What all devices of a group may push together: two buckets from which the devices' own are filled. What a
 * device drew is promised to it, so that the group's rate slows its devices and never refuses what they were
 * told (PUSH-7). Levels in 1/60 000 of a push or byte, as in {@link PushCreditMeter}. The log's thread only.
 */
final class GroupCredit {
  private final PushRate rate;
  private long pushLevel;
  private long byteLevel;
  private long filledAtMillis;

  GroupCredit(PushRate rate, long nowMillis) {
    this.rate = rate;
    this.pushLevel = rate.pushBurst() * PushCreditMeter.SCALE;
    this.byteLevel = rate.byteBurst() * PushCreditMeter.SCALE;
    this.filledAtMillis = nowMillis;
  }

  /** Takes up to so much for a device's bucket of pushes. */
  long drawPushes(long wanted, long nowMillis) {
    refill(nowMillis);
    long drawn = Math.min(wanted, pushLevel);
    pushLevel -= drawn;
    return drawn;
  }

  /** Takes up to so much for a device's bucket of bytes. */
  long drawBytes(long wanted, long nowMillis) {
    refill(nowMillis);
    long drawn = Math.min(wanted, byteLevel);
    byteLevel -= drawn;
    return drawn;
  }

  /** A device left: what it had not used is the others'. */
  void giveBack(long pushes, long bytes) {
    pushLevel = Math.min(rate.pushBurst() * PushCreditMeter.SCALE, pushLevel + pushes);
    byteLevel = Math.min(rate.byteBurst() * PushCreditMeter.SCALE, byteLevel + bytes);
  }

  private void refill(long nowMillis) {
    long elapsed =
        Math.clamp(nowMillis - filledAtMillis, 0L, PushCreditMeter.LONGEST_PAUSE_MILLIS);
    filledAtMillis = Math.max(filledAtMillis, nowMillis);
    giveBack(elapsed * rate.pushesPerMinute(), elapsed * rate.bytesPerMinute());
  }
}
