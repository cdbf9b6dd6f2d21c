package dev.zerok.relay.core;

import dev.zerok.protocol.id.DeviceId;

/**
 * What the other devices of a group are told of one (WMARK-1).
 *
 * @param applied its watermark
 * @param lastSeenHours hours since 1970 when it last had a session that may be shown; 0 = none known
 */
public record DeviceMark(DeviceId device, long applied, long lastSeenHours) {
  static DeviceMark of(DeviceId device, DeviceRecord record) {
    return new DeviceMark(device, record.applied(), record.lastSeenHours());
  }
}
