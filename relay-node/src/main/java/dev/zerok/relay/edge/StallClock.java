package dev.zerok.relay.edge;

/**
 * Since when a full write queue has taken nothing (WS-5). Whoever takes bytes, however slowly, starts it anew. One thread; starts
 * stopped.
 */
final class StallClock {
  private static final long NEVER = Long.MAX_VALUE;

  private long since = NEVER;
  private long waiting;

  /** The queue is full, and so many of its bytes did not leave yet. */
  void look(long bytes, long now) {
    if (since == NEVER || bytes < waiting) {
      since = now;
    }
    waiting = bytes;
  }

  /** The queue has room again. */
  void stop() {
    since = NEVER;
  }

  /** Whether nothing was taken for so long, as of the last look. */
  boolean hasRun(long limit, long now) {
    return since != NEVER && now - since >= limit;
  }
}
