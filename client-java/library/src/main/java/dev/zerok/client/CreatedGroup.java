package dev.zerok.client;

/**
 * A new group: its first client, not started yet, and the recovery kit, which exists nowhere else. Show the kit once, then close it.
 */
public record CreatedGroup(SyncClient client, RecoveryKit kit) {}
