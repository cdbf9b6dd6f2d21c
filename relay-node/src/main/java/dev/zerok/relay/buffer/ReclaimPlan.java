package dev.zerok.relay.buffer;

import dev.zerok.protocol.id.GroupId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which deletions still have to reach the files, and when they shall: soon after the last one, so that an idle relay holds nothing
 * back, but under steady deletion in larger portions. Not thread-safe.
 */
final class ReclaimPlan {
  /** Beyond so many groups the whole range of keys is gone through instead. */
  static final int MOST_GROUPS = 16_384;

  private final Map<GroupId, CursorRange> ranges = new HashMap<>();
  private final Set<GroupId> closed = new HashSet<>();
  private boolean everyPayload;
  private boolean everyColumn;
  private boolean pending;
  private long firstMillis;
  private long lastMillis;
  private long writtenBytes;

  void add(BatchTally tally, long nowMillis) {
    boolean deletes = !tally.deletedPayloads().isEmpty() || !tally.closedGroups().isEmpty();
    if (deletes) {
      firstMillis = pending ? firstMillis : nowMillis;
      lastMillis = nowMillis;
      pending = true;
      tally.deletedPayloads()
          .forEach((group, range) -> ranges.merge(group, range, CursorRange::span));
      closed.addAll(tally.closedGroups());
    }
    if (pending) {
      writtenBytes += tally.bytes();
    }
    if (ranges.size() > MOST_GROUPS) {
      everyPayload = true;
      ranges.clear();
    }
    if (closed.size() > MOST_GROUPS) {
      everyColumn = true;
      closed.clear();
    }
  }

  boolean isPending() {
    return pending;
  }

  /** Whether all payloads are to be gone through. */
  boolean everyPayload() {
    return everyPayload || everyColumn;
  }

  /** Whether everything that belongs to groups is to be gone through. */
  boolean everyColumn() {
    return everyColumn;
  }

  Map<GroupId, CursorRange> ranges() {
    return ranges;
  }

  Set<GroupId> closed() {
    return closed;
  }

  /** Until it is time; 0 = now. Only while something is pending. */
  long millisUntilDue(ReclaimPace pace, long nowMillis) {
    if (writtenBytes >= pace.writtenBytes()) {
      return 0;
    }
    long dueAt =
        Math.min(lastMillis + pace.idleMillis(),
            firstMillis + pace.atLatestMillis());
    return Math.max(0, dueAt - nowMillis);
  }
}
