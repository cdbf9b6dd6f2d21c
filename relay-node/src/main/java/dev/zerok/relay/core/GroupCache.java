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
  /**
   * Roster entries that idle groups may have in memory together. An entry weighs up to about a kilobyte, so that groups which nobody
   * uses hold some 50 MB at most, however long their rosters were made.
   */
  static final int IDLE_ROSTER_ENTRIES = 50_000;

  private record Idle(GroupState state, int weight) {}

  private final int idleGroups;
  private final int idleEntries;
  private final Map<GroupId, GroupState> connected = new HashMap<>();
  private final LinkedHashMap<GroupId, Idle> idle = new LinkedHashMap<>(16, 0.75f, true);
  private int weight;

  /**
   * @param idleGroups groups without a session that stay, at most
   * @param idleEntries roster entries of those, at most
   */
  GroupCache(int idleGroups, int idleEntries) {
    this.idleGroups = idleGroups;
    this.idleEntries = idleEntries;
  }

  @Nullable
  GroupState get(GroupId group) {
    GroupState state = connected.get(group);
    if (state != null) {
      return state;
    }
    Idle found = idle.get(group);
    return found == null ? null : found.state();
  }

  /** Keeps a group, in the place that its sessions give it now. */
  void keep(GroupState state) {
    dropIdle(state.group());
    if (state.hasSessions()) {
      connected.put(state.group(), state);
      return;
    }
    connected.remove(state.group());
    Idle kept = new Idle(state, state.roster().length());
    idle.put(state.group(), kept);
    weight += kept.weight();
    while (idle.size() > idleGroups || weight > idleEntries) {
      weight -= idle.pollFirstEntry().getValue().weight();
    }
  }

  void forget(GroupId group) {
    connected.remove(group);
    dropIdle(group);
  }

  private void dropIdle(GroupId group) {
    Idle dropped = idle.remove(group);
    if (dropped != null) {
      weight -= dropped.weight();
    }
  }

  int size() {
    return connected.size() + idle.size();
  }
}
