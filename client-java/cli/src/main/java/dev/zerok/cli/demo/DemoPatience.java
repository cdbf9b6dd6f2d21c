package dev.zerok.cli.demo;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Looks again and again until something is so: for things that announce themselves to nobody, such as bytes leaving a disk. */
final class DemoPatience {
  private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(250);

  private DemoPatience() {}

  /** @return the seconds that it took, or −1 if it was not so in time */
  static double until(int seconds, BooleanSupplier so) {
    long start = System.nanoTime();
    long deadline = start + TimeUnit.SECONDS.toNanos(seconds);
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return -1;
      }
      LockSupport.parkNanos(BETWEEN_LOOKS);
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
