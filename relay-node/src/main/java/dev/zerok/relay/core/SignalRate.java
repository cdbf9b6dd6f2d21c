package dev.zerok.relay.core;

import dev.zerok.protocol.limit.Limits;

/**
 * How fast one session may signal (SIGNAL-3).
 *
 * @param perMinute sustained, 1 to 1 000 000
 * @param burst of a session that was quiet before, 1 to 1 000 000
 */
public record SignalRate(int perMinute, int burst) {
  /** 120 a minute, 60 at once. */
  public static final SignalRate DEFAULT =
      new SignalRate(Limits.DEFAULT_SIGNALS_PER_MINUTE, Limits.DEFAULT_SIGNAL_BURST);

  private static final int MOST = 1_000_000;

  public SignalRate {
    if (perMinute < 1 || perMinute > MOST || burst < 1 || burst > MOST) {
      throw new IllegalArgumentException("a signal rate is from 1 to " + MOST);
    }
  }
}
