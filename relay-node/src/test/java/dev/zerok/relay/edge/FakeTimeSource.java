package dev.zerok.relay.edge;

import dev.zerok.relay.port.TimeSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that a test moves. */
public final class FakeTimeSource implements TimeSource {
  private final AtomicLong millis = new AtomicLong(1_000_000);

  public void advance(long byMillis) {
    millis.addAndGet(byMillis);
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
    return 1_800_000_000_000L + millis.get();
  }
}
