package dev.zerok.relay.core;

import dev.zerok.protocol.limit.Limits;

/**
 * The time that TTLs are counted in (DEL-2): only the time that the relay served, kept in the records over restarts. An outage, a
 * suspended machine or a stepping clock makes nothing expire.
 */
final class ServingTime {
  /** Written to the records at most this often; after a crash so much may be served again. */
  static final long SAVE_EVERY_MILLIS = 60_000;

  /** One step counts at most this much: a longer one means that the process stood still, not that it served. */
  static final long LONGEST_STEP_MILLIS = 10_000;

  private final long startedAt;
  private final long mayExpireFrom;
  private long now;
  private long saved;

  /**
   * @param stored from the records, at the start of the process
   */
  ServingTime(long stored) {
    this.startedAt = stored;
    this.now = stored;
    this.saved = stored;
    this.mayExpireFrom = stored + Limits.SERVICE_BEFORE_EXPIRY_MILLIS;
  }

  long now() {
    return now;
  }

  /** The serving time at which this process began. */
  long startedAt() {
    return startedAt;
  }

  void pass(long elapsedMillis, ShardRecords records) {
    now += Math.clamp(elapsedMillis, 0L, LONGEST_STEP_MILLIS);
    if (now - saved >= SAVE_EVERY_MILLIS) {
      records.putServingMillis(now);
      saved = now;
    }
  }

  /** Whether an hour of service lies between the start and now. */
  boolean mayExpire() {
    return now >= mayExpireFrom;
  }
}
