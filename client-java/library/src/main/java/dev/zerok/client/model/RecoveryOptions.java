package dev.zerok.client.model;

/**
 * What a recovery makes of the group.
 *
 * @param groupName shown to whoever is invited later; the kit does not know the old one
 * @param deviceName what the new device calls itself
 * @param keepOthers whether the devices of the group stay in it; otherwise the new device is the only one, and the others are out
 */
public record RecoveryOptions(String groupName, String deviceName, boolean keepOthers) {}
