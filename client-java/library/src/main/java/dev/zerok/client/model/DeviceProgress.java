package dev.zerok.client.model;

import dev.zerok.protocol.id.DeviceId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a device of the group is: what the relay says, and what the device itself has signed (PROTOCOL.md § 6.8, WMARK-3). The two
 * are kept apart because a relay may lie about the first and cannot about the second.
 *
 * @param device which one
 * @param self whether it is this one
 * @param online whether it is connected, in the relay's word
 * @param relayApplied the cursor up to which it has acknowledged, in the relay's word; empty while the relay has not said
 * @param relayLastSeen the hour when it was last connected, in the relay's word; empty where that is not known
 * @param provenApplied the cursor up to which it has applied for certain: its own signature says so; 0 where none was seen yet
 */
public record DeviceProgress(
    DeviceId device,
    boolean self,
    PresenceState online,
    OptionalLong relayApplied,
    Optional<Instant> relayLastSeen,
    long provenApplied) {}
