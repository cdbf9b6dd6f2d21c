package dev.zerok.relay.ops;

import dev.zerok.relay.core.PushRate;
import dev.zerok.relay.core.Quotas;

/**
 * What this relay gives to whom. 0 bytes mean: no such limit.
 *
 * @param deviceBytes sealed payload that one device may have stored
 * @param totalBytes sealed payload that all groups together may have stored
 * @param monthBytes sealed payload that one group may push in a calendar month
 * @param groupPushesPerMinute of all devices of a group together, sustained; 0: ten times a device's
 * @param groupPushBytesPerMinute of all devices of a group together, sustained; 0: ten times a device's
 * @param creationsPerHour groups that one address prefix may create
 * @param chainEntriesPerHour entries of presented rosters that are verified for one address prefix
 * @param mailboxes open at a time
 * @param diskFullAt the share of the disk in use from which on no payload is taken, over 0 to 1
 */
public record QuotaSettings(
    long deviceBytes,
    long totalBytes,
    long monthBytes,
    int groupPushesPerMinute,
    long groupPushBytesPerMinute,
    int creationsPerHour,
    int chainEntriesPerHour,
    int mailboxes,
    double diskFullAt) {
  private static final int PERCENT = 100;

  /** A rested group may send so many minutes' worth at once. */
  private static final int BURST_MINUTES = 10;

  static QuotaSettings read(ConfigReader reader) {
    return new QuotaSettings(
        reader.read(ConfigKeys.DEVICE_BYTES),
        reader.read(ConfigKeys.TOTAL_BYTES),
        reader.read(ConfigKeys.MONTH_BYTES),
        reader.read(ConfigKeys.GROUP_PUSHES).intValue(),
        reader.read(ConfigKeys.GROUP_PUSH_BYTES),
        reader.read(ConfigKeys.CREATIONS).intValue(),
        reader.read(ConfigKeys.CHAIN_ENTRIES).intValue(),
        reader.read(ConfigKeys.MAILBOXES).intValue(),
        (double) reader.read(ConfigKeys.DISK_FULL_AT) / PERCENT);
  }

  /**
   * The same as the rules want it.
   *
   * @param device how fast one device may push
   */
  public Quotas toQuotas(PushRate device) {
    PushRate usual = Quotas.besides(device).groupRate();
    boolean pushes = groupPushesPerMinute > 0;
    boolean bytes = groupPushBytesPerMinute > 0;
    return new Quotas(
        deviceBytes,
        totalBytes,
        monthBytes,
        new PushRate(
            pushes ? groupPushesPerMinute : usual.pushesPerMinute(),
            pushes ? BURST_MINUTES * groupPushesPerMinute : usual.pushBurst(),
            bytes ? groupPushBytesPerMinute : usual.bytesPerMinute(),
            bytes
                ? Math.max(PushRate.DEFAULT.byteBurst(), groupPushBytesPerMinute)
                : usual.byteBurst()));
  }
}
