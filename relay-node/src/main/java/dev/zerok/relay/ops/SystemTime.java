package dev.zerok.relay.ops;

import dev.zerok.relay.port.TimeSource;
import java.util.concurrent.TimeUnit;

/** The machine's clocks. */
public final class SystemTime implements TimeSource {
  @Override
  public long monotonicMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
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
