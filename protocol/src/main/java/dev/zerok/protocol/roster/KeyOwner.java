package dev.zerok.protocol.roster;

import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.wire.KeyUse;
import org.jspecify.annotations.Nullable;

/**
 * Whose key a public key is; every key that ever stood in the chain has one (ROSTER-4).
 *
 * @param device null = the root
 */
record KeyOwner(@Nullable DeviceId device, KeyUse use) {}
