package dev.zerok.relay.core;

/**
 * A bucket that bounds how fast one session signals (SIGNAL-3). Full at first. Not thread-safe.
 */
public final class SignalMeter {
  private static final long MINUTE_MILLIS = 60_000;

  private final SignalRate rate;
  // In signals · MINUTE_MILLIS, so that whole numbers lose nothing.
  private long filled;
  private long lastMillis;

  public SignalMeter(SignalRate rate, long nowMillis) {
    this.rate = rate;
    this.filled = rate.burst() * MINUTE_MILLIS;
    this.lastMillis = nowMillis;
  }

  /** Takes room for one signal; false if there is none: the signal is dropped. */
  public boolean take(long nowMillis) {
    long full = rate.burst() * MINUTE_MILLIS;
    long passed = Math.min(Math.max(0, nowMillis - lastMillis), full);
    lastMillis = nowMillis;
    filled = Math.min(full, filled + passed * rate.perMinute());
    if (filled < MINUTE_MILLIS) {
      return false;
    }
    filled -= MINUTE_MILLIS;
    return true;
  }
}
