package dev.zerok.relay.buffer;

import dev.zerok.protocol.id.GroupId;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDBException;

/**
 * One pass that makes deleted payloads leave the files: a flush of all families, after which RocksDB deletes the write-ahead log
 * that held the bytes, and a compaction of the key ranges in which something was deleted. A snapshot that is older than a
 * deletion would keep its bytes, so the pass first waits for the reads that are open.
 */
final class ReclaimCycle implements Reclaimer.Pass {
  /** Where files of more bytes would be gone through when the process is to end, the next start does it. */
  static final long LAST_PASS_BYTES = 256L << 20;

  private final Columns columns;
  private final OpenReads openReads;
  private final long lastPassBytes;

  /**
   * @param lastPassBytes see {@link #LAST_PASS_BYTES}
   */
  ReclaimCycle(Columns columns, OpenReads openReads, long lastPassBytes) {
    this.columns = columns;
    this.lastPassBytes = lastPassBytes;
    this.openReads = openReads;
  }

  @Override
  public void runAtStart() throws RocksDBException {
    flush();
    for (KeyRange file : columns.filesWithDeletions(Column.PAYLOAD)) {
      compact(Column.PAYLOAD, file, BottommostLevelCompaction.kSkip);
    }
    for (KeyRange file : columns.filesWithDeletions(Column.PAYLOAD)) {
      compact(Column.PAYLOAD, file, BottommostLevelCompaction.kForceOptimized);
    }
  }

  @Override
  public long run(ReclaimPlan due, boolean last) throws RocksDBException, InterruptedException {
    long before = columns.compactedBytes();
    openReads.awaitThoseOpenNow();
    flush();
    for (Column column : Column.ofGroups()) {
      List<KeyRange> ranges = ranges(column, due);
      if (!last || columns.fileBytes(column, ranges) <= lastPassBytes) {
        goThrough(column, ranges);
      }
    }
    if (due.everyColumn() || !due.closed().isEmpty()) {
      // Its keys begin with a time: those of a group lie anywhere.
      goThrough(Column.EXPIRY, List.of(KeyRange.EVERYTHING));
    }
    return columns.compactedBytes() - before;
  }

  private static List<KeyRange> ranges(Column column, ReclaimPlan due) {
    if (due.everyColumn() || (column == Column.PAYLOAD && due.everyPayload())) {
      return List.of(KeyRange.EVERYTHING);
    }
    List<KeyRange> ranges = new ArrayList<>();
    for (GroupId group : due.closed()) {
      ranges.add(new KeyRange(RecordKeys.group(group), RecordKeys.groupEnd(group)));
    }
    if (column == Column.PAYLOAD) {
      due.ranges()
          .forEach((group, deleted) -> ranges.add(
              new KeyRange(
                  RecordKeys.cursor(group, deleted.from()),
                  RecordKeys.cursor(group, deleted.to()))));
    }
    return ranges;
  }

  /**
   * Brings what lies above the lowest level down to it, where deletions and what they delete meet and go; a file is taken down once,
   * however many ranges it holds. What stayed on the lowest level because a snapshot held it is written anew.
   */
  private void goThrough(Column column, List<KeyRange> ranges) throws RocksDBException {
    for (KeyRange range : ranges) {
      compact(column, range, BottommostLevelCompaction.kSkip);
    }
    for (KeyRange file : columns.writtenWithDeletions(column)) {
      if (ranges.stream().anyMatch(file::meets)) {
        compact(column, file, BottommostLevelCompaction.kForceOptimized);
      }
    }
  }

  private void flush() throws RocksDBException {
    try (FlushOptions options = new FlushOptions().setWaitForFlush(true).setAllowWriteStall(true)) {
      columns.db().flush(options, columns.all());
    }
  }

  private void compact(Column column, KeyRange range, BottommostLevelCompaction bottommost)
      throws RocksDBException {
    try (CompactRangeOptions options =
        new CompactRangeOptions().setBottommostLevelCompaction(bottommost)
            .setExclusiveManualCompaction(false)) {
      columns.db().compactRange(columns.handle(column), range.from(), range.to(), options);
    }
  }
}
