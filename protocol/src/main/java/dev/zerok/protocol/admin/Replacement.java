package dev.zerok.protocol.admin;

import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.id.DeviceId;

/**
 * What an Add needs that replaces a device: the replaced one must not read on, so the Add begins an epoch (PROTOCOL.md § 5).
 *
 * @param device lost to its owner, who now uses the device that is added
 * @param next the new epoch, {@code roster.epoch() + 1}; stays the caller's
 * @param random for the boxes of the new epoch
 */
public record Replacement(DeviceId device, EpochSecret next, RandomSource random) {}
