package dev.zerok.relay.buffer;

import dev.zerok.protocol.id.GroupId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
  private final Columns columns;
  private final OpenReads openReads;

  ReclaimCycle(Columns columns, OpenReads openReads) {
    this.columns = columns;
    this.openReads = openReads;
  }

  @Override
  public void runAtStart() throws RocksDBException {
    flush();
    if (holdsDeletions()) {
      compact(Column.PAYLOAD, null, null, BottommostLevelCompaction.kIfHaveCompactionFilter);
    }
    if (holdsDeletions()) {
      compact(Column.PAYLOAD, null, null, BottommostLevelCompaction.kForceOptimized);
    }
  }

  @Override
  public void run(ReclaimPlan due) throws RocksDBException, InterruptedException {
    openReads.awaitThoseOpenNow();
    flush();
    if (due.isEverything()) {
      for (Column column : Column.ofGroups()) {
        force(column, null, null);
      }
      force(Column.EXPIRY, null, null);
      return;
    }
    for (Map.Entry<GroupId, CursorRange> deleted : due.ranges().entrySet()) {
      GroupId group = deleted.getKey();
      CursorRange range = deleted.getValue();
      force(Column.PAYLOAD, RecordKeys.cursor(group, range.from()),
          RecordKeys.cursor(group, range.to()));
    }
    for (GroupId group : due.closed()) {
      for (Column column : Column.ofGroups()) {
        force(column, RecordKeys.group(group), RecordKeys.groupEnd(group));
      }
    }
    if (!due.closed().isEmpty()) {
      force(Column.EXPIRY, null, null); // its keys begin with a time: those of a group lie anywhere
    }
  }

  private void flush() throws RocksDBException {
    try (FlushOptions options = new FlushOptions().setWaitForFlush(true).setAllowWriteStall(true)) {
      columns.db().flush(options, columns.all());
    }
  }

  private boolean holdsDeletions() throws RocksDBException {
    return columns.db()
        .getPropertiesOfAllTables(columns.handle(Column.PAYLOAD))
        .values()
        .stream()
        .anyMatch(table -> table.getNumDeletions() > 0);
  }

  private void force(Column column, byte @Nullable [] from, byte @Nullable [] to)
      throws RocksDBException {
    compact(column, from, to, BottommostLevelCompaction.kForceOptimized);
  }

  private void compact(
      Column column, byte @Nullable [] from, byte @Nullable [] to,
      BottommostLevelCompaction bottommost)
      throws RocksDBException {
    try (CompactRangeOptions options =
        new CompactRangeOptions().setBottommostLevelCompaction(bottommost)
            .setExclusiveManualCompaction(false)) {
      columns.db().compactRange(columns.handle(column), from, to, options);
    }
  }
}
