package dev.zerok.relay.core;

/**
 * What a session's feed wants next: entries from a cursor on, as far as these sizes allow (DELIV-3).
 *
 * @param fromCursor the first cursor wanted, at least 1
 * @param firstBlobBytes the first blob is given only if its payload is at most this long
 * @param totalBytes further blobs are given only as long as all payloads together are at most this long
 * @param maxBlobs blobs of others that are given, at most (PULL-2)
 */
public record ReadRequest(long fromCursor, int firstBlobBytes, int totalBytes,
    long maxBlobs) {
  /** As many blobs as the sizes allow. */
  public ReadRequest(long fromCursor, int firstBlobBytes, int totalBytes) {
    this(fromCursor, firstBlobBytes, totalBytes, Long.MAX_VALUE);
  }

  public ReadRequest {
    if (fromCursor < 1 || firstBlobBytes < 0 || totalBytes < 0 || maxBlobs < 0) {
      throw new IllegalArgumentException(
          "from " + fromCursor + ", " + firstBlobBytes + " and " + totalBytes + " bytes");
    }
  }
}
