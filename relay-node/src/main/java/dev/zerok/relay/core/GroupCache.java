package dev.zerok.relay.core;

import dev.zerok.protocol.id.GroupId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Groups in memory. Groups with sessions stay (the relay's connections bound them); of the others the least recently used go
 * first. A group that is not there is loaded from the records again; unknown names never get in.
 */
final class GroupCache {
  private final int idleGroups;
  private final Map<GroupId, GroupState> connected = new HashMap<>();
  private final LinkedHashMap<GroupId, GroupState> idle = new LinkedHashMap<>(16, 0.75f, true);

  GroupCache(int idleGroups) {
    this.idleGroups = idleGroups;
  }

  @Nullable
  GroupState get(GroupId group) {
    GroupState state = connected.get(group);
    return state != null ? state : idle.get(group);
  }

  /** Keeps a group, in the place that its sessions give it now. */
  void keep(GroupState state) {
    if (state.hasSessions()) {
      idle.remove(state.group());
      connected.put(state.group(), state);
    } else {
      connected.remove(state.group());
      idle.put(state.group(), state);
      if (idle.size() > idleGroups) {
        idle.pollFirstEntry();
      }
    }
  }

  void forget(GroupId group) {
    connected.remove(group);
    idle.remove(group);
  }

  int size() {
    return connected.size() + idle.size();
  }
}
