package dev.zerok.cli.e2e;

import dev.zerok.relay.port.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The machine's clocks; the monotonic one goes ahead as far as a test says. */
final class MovableClock implements TimeSource {
  private final AtomicLong aheadNanos = new AtomicLong();

  void advance(long byMillis) {
    aheadNanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(byMillis));
  }

  @Override
  public long monotonicMillis() {
    return TimeUnit.NANOSECONDS.toMillis(monotonicNanos());
  }

  @Override
  public long monotonicNanos() {
    return System.nanoTime() + aheadNanos.get();
  }

  @Override
  public long wallMillis() {
    return System.currentTimeMillis();
  }
}
