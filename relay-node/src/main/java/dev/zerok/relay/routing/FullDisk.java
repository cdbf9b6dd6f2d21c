package dev.zerok.relay.routing;

import dev.zerok.relay.port.DiskGauge;

/**
 * Whether the disk takes new payloads (PUSH-5). Once full it stays so until some room has come back, so that a
 * relay at the edge does not flap between the two. Any thread; {@link #look} one at a time.
 */
final class FullDisk {
  /** The share of the disk that has to become free before payloads are taken again. */
  static final double HYSTERESIS = 0.02;

  private final DiskGauge gauge;
  private final double fullAt;
  private volatile boolean full;
  private volatile double usedShare;

  FullDisk(DiskGauge gauge, double fullAt) {
    this.gauge = gauge;
    this.fullAt = fullAt;
  }

  void look() {
    usedShare = gauge.usedShare();
    full = usedShare >= (full ? fullAt - HYSTERESIS : fullAt);
  }

  double usedShare() {
    return usedShare;
  }

  /** As of the last look. */
  boolean isFull() {
    return full;
  }
}
