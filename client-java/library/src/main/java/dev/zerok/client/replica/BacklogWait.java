package dev.zerok.client.replica;

/**
 * A Remove names the last blob of a device that counts. Whoever has not received everything yet would cut off what the relay has
 * acknowledged, so it waits until the stream has come to the head; but a relay that withholds the head does not keep a device in.
 */
final class BacklogWait {
  private static final long NOT_BEGUN = Long.MIN_VALUE;

  private long since = NOT_BEGUN;

  /** A session began. */
  void begin() {
    since = NOT_BEGUN;
  }

  /** Whether a Remove may be signed; {@code now} in milliseconds. A clock that was set back begins the wait anew. */
  boolean isOver(boolean caughtUp, long now) {
    if (since == NOT_BEGUN || now < since) {
      since = now;
    }
    return caughtUp || now - since >= ReplicaLimits.REMOVE_WAITS_MILLIS;
  }
}
