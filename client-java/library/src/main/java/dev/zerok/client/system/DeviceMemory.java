package dev.zerok.client.system;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How much memory this machine has, which decides what a guess at a password costs (KDF-1). */
public final class DeviceMemory {
  private static final int MEBIBYTE_BITS = 20;

  private DeviceMemory() {}

  /** In MiB; a machine that does not say is taken for a small one. */
  public static long mebibytes() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine
        ? machine.getTotalMemorySize() >> MEBIBYTE_BITS
        : 0;
  }
}
