package dev.zerok.relay.buffer;

import dev.zerok.protocol.id.GroupId;
import dev.zerok.relay.core.EntryRecord;
import dev.zerok.relay.core.ShardRecords;
import dev.zerok.relay.port.StorageFailure;
import java.util.List;
import java.util.function.Supplier;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Erases what is left of a group that was closed, in slices: a group may have more rows than fit into memory. It can be done over
 * again from the start as often as a crash cuts it; only its last write says that it is finished.
 */
final class GroupEraser {
  /** Rows of the index that are in memory at a time. */
  static final int SLICE_ROWS = 1_000;

  /** Writes changes; forces them, and those before them, to the disk if they are the last. */
  interface Writer {
    void write(WriteBatch changes, boolean last) throws RocksDBException;
  }

  private final Columns columns;
  private final Supplier<RocksSnapshot> snapshots;
  private final Writer writer;

  GroupEraser(Columns columns, Supplier<RocksSnapshot> snapshots, Writer writer) {
    this.columns = columns;
    this.snapshots = snapshots;
    this.writer = writer;
  }

  /**
   * @throws StorageFailure if it could not be written or read
   */
  void erase(GroupId group) {
    try {
      deleteExpiries(group);
      deleteRows(group);
    } catch (RocksDBException e) {
      throw new StorageFailure("a closed group could not be erased", e);
    }
  }

  /** Their keys begin with a time, so that they are found by what they belong to. */
  private void deleteExpiries(GroupId group) throws RocksDBException {
    long from = 1;
    try (RocksSnapshot now = snapshots.get()) {
      long reviewAt = now.checkpoints(group).reviewAt();
      if (reviewAt != 0) {
        deleteExpiry(ShardRecords.Expiry.ofReview(reviewAt, group));
      }
      List<EntryRecord> slice = now.entries(group, from, Long.MAX_VALUE, SLICE_ROWS);
      while (!slice.isEmpty()) {
        try (WriteBatch deletions = new WriteBatch()) {
          for (EntryRecord entry : slice) {
            if (entry instanceof EntryRecord.OfBlob blob && blob.held()) {
              deletions.delete(columns.handle(Column.EXPIRY), RecordKeys.expiry(
                  new ShardRecords.Expiry(blob.expiresAt(), group, blob.cursor())));
            }
          }
          writer.write(deletions, false);
        }
        from = slice.getLast().cursor() + 1;
        slice = now.entries(group, from, Long.MAX_VALUE, SLICE_ROWS);
      }
    }
  }

  private void deleteExpiry(ShardRecords.Expiry expiry) throws RocksDBException {
    try (WriteBatch deletion = new WriteBatch()) {
      deletion.delete(columns.handle(Column.EXPIRY), RecordKeys.expiry(expiry));
      writer.write(deletion, false);
    }
  }

  private void deleteRows(GroupId group) throws RocksDBException {
    byte[] from = RecordKeys.group(group);
    byte[] end = RecordKeys.groupEnd(group);
    try (WriteBatch erasing = new WriteBatch()) {
      for (Column column : Column.ofGroups()) {
        erasing.deleteRange(columns.handle(column), from, end);
      }
      erasing.put(columns.handle(Column.CLOSED), RecordKeys.closed(group), new byte[0]);
      writer.write(erasing, true);
    }
  }
}
