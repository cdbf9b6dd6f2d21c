package dev.zerok.relay.core;

import dev.zerok.protocol.id.DeviceId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The devices of a group that hold up deletion, in the order of their watermarks: an acknowledgement in a group of a thousand devices
 * must not look at all of them, and each push brings a thousand.
 */
final class WatermarkIndex {
  private final TreeMap<Long, Set<DeviceId>> byMark = new TreeMap<>();

  void add(DeviceId device, long applied) {
    byMark.computeIfAbsent(applied, mark -> new HashSet<>()).add(device);
  }

  /** Nothing happens if the device is not here at that mark: then it did not count. */
  void remove(DeviceId device, long applied) {
    byMark.computeIfPresent(applied,
        (mark, devices) -> devices.remove(device) && devices.isEmpty() ? null : devices);
  }

  /** As {@link Watermarks#of} has it for the same devices. */
  Watermarks now() {
    Map.Entry<Long, Set<DeviceId>> first = byMark.firstEntry();
    if (first == null) {
      return new Watermarks(null, Long.MAX_VALUE, Long.MAX_VALUE);
    }
    long lowest = first.getKey();
    if (first.getValue().size() > 1) {
      return new Watermarks(first.getValue().iterator().next(), lowest, lowest);
    }
    Long next = byMark.higherKey(lowest);
    return new Watermarks(
        first.getValue().iterator().next(), lowest, next == null ? Long.MAX_VALUE : next);
  }
}
