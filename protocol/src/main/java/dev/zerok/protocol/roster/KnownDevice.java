package dev.zerok.protocol.roster;

import dev.zerok.protocol.wire.DeviceEntry;

/** A device that the chain took in at some time, with the entry that last did. */
record KnownDevice(RosterDevice device, DeviceEntry entry) {}
