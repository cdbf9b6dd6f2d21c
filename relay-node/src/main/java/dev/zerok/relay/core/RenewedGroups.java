package dev.zerok.relay.core;

import dev.zerok.protocol.id.GroupId;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The groups whose logs this process began anew. A relay can have gone back only before it started, so that a second proof is none
 * and must not cost a second renewal.
 */
final class RenewedGroups {
  /** Beyond so many the earliest is forgotten: a group could be renewed again after as many others were. */
  static final int MOST = 65_536;

  private final Set<GroupId> groups = new LinkedHashSet<>();

  /** Whether that group may be renewed; from then on it may not. */
  boolean take(GroupId group) {
    if (!groups.add(group)) {
      return false;
    }
    if (groups.size() > MOST) {
      groups.remove(groups.iterator().next());
    }
    return true;
  }
}
