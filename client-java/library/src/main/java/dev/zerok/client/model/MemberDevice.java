package dev.zerok.client.model;

import dev.zerok.protocol.id.DeviceId;

/**
 * A device of the group as the verified roster has it.
 *
 * @param id its id
 * @param admin whether it may invite and remove
 * @param dormant whether it does not hold up deletion
 * @param self whether it is this one
 * @param lastSeenSeq the last push of it that this device knows; 0: none
 * @param name what it calls itself, by its own signature; empty where it has not said so
 */
public record MemberDevice(DeviceId id, boolean admin, boolean dormant, boolean self,
    long lastSeenSeq, String name) {}
