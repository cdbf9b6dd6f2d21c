package dev.zerok.client.model;

/**
 * What a pull brought.
 *
 * @param applied blobs that the app applied during it
 * @param more whether further ones wait at the relay
 * @param cursor the last entry applied
 */
public record PullResult(int applied, boolean more, long cursor) {}
