package dev.zerok.client.system;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The machine's monotonic clock in milliseconds. Any thread. */
public final class SystemTicker implements LongSupplier {
  @Override
  public long getAsLong() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
