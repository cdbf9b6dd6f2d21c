package dev.zerok.client.model;

/**
 * A push that is on this device's disk.
 *
 * @param deviceSeq this device's own count; the push's name until the relay has placed it
 */
public record PushReceipt(long deviceSeq) {}
