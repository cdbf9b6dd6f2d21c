package dev.zerok.relay.buffer;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.relay.core.CheckpointRecords;
import dev.zerok.relay.core.EntryRecord;
import dev.zerok.relay.core.EntrySource;
import dev.zerok.relay.core.GroupRecord;
import dev.zerok.relay.port.StorageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** The reads that a batch and a snapshot have in common. */
abstract class RocksReads implements EntrySource {
  /** The value of a key, or null. */
  abstract byte @Nullable [] read(Column column, byte[] key) throws RocksDBException;

  /** An iterator over a column; the caller closes it. */
  abstract RocksIterator iterate(Column column);

  final Optional<byte[]> find(Column column, byte[] key) {
    try {
      return Optional.ofNullable(read(column, key));
    } catch (RocksDBException e) {
      throw new StorageFailure("the store cannot be read", e);
    }
  }

  /** What a scan does with a key and its value; false ends it. */
  interface RowVisitor {
    boolean visit(byte[] key, byte[] value);
  }

  /** Visits rows in key order, from a key on. */
  final void scan(Column column, byte[] from, RowVisitor visitor) {
    try (RocksIterator rows = iterate(column)) {
      scan(rows, from, visitor);
    }
  }

  /** Visits an iterator's rows, from a key on. */
  static void scan(RocksIterator rows, byte[] from, RowVisitor visitor) {
    try {
      rows.seek(from);
      while (rows.isValid() && visitor.visit(rows.key(), rows.value())) {
        rows.next();
      }
      // An iterator that met damage looks like one at its end; only its status tells them apart.
      rows.status();
    } catch (RocksDBException e) {
      throw new StorageFailure("the store cannot be read", e);
    }
  }

  @Override
  public Optional<GroupRecord> group(GroupId group) {
    return find(Column.GROUP, RecordKeys.group(group)).map(RecordValues::toGroup);
  }

  @Override
  public List<EntryRecord> entries(GroupId group, long from, long to, int max) {
    List<EntryRecord> entries = new ArrayList<>();
    byte[] prefix = RecordKeys.group(group);
    scan(
        Column.ENTRY,
        RecordKeys.cursor(group, from),
        (key, value) -> {
          if (!RecordKeys.belongsTo(key, prefix)) {
            return false;
          }
          long cursor = RecordKeys.toCursor(key);
          if (cursor > to) {
            return false;
          }
          entries.add(RecordValues.toEntry(cursor, value));
          return entries.size() < max;
        });
    return entries;
  }

  @Override
  public Optional<ByteString> payload(GroupId group, long cursor) {
    return find(Column.PAYLOAD, RecordKeys.cursor(group, cursor))
        .map(UnsafeByteOperations::unsafeWrap);
  }

  @Override
  public Optional<PlacedRosterEntry> rosterEntry(GroupId group, int index) {
    return find(Column.ROSTER, RecordKeys.roster(group, index)).map(RocksReads::toPlaced);
  }

  @Override
  public CheckpointRecords checkpoints(GroupId group) {
    return find(Column.CHECKPOINT, RecordKeys.group(group))
        .map(RecordValues::toCheckpoints)
        .orElse(CheckpointRecords.NONE);
  }

  private static PlacedRosterEntry toPlaced(byte[] value) {
    try {
      return PlacedRosterEntry.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new StorageFailure("a stored roster entry cannot be decoded", e);
    }
  }
}
