package dev.zerok.relay.buffer;

/**
 * How much memory the store may use and how lazily it reclaims.
 *
 * @param cacheBytes of decompressed blocks, shared by everything
 * @param memtableBytes of all unflushed writes together
 * @param reclaimIdleMillis deleted payloads leave the files after so long without another deletion; longer where that writes much
 *     ({@link ReclaimPace})
 * @param reclaimAtLatestMillis or after so long in any case; likewise
 * @param reclaimWrittenBytes or after so many bytes were written, whatever comes first
 * @param reclaimBytesPerSecond that reclaiming writes on average, where DEL-3 leaves the time
 */
public record StoreOptions(
    long cacheBytes,
    long memtableBytes,
    long reclaimIdleMillis,
    long reclaimAtLatestMillis,
    long reclaimWrittenBytes,
    long reclaimBytesPerSecond) {
  /** 32 MiB of cache, 32 MiB of memtables; while the store is small, reclaims after 2 s of rest, 60 s or 32 MiB of writes, and writes 4 MiB a second. */
  public static final StoreOptions DEFAULT =
      new StoreOptions(32L << 20, 32L << 20, 2_000, 60_000, 32L << 20, 4L << 20);

  public StoreOptions {
    if (cacheBytes < 1 << 20 || memtableBytes < 1 << 20) {
      throw new IllegalArgumentException("cache and memtables have at least 1 MiB each");
    }
    if (reclaimIdleMillis < 1 || reclaimAtLatestMillis < reclaimIdleMillis
        || reclaimWrittenBytes < 1 || reclaimBytesPerSecond < 1) {
      throw new IllegalArgumentException(
          "reclaiming: idle at least 1 ms, the latest not before idle, some bytes and some a second");
    }
  }
}
