package dev.zerok.client.model;

/**
 * How far a large content is.
 *
 * @param bytes of it that are there: at the relay for an outgoing one, in the file for one that is being written
 * @param size all of it
 */
public record ContentProgress(long bytes, long size) {}
