package dev.zerok.relay.core;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.LogId;

/**
 * A group's own durable numbers.
 *
 * @param head cursor of the last entry
 * @param runningHash at the head
 * @param storedBytes sealed payload held now
 * @param rosterBytes of all roster entries, encoded
 * @param trimmedTo the index of entries begins behind this cursor
 */
public record GroupRecord(LogId logId, long head, ByteString runningHash, long storedBytes,
    long rosterBytes, long trimmedTo) {}
