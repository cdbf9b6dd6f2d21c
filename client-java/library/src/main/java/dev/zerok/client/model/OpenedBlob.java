package dev.zerok.client.model;

/**
 * A sealed blob that was captured somewhere, opened with this device's keys.
 *
 * @param kind what kind of payload it is, in lower case: {@code data} for what an app pushed
 * @param epoch the epoch that it is sealed under
 * @param blob what is in it; its cursor is what the capture says, and nothing proves it
 */
public record OpenedBlob(String kind, int epoch, IncomingBlob blob) {}
