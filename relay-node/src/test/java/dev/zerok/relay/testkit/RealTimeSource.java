package dev.zerok.relay.testkit;

import dev.zerok.relay.port.TimeSource;

/** The machine's clocks, for what really has to wait. */
public final class RealTimeSource implements TimeSource {
  @Override
  public long monotonicMillis() {
    return System.nanoTime() / 1_000_000;
  }

  @Override
  public long monotonicNanos() {
    return System.nanoTime();
  }

  @Override
  public long wallMillis() {
    return System.currentTimeMillis();
  }
}
