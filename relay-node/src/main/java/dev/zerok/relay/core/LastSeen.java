package dev.zerok.relay.core;

import dev.zerok.protocol.id.DeviceId;
import java.util.OptionalLong;

/**
 * When devices were last in a session, in serving time (CKPT-3), and who counts as seen at one moment.
 *
 * @param now serving time
 * @param ttlMillis the default TTL: who was not seen for longer holds up nothing that a checkpoint covers
 * @param mayPass false within the first hour of service: until then everybody counts as seen
 */
record LastSeen(long now, long ttlMillis, boolean mayPass) {

  boolean counts(GroupState state, DeviceId device, DeviceRecord record) {
    return !mayPass || state.isConnected(device) || record.lastSeen() >= now - ttlMillis;
  }

  /** The next moment at which a device that is behind some cursor may stop to count; empty if no device is behind it and counts. */
  OptionalLong nextUnseen(GroupState state, long behind) {
    return state.countingDevices()
        .filter(entry -> entry.getValue().applied() < behind)
        .filter(entry -> counts(state, entry.getKey(), entry.getValue()))
        .mapToLong(entry -> (state.isConnected(entry.getKey()) ? now : entry.getValue().lastSeen())
            + ttlMillis + 1)
        .min();
  }
}
