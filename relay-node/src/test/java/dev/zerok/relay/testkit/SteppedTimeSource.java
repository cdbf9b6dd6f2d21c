package dev.zerok.relay.testkit;

import dev.zerok.relay.port.TimeSource;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes when a test says so. */
public final class SteppedTimeSource implements TimeSource {
  public static final long WALL_AT_START = 1_800_000_000_000L;

  private final AtomicLong millis = new AtomicLong(1_000_000);

  public void pass(long passedMillis) {
    millis.addAndGet(passedMillis);
  }

  @Override
  public long monotonicMillis() {
    return millis.get();
  }

  @Override
  public long monotonicNanos() {
    return millis.get() * 1_000_000;
  }

  @Override
  public long wallMillis() {
    return WALL_AT_START + millis.get();
  }
}
