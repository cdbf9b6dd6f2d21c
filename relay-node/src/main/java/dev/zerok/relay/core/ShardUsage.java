package dev.zerok.relay.core;

/** What all groups of a shard take together, sealed payload and rosters, and what time it is for calendar quotas. The log's thread only. */
final class ShardUsage {
  private long storedBytes;
  private long wallMillis;

  /**
   * @param storedBytes of all groups, as the records have it
   */
  ShardUsage(long storedBytes) {
    this.storedBytes = storedBytes;
  }

  long storedBytes() {
    return storedBytes;
  }

  void add(long bytes) {
    storedBytes += bytes;
  }

  /** The wall clock of the last command that told it. Stepping clocks shift a quota's month and nothing else. */
  long wallMillis() {
    return wallMillis;
  }

  void tell(long newWallMillis) {
    wallMillis = newWallMillis;
  }
}
