package dev.zerok.relay.port;

/** How full the disk under the data folder is. Any thread; cheap enough to ask once a second. */
public interface DiskGauge {
  /** From 0.0 (empty) to 1.0 (no byte left). */
  double usedShare();
}
