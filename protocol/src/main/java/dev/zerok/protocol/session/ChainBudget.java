package dev.zerok.protocol.session;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of unverified roster chains a node holds for all clients together that are not admitted yet (ADMIT-3). One object
 * is shared by all sessions of a node, so that strangers cannot make it hold more by opening more connections. Any thread.
 */
public final class ChainBudget {
  private final long limitBytes;
  private final AtomicLong held = new AtomicLong();

  /**
   * @param limitBytes enough for one chain and a frame, or the longest would never find room
   */
  public ChainBudget(long limitBytes) {
    if (limitBytes < 1) {
      throw new IllegalArgumentException("a budget is above zero, not " + limitBytes);
    }
    this.limitBytes = limitBytes;
  }

  /** What is held now, in bytes. */
  public long heldBytes() {
    return held.get();
  }

  /** A session's share, empty at first. */
  Share share() {
    return new Share();
  }

  /** What one session holds of the budget. Single-threaded, like its session. */
  final class Share {
    private long mine;

    /**
     * Makes the share this large. Less is always granted.
     *
     * @return false if there is no room: the share is as it was
     */
    boolean resize(long bytes) {
      long more = bytes - mine;
      if (held.addAndGet(more) > limitBytes && more > 0) {
        held.addAndGet(-more);
        return false;
      }
      mine = bytes;
      return true;
    }

    /** Gives all of it back; may be called twice. */
    void giveBack() {
      resize(0);
    }
  }
}
