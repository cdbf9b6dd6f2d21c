package dev.zerok.relay.core;

/**
 * How far the renewal of a group's log has come (RESET-2). Kept with the group, so that a crash in the middle leaves nothing half done.
 *
 * @param trimmedTo the old log's index begins behind this cursor
 * @param head the old log's last cursor
 * @param readTo the old log's entries up to this cursor are moved or gone
 * @param rosterPlaced roster entries that have their place in the new log
 * @param devicesSettled devices, in the order of their ids, whose records are the new log's
 */
public record RenewalRecord(
    long trimmedTo, long head, long readTo, int rosterPlaced, int devicesSettled) {
  static RenewalRecord begun(long trimmedTo, long head) {
    return new RenewalRecord(trimmedTo, head, 0, 0, 0);
  }
}
