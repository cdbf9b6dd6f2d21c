package dev.zerok.relay.buffer;

import dev.zerok.protocol.id.GroupId;
import dev.zerok.relay.core.GroupUsage;
import dev.zerok.relay.port.GroupCatalog;
import dev.zerok.relay.port.GroupSummary;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads the groups from a snapshot: one at a time, so that many of them do not lie in memory together. */
public final class RocksGroupCatalog implements GroupCatalog {
  private final Supplier<RocksSnapshot> snapshots;

  RocksGroupCatalog(Supplier<RocksSnapshot> snapshots) {
    this.snapshots = snapshots;
  }

  @Override
  public void visitGroups(Consumer<GroupSummary> visitor) {
    try (RocksSnapshot now = snapshots.get()) {
      now.scan(
          Column.GROUP,
          new byte[0],
          (key, value) -> {
            GroupId group = GroupId.of(key);
            GroupUsage usage =
                now.find(Column.USAGE, key).map(RecordValues::toUsage).orElse(GroupUsage.NONE);
            long stored = RecordValues.toGroup(value).storedBytes();
            visitor.accept(new GroupSummary(group, stored, devices(now, key), usage));
            return true;
          });
    }
  }

  private static int devices(RocksSnapshot now, byte[] group) {
    int[] count = new int[1];
    now.scan(
        Column.DEVICE,
        group,
        (key, value) -> {
          boolean ours = RecordKeys.belongsTo(key, group);
          count[0] += ours ? 1 : 0;
          return ours;
        });
    return count[0];
  }
}
