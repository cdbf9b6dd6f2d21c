package dev.zerok.relay.core;

import dev.zerok.protocol.id.GroupId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is still to be looked at for deletion: cursors of groups. At most one {@link ShardCommand.Release} of each group waits in the
 * log at a time, however many commands found more to look at; it takes what all of them left.
 */
final class ReleaseChains {
  /**
   * What a group's next Release does.
   *
   * @param from looked at first, up to {@code to}; none if that is lower
   * @param again what has to be looked at after that, from its front; null if nothing
   */
  record Rest(long from, long to, @Nullable Rest again) {
    private Rest and(long otherFrom, long otherTo) {
      if (from > to) {
        return new Rest(otherFrom, otherTo, again);
      }
      if (otherFrom > otherTo) {
        return this;
      }
      if (otherFrom >= from) {
        return new Rest(from, Math.max(to, otherTo), again);
      }
      // Going back at once would let whoever asks often keep it from ever coming to the end.
      Rest more = again == null
          ? new Rest(otherFrom, otherTo, null)
          : new Rest(Math.min(again.from, otherFrom), Math.max(again.to, otherTo), null);
      return new Rest(from, to, more);
    }
  }

  private final Map<GroupId, Rest> rests = new HashMap<>();

  /** Adds cursors of a group; none if {@code to} is below {@code from}: then its index is looked at only. True if no Release of it waits. */
  boolean add(GroupId group, long from, long to) {
    @Nullable Rest before = rests.get(group);
    rests.put(group, before == null ? new Rest(from, to, null) : before.and(from, to));
    return before == null;
  }

  /** What the group's Release does that is applied now. */
  Rest take(GroupId group) {
    Rest rest = rests.remove(group);
    if (rest == null) {
      throw new IllegalStateException("a Release of " + group + " that nobody asked for");
    }
    return rest;
  }
}
