package dev.zerok.relay.core;

import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;

/**
 * One admitted session. The number tells a device's later session from its earlier one.
 *
 * @param number unique in this process, growing
 */
public record SessionKey(GroupId group, DeviceId device, long number) {}
