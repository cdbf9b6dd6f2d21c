package dev.zerok.relay.port;

import dev.zerok.protocol.id.GroupId;
import dev.zerok.relay.core.GroupUsage;

/**
 * What an operator may know of a group.
 *
 * @param group its id; shown to nobody, see {@code ops.OpaqueGroupIds}
 * @param storedBytes sealed payload held now
 * @param devices in the group now
 */
public record GroupSummary(GroupId group, long storedBytes, int devices, GroupUsage usage) {
  @Override
  public String toString() {
    return "GroupSummary[" + devices + " devices]";
  }
}
