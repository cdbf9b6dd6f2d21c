package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.DeviceProgress;
import dev.zerok.client.model.PresenceState;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.replica.ReplicaView;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.DeviceWatermark;
import dev.zerok.protocol.wire.Presence;
import dev.zerok.protocol.wire.Watermarks;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the relay says of the other devices (PROTOCOL.md § 6.8): its word only, kept in memory and never acted upon. On the loop.
 */
final class OtherDevices {
  /** Devices that the relay may name before it is taken for mad; a roster has fewer. */
  private static final int MAX_NAMED = 4 * Limits.GROUP_DEVICES;

  private record Mark(long applied, long lastSeenHours) {}

  private final Set<DeviceId> online = new HashSet<>();
  private final Map<DeviceId, Mark> marks = new HashMap<>();
  private boolean presenceKnown;
  private boolean watermarksTold;
  private Set<DeviceId> told = Set.of();

  /** The relay says who is connected. */
  void presence(Presence presence) throws ProtocolViolation {
    Set<DeviceId> came = ids(presence.getOnlineList());
    Set<DeviceId> went = ids(presence.getOfflineList());
    if (presence.getWhole()) {
      online.clear();
      presenceKnown = true;
    }
    online.addAll(came);
    online.removeAll(went);
    requireFew(online.size());
  }

  /** An event if the app does not know who is connected now: a device counts once the roster names it. */
  Optional<SyncEvent> news(ReplicaView view) {
    if (!presenceKnown) {
      return Optional.empty();
    }
    Set<DeviceId> now = new HashSet<>(online);
    now.retainAll(view.roster().devices().keySet());
    now.remove(view.self().id());
    if (now.equals(told)) {
      return Optional.empty();
    }
    told = Set.copyOf(now);
    return Optional.of(new SyncEvent.PresenceChanged(told));
  }

  /** The relay says how far devices are. */
  void watermarks(Watermarks watermarks) throws ProtocolViolation {
    for (DeviceWatermark mark : watermarks.getDevicesList()) {
      DeviceId device = DeviceId.fromWire(mark.getDeviceId());
      if (mark.getApplied() < 0 || mark.getLastSeenHours() < 0) {
        throw ProtocolViolation.invalid("A watermark of the relay is out of range.");
      }
      marks.put(device, new Mark(mark.getApplied(), mark.getLastSeenHours()));
    }
    requireFew(marks.size());
    watermarksTold = true;
  }

  /** Whether this session's relay has said how far devices are. */
  boolean isToldWatermarks() {
    return watermarksTold;
  }

  private static Set<DeviceId> ids(List<ByteString> wire) throws ProtocolViolation {
    Set<DeviceId> ids = new HashSet<>();
    for (ByteString id : wire) {
      ids.add(DeviceId.fromWire(id));
    }
    return ids;
  }

  private static void requireFew(int named) throws ProtocolViolation {
    if (named > MAX_NAMED) {
      throw ProtocolViolation.invalid("The relay names more devices than a group can have.");
    }
  }

  /** A session ended: nobody says any more who is connected. How far the devices were stays known. */
  void sessionEnded() {
    online.clear();
    presenceKnown = false;
    watermarksTold = false;
    told = Set.of();
  }

  /** Every device of the roster, ascending by id. */
  List<DeviceProgress> progress(ReplicaView view) {
    return view.roster().devices().keySet().stream().map(device -> of(device, view)).toList();
  }

  private DeviceProgress of(DeviceId device, ReplicaView view) {
    boolean self = device.equals(view.self().id());
    Optional<Mark> mark = Optional.ofNullable(marks.get(device));
    return new DeviceProgress(
        device,
        self,
        stateOf(device),
        mark.map(known -> OptionalLong.of(known.applied())).orElse(OptionalLong.empty()),
        mark.filter(known -> known.lastSeenHours() > 0).flatMap(OtherDevices::lastSeen),
        view.provenBy(device));
  }

  private PresenceState stateOf(DeviceId device) {
    if (!presenceKnown) {
      return PresenceState.UNKNOWN;
    }
    return online.contains(device) ? PresenceState.ONLINE : PresenceState.OFFLINE;
  }

  /** An hour that no calendar has counts as not known. */
  private static Optional<Instant> lastSeen(Mark mark) {
    long last = Instant.MAX.getEpochSecond() / Duration.ofHours(1).toSeconds();
    return mark.lastSeenHours() > last
        ? Optional.empty()
        : Optional
            .of(Instant.EPOCH.plusSeconds(Duration.ofHours(1).toSeconds() * mark.lastSeenHours()));
  }
}
