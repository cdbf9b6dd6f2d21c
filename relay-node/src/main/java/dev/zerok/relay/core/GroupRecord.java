package dev.zerok.relay.core;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.LogId;
import java.util.Optional;

/**
 * A group's own durable numbers.
 *
 * @param head cursor of the last entry
 * @param runningHash at the head
 * @param storedBytes sealed payload held now
 * @param rosterBytes of all roster entries, encoded
 * @param trimmedTo the index of entries begins behind this cursor
 * @param renewal set while the log is being begun anew
 */
public record GroupRecord(LogId logId, long head, ByteString runningHash, long storedBytes,
    long rosterBytes, long trimmedTo, Optional<RenewalRecord> renewal) {
  /** A group whose log is whole. */
  public GroupRecord(LogId logId, long head, ByteString runningHash, long storedBytes,
      long rosterBytes, long trimmedTo) {
    this(logId, head, runningHash, storedBytes, rosterBytes, trimmedTo, Optional.empty());
  }

  /** What counts for the quota of all groups together. */
  public long heldBytes() {
    return storedBytes + rosterBytes;
  }
}
