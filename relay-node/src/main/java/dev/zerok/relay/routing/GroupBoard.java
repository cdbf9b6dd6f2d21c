package dev.zerok.relay.routing;

import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.DeviceWatermark;
import dev.zerok.protocol.wire.Presence;
import dev.zerok.protocol.wire.Watermarks;
import dev.zerok.relay.core.DeviceMark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the devices of one group are told of each other: who is connected, and how far each is. Every change gets a number; whoever
 * comes for news says the number that he has, and is told everything that changed since in one frame. Any thread.
 */
final class GroupBoard {
  /** Devices whose coming and going is remembered; beyond it everybody is told the whole picture once more. */
  private static final int REMEMBERED = 2 * Limits.GROUP_DEVICES;

  private record Noted(DeviceMark mark, long number) {}

  // Shown devices that are connected, with their session's number.
  private final Map<DeviceId, Long> online = new HashMap<>();
  private final Map<DeviceId, Long> cameOrWent = new HashMap<>();
  private final Map<DeviceId, Noted> marks = new HashMap<>();
  private long changes = 1;
  private long wholeFrom = 1;

  /** A device that may be shown is connected. */
  synchronized void came(DeviceId device, long session) {
    online.put(device, session);
    note(device);
  }

  /** That session is over; nothing happens if the device has a later one. */
  synchronized void left(DeviceId device, long session) {
    if (online.remove(device, session)) {
      note(device);
    }
  }

  private void note(DeviceId device) {
    changes++;
    cameOrWent.put(device, changes);
    if (cameOrWent.size() > REMEMBERED) {
      cameOrWent.clear();
      wholeFrom = changes;
    }
  }

  /** Takes up how far devices are, and forgets those that are gone. */
  synchronized void moved(List<DeviceMark> now, List<DeviceId> gone) {
    changes++;
    for (DeviceMark mark : now) {
      Noted before = marks.get(mark.device());
      if (before == null || !before.mark().equals(mark)) {
        marks.put(mark.device(), new Noted(mark, changes));
      }
    }
    gone.forEach(marks::remove);
  }

  /** The number of the last change; to be asked before what changed. */
  synchronized long changes() {
    return changes;
  }

  /**
   * Who came and went after that change.
   *
   * @param since 0: the whole picture
   * @param except the device that asks
   */
  synchronized Presence presence(long since, DeviceId except) {
    Presence.Builder picture = Presence.newBuilder();
    if (since < wholeFrom) {
      online.keySet()
          .stream()
          .filter(device -> !device.equals(except))
          .forEach(device -> picture.addOnline(device.bytes()));
      return picture.setWhole(true).build();
    }
    cameOrWent.forEach((device, number) -> {
      if (number > since && !device.equals(except)) {
        if (online.containsKey(device)) {
          picture.addOnline(device.bytes());
        } else {
          picture.addOffline(device.bytes());
        }
      }
    });
    return picture.build();
  }

  /** How far those devices are that moved after that change. */
  synchronized Watermarks watermarks(long since) {
    Watermarks.Builder moved = Watermarks.newBuilder();
    marks.values()
        .stream()
        .filter(noted -> noted.number() > since)
        .forEach(
            noted -> moved.addDevices(
                DeviceWatermark.newBuilder()
                    .setDeviceId(noted.mark().device().bytes())
                    .setApplied(noted.mark().applied())
                    .setLastSeenHours(noted.mark().lastSeenHours())));
    return moved.build();
  }
}
