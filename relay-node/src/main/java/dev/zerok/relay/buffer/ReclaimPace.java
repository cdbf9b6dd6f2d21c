package dev.zerok.relay.buffer;

import dev.zerok.protocol.limit.Limits;

/**
 * How long deletions may wait for the pass that makes them leave the files. A pass over a small store is cheap and comes soon; the
 * more a pass had to write, the longer the next one gathers, but never so long that it could not end within what DEL-3 allows.
 *
 * @param idleMillis after the last deletion
 * @param atLatestMillis after the first
 * @param writtenBytes after so many bytes of writes, whatever comes first
 */
record ReclaimPace(long idleMillis, long atLatestMillis, long writtenBytes) {
  /** Left between the end of a pass and the bound of DEL-3, in case it takes longer than the last one. */
  static final long SPARE_MILLIS = 60_000;

  private static final long MOST_WRITTEN_BYTES = Limits.DELETED_BYTES_LINGER_WRITES / 4 * 3;

  /** Before anything is known of passes. */
  static ReclaimPace first(StoreOptions options) {
    return after(options, 0, 0, 0);
  }

  /**
   * @param passBytes that the last pass wrote
   * @param passMillis that it took
   * @param writtenMeanwhile bytes that were committed during it
   */
  static ReclaimPace after(
      StoreOptions options, long passBytes, long passMillis, long writtenMeanwhile) {
    long room = Limits.DELETED_BYTES_LINGER_MILLIS - SPARE_MILLIS - 2 * passMillis;
    long paced = Math.min(room, passBytes * 1_000 / options.reclaimBytesPerSecond());
    boolean costly = paced > options.reclaimAtLatestMillis();
    long written = Math.min(
        MOST_WRITTEN_BYTES, Limits.DELETED_BYTES_LINGER_WRITES - 2 * writtenMeanwhile);
    return new ReclaimPace(
        Math.max(options.reclaimIdleMillis(), paced),
        Math.max(options.reclaimAtLatestMillis(), paced),
        costly ? Math.max(options.reclaimWrittenBytes(), written) : options.reclaimWrittenBytes());
  }
}
