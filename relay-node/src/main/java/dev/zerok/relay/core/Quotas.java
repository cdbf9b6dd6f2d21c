package dev.zerok.relay.core;

/**
 * What an operator may set beyond a group's stored bytes. 0 means: no such limit.
 *
 * @param deviceBytes sealed payload that one device may have stored (2002)
 * @param totalBytes sealed payload and rosters that all groups together may have stored: beyond, pushes are refused (3003) and
 *     presented rosters told to come later; entries of groups that are there are taken still
 * @param monthBytes sealed payload that one group may push in a calendar month, UTC (2002)
 * @param groupRate how fast all devices of a group together may push; slows, never refuses (PUSH-7)
 */
public record Quotas(long deviceBytes, long totalBytes, long monthBytes, PushRate groupRate) {
  private static final int GROUP_TO_DEVICE = 10;

  /** No limits; ten times the usual rate of a device for a group. */
  public static final Quotas DEFAULT = besides(PushRate.DEFAULT);

  public Quotas {
    if (deviceBytes < 0 || totalBytes < 0 || monthBytes < 0) {
      throw new IllegalArgumentException("a quota is a number of bytes, or 0 for none");
    }
  }

  /** No limits; for a group ten times what one of its devices may. */
  public static Quotas besides(PushRate device) {
    return new Quotas(
        0, 0, 0,
        new PushRate(
            (int) Math.min(Integer.MAX_VALUE, (long) GROUP_TO_DEVICE * device.pushesPerMinute()),
            (int) Math.min(Integer.MAX_VALUE, (long) GROUP_TO_DEVICE * device.pushBurst()),
            Math.min(PushRate.LARGEST, GROUP_TO_DEVICE * device.bytesPerMinute()),
            Math.min(PushRate.LARGEST_BURST, GROUP_TO_DEVICE * device.byteBurst())));
  }
}
