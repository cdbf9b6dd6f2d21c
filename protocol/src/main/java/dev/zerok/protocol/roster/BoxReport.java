package dev.zerok.protocol.roster;

import dev.zerok.protocol.id.DeviceId;

/** That a device reported its box of an epoch as bad. */
record BoxReport(DeviceId device, int epoch) {}
