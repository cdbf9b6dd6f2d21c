package dev.zerok.relay.core;

import dev.zerok.protocol.wire.PushCredit;

/**
 * One device's push credit (PUSH-7): two token buckets, told to the client as running totals since its session's Welcome. The
 * buckets outlive sessions, so that reconnecting does not refill them; the totals begin anew with each.
 *
 * <p>A total is what was used plus what is left; using moves from one to the other, so a total never shrinks.
 */
final class PushCreditMeter {
  /** Levels are kept in 1/60 000 of a push or byte, so that one millisecond adds exactly the per-minute rate. */
  static final long SCALE = 60_000;

  /** A bucket is full after this long whatever the rates are; bounds the multiplication. */
  static final long LONGEST_PAUSE_MILLIS = 3_600_000;

  private final PushRate rate;
  private final GroupCredit group;
  private long pushLevel;
  private long byteLevel;
  private long filledAtMillis;
  private long usedPushes;
  private long usedBytes;

  /**
   * @param group what this bucket is filled from
   */
  PushCreditMeter(PushRate rate, GroupCredit group, long nowMillis) {
    this.rate = rate;
    this.group = group;
    this.pushLevel = group.drawPushes(rate.pushBurst() * SCALE, nowMillis);
    this.byteLevel = group.drawBytes(rate.byteBurst() * SCALE, nowMillis);
    this.filledAtMillis = nowMillis;
  }

  void startSession(long nowMillis) {
    refill(nowMillis);
    usedPushes = 0;
    usedBytes = 0;
  }

  /** Counts a push; false, and nothing counted, if it is beyond the credit. */
  boolean take(int bytes, long nowMillis) {
    refill(nowMillis);
    if (pushLevel < SCALE || byteLevel < bytes * SCALE) {
      return false;
    }
    pushLevel -= SCALE;
    byteLevel -= bytes * SCALE;
    usedPushes++;
    usedBytes += bytes;
    return true;
  }

  PushCredit credit(long nowMillis) {
    refill(nowMillis);
    return PushCredit.newBuilder()
        .setPushes(usedPushes + pushLevel / SCALE)
        .setBytes(usedBytes + byteLevel / SCALE)
        .build();
  }

  /** Whether the client should hear of a refill soon: less than half of a burst is left. */
  boolean isLow() {
    return pushLevel < rate.pushBurst() * SCALE / 2 || byteLevel < rate.byteBurst() * SCALE / 2;
  }

  /** Until one push of that size fits. */
  int millisUntil(int bytes) {
    long forPush = Math.max(0, SCALE - pushLevel) / rate.pushesPerMinute();
    long forBytes = Math.max(0, bytes * SCALE - byteLevel) / rate.bytesPerMinute();
    return (int) Math.min(Integer.MAX_VALUE, Math.max(forPush, forBytes) + 1);
  }

  private void refill(long nowMillis) {
    long elapsed = Math.clamp(nowMillis - filledAtMillis, 0L, LONGEST_PAUSE_MILLIS);
    filledAtMillis = Math.max(filledAtMillis, nowMillis);
    pushLevel +=
        group.drawPushes(
            Math.min(rate.pushBurst() * SCALE - pushLevel, elapsed * rate.pushesPerMinute()),
            nowMillis);
    byteLevel +=
        group.drawBytes(
            Math.min(rate.byteBurst() * SCALE - byteLevel, elapsed * rate.bytesPerMinute()),
            nowMillis);
  }

  /** The device left the group. */
  void leave() {
    group.giveBack(pushLevel, byteLevel);
    pushLevel = 0;
    byteLevel = 0;
  }
}
