package dev.zerok.protocol.seal;

import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;

/**
 * Who seals, for whom, under which key. Owns nothing: the caller closes the secrets.
 *
 * @param epochSecret of the roster's present epoch (PUSH-4)
 * @param signing the sender's signing pair
 */
public record SealContext(GroupId group, EpochSecret epochSecret, KeyPair signing,
    DeviceId sender) {}
