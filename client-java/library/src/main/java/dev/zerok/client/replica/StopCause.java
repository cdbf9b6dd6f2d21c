package dev.zerok.client.replica;

import dev.zerok.client.model.SyncProblem;

/** Why a replica stopped. */
public enum StopCause {
  /** The relay shows another history (RECV-6). Kept in the store: it never ends by itself. */
  FORK(true, false),
  /** The store is an old copy (RECV-8). */
  STORE_OLDER(false, false),
  /** A verified entry put this device out. Follows from the roster. */
  REMOVED(false, false),
  /** The device was exported: it lives in another store now. Kept in the store. */
  MOVED_AWAY(true, false),
  /** The group was closed. Follows from the roster. */
  CLOSED(false, false),
  /** The relay's roster is not the one that the inviter spoke of (PAIR-5). Kept in the store. */
  JOIN_REFUSED(true, false),
  /** The relay lost data (LOG-3). The outbox goes on taking pushes. */
  RELAY_RESET(false, true),
  /** Something that this version does not know (ROSTER-9). The outbox goes on taking pushes. */
  UPDATE_NEEDED(false, true),
  /** No more blobs that do not open can be kept. The outbox goes on taking pushes. */
  PARKING_FULL(false, true);

  private final boolean durable;
  private final boolean outboxOpen;

  StopCause(boolean durable, boolean outboxOpen) {
    this.durable = durable;
    this.outboxOpen = outboxOpen;
  }

  boolean isDurable() {
    return durable;
  }

  boolean isOutboxOpen() {
    return outboxOpen;
  }

  /** What is answered to whoever asks for something that a stopped device does not do. */
  SyncProblem problem(String words) {
    boolean out = this == REMOVED || this == CLOSED;
    return new SyncProblem(
        out ? SyncProblem.Reason.NOT_A_MEMBER : SyncProblem.Reason.STOPPED, words);
  }
}
