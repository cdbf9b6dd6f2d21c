package dev.zerok.relay.buffer;

import dev.zerok.protocol.id.GroupId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a batch did that matters beyond its own records. */
final class BatchTally {
  private final Map<GroupId, CursorRange> deletedPayloads = new HashMap<>();
  private final List<GroupId> closedGroups = new ArrayList<>();
  private long writtenBytes;
  private long expiredBeforeMillis;

  void wrote(int bytes) {
    writtenBytes += bytes;
  }

  void deletedPayload(GroupId group, long cursor) {
    deletedPayloads.merge(group, CursorRange.of(cursor), CursorRange::span);
  }

  void closed(GroupId group) {
    closedGroups.add(group);
  }

  void expiredBefore(long servingMillis) {
    expiredBeforeMillis = Math.max(expiredBeforeMillis, servingMillis);
  }

  long bytes() {
    return writtenBytes;
  }

  Map<GroupId, CursorRange> deletedPayloads() {
    return deletedPayloads;
  }

  List<GroupId> closedGroups() {
    return closedGroups;
  }

  long expiredBefore() {
    return expiredBeforeMillis;
  }
}
