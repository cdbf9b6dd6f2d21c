package dev.zerok.relay.core;

import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One group's {@link GroupUsage} and what each of its devices has stored, in memory. Devices that left are not
 * in it. The log's thread only.
 */
final class UsageState {
  private GroupUsage usage;
  private boolean usageChanged;
  private final Map<DeviceId, Long> storedBytes;
  private final Set<DeviceId> changed = new HashSet<>();

  UsageState(GroupUsage usage, Map<DeviceId, Long> storedBytes) {
    this.usage = usage;
    this.storedBytes = new HashMap<>(storedBytes);
  }

  static UsageState none() {
    return new UsageState(GroupUsage.NONE, Map.of());
  }

  /** The calendar month, in months since the year 0. */
  static long monthOf(long wallMillis) {
    return Instant.ofEpochMilli(wallMillis)
        .atOffset(ZoneOffset.UTC)
        .getLong(ChronoField.PROLEPTIC_MONTH);
  }

  /** Sealed payload of the device that is held now. */
  long storedBytes(DeviceId device) {
    return storedBytes.getOrDefault(device, 0L);
  }

  /** Stored in the month of that moment. */
  long pushedBytes(long wallMillis) {
    return usage.month() == monthOf(wallMillis) ? usage.pushedBytes() : 0;
  }

  /** A push was stored; {@code held} whether its payload is kept. */
  void stored(DeviceId device, long bytes, boolean held, long wallMillis) {
    usage =
        new GroupUsage(monthOf(wallMillis), pushedBytes(wallMillis) + bytes, hourOf(wallMillis));
    usageChanged = true;
    if (held) {
      storedBytes.merge(device, bytes, Long::sum);
      changed.add(device);
    }
  }

  /** A payload was deleted. Of a device that left, or of data from before this was counted, nothing is known. */
  void released(DeviceId device, long bytes) {
    if (storedBytes.computeIfPresent(device, (id, held) -> Math.max(0, held - bytes)) != null) {
      changed.add(device);
    }
  }

  /** Somebody is there. */
  void active(long wallMillis) {
    if (usage.activeHour() != hourOf(wallMillis)) {
      usage = new GroupUsage(usage.month(), usage.pushedBytes(), hourOf(wallMillis));
      usageChanged = true;
    }
  }

  /** The device left the group. */
  void forget(ShardRecords records, GroupId group, DeviceId device) {
    storedBytes.remove(device);
    changed.remove(device);
    records.deleteStoredBytes(group, device);
  }

  void save(ShardRecords records, GroupId group) {
    if (usageChanged) {
      records.putUsage(group, usage);
      usageChanged = false;
    }
    changed.forEach(device -> records.putStoredBytes(group, device, storedBytes(device)));
    changed.clear();
  }

  private static long hourOf(long wallMillis) {
    return TimeUnit.MILLISECONDS.toHours(wallMillis);
  }
}
