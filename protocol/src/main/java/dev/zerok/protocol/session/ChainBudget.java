package dev.zerok.protocol.session;

import dev.zerok.protocol.limit.Limits;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of unverified roster chains a node holds for all clients together that are not admitted yet (ADMIT-3). One object
 * is shared by all sessions of a node, so that strangers cannot make it hold more by opening more connections. Any thread.
 */
public final class ChainBudget {
  /**
   * Charged for each entry besides its encoded bytes: the objects that it becomes, rounded up, so that many small entries cost a
   * client as much of the budget as they cost the node of its memory.
   */
  public static final int ENTRY_OVERHEAD_BYTES = 192;

  /** Room for the longest chain and the frame that brings its last part; with less, some roster would never find any. */
  public static final long SMALLEST_BYTES =
      Limits.PRESENTED_CHAIN_BYTES + (long) Limits.ROSTER_ENTRIES * ENTRY_OVERHEAD_BYTES
          + Limits.BULK_FRAME_BYTES;

  private final long limitBytes;
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong turnedAway = new AtomicLong();

  /**
   * @param limitBytes at least {@link #SMALLEST_BYTES}, or the longest chain would never find room
   */
  public ChainBudget(long limitBytes) {
    if (limitBytes < 1) {
      throw new IllegalArgumentException("a budget is above zero, not " + limitBytes);
    }
    this.limitBytes = limitBytes;
  }

  /** What is held now, in bytes, with the overhead of each entry. */
  public long heldBytes() {
    return held.get();
  }

  /** How many sessions found no room so far. */
  public long turnedAway() {
    return turnedAway.get();
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
        turnedAway.incrementAndGet();
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
