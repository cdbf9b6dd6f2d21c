package dev.zerok.relay.core;

import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.roster.Roster;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who of a group is furthest behind. Dormant devices do not count (DEL-1).
 *
 * <p>Two numbers answer "has everybody but the sender applied this?": a device's watermark begins at its own Add, so a device that
 * joined later counts as having passed; the lowest watermark decides, unless the sender is the slowest himself, then the second.
 *
 * @param slowest the device with the lowest watermark; null if no device counts
 * @param lowest its watermark; {@link Long#MAX_VALUE} if no device counts
 * @param second the lowest of all others; {@link Long#MAX_VALUE} if there are none
 */
record Watermarks(@Nullable DeviceId slowest, long lowest, long second) {
  /** The devices of the group that hold up deletion. */
  static Stream<Map.Entry<DeviceId, DeviceRecord>> counting(
      Roster roster, Map<DeviceId, DeviceRecord> devices) {
    return devices.entrySet()
        .stream()
        .filter(entry -> counts(roster, entry.getKey()));
  }

  /** Whether a device holds up deletion. */
  static boolean counts(Roster roster, DeviceId device) {
    return roster.device(device).filter(it -> !it.isDormant()).isPresent();
  }

  static Watermarks of(Stream<Map.Entry<DeviceId, DeviceRecord>> counting) {
    DeviceId slowest = null;
    long lowest = Long.MAX_VALUE;
    long second = Long.MAX_VALUE;
    for (Map.Entry<DeviceId, DeviceRecord> entry : (Iterable<
        Map.Entry<DeviceId, DeviceRecord>>) counting::iterator) {
      long applied = entry.getValue().applied();
      if (applied < lowest || slowest == null) {
        second = lowest;
        lowest = applied;
        slowest = entry.getKey();
      } else if (applied < second) {
        second = applied;
      }
    }
    return new Watermarks(slowest, lowest, second);
  }

  /** Whether nobody waits any more for the blob of that sender at that cursor. */
  boolean nobodyWaitsFor(long cursor, DeviceId sender) {
    return cursor <= (sender.equals(slowest) ? second : lowest);
  }

  /** Behind this cursor every blob is still waited for by somebody. */
  long mostReleasable() {
    return second;
  }
}
