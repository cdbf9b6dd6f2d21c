package dev.zerok.relay.testkit;

import dev.zerok.relay.port.DiskGauge;

/** A disk as full as a test says. */
public final class FakeDiskGauge implements DiskGauge {
  private volatile double usedShare = 0.5;

  public void fillTo(double share) {
    usedShare = share;
  }

  @Override
  public double usedShare() {
    return usedShare;
  }
}
