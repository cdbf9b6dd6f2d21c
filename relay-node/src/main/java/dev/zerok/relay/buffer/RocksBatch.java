package dev.zerok.relay.buffer;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.relay.core.CheckpointRecords;
import dev.zerok.relay.core.DeviceRecord;
import dev.zerok.relay.core.EntryRecord;
import dev.zerok.relay.core.GroupRecord;
import dev.zerok.relay.core.GroupUsage;
import dev.zerok.relay.core.KnownPush;
import dev.zerok.relay.port.StorageFailure;
import dev.zerok.relay.port.StoreBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatchWithIndex;

/** One batch: its own changes lie over what the database holds until they are written together. */
final class RocksBatch extends RocksReads implements StoreBatch {
  private final RocksBlobStore store;
  private final Columns columns;
  private final WriteBatchWithIndex changes = new WriteBatchWithIndex(true);
  private final ReadOptions options = new ReadOptions();
  private final BatchTally tally = new BatchTally();

  RocksBatch(RocksBlobStore store, Columns columns) {
    this.store = store;
    this.columns = columns;
  }

  @Override
  byte @Nullable [] read(Column column, byte[] key) throws RocksDBException {
    return changes.getFromBatchAndDB(columns.db(), columns.handle(column), options, key);
  }

  @Override
  RocksIterator iterate(Column column) {
    return iterate(column, options);
  }

  private RocksIterator iterate(Column column, ReadOptions how) {
    RocksIterator below = columns.db().newIterator(columns.handle(column), how);
    return changes.newIteratorWithBase(columns.handle(column), below, how);
  }

  @Override
  public long bytes() {
    return tally.bytes();
  }

  @Override
  public long commit() {
    if (changes.count() > 0) {
      store.write(changes, tally);
    }
    return tally.bytes();
  }

  @Override
  public void close() {
    changes.close();
    options.close();
  }

  private void put(Column column, byte[] key, byte[] value) {
    try {
      changes.put(columns.handle(column), key, value);
      tally.wrote(key.length + value.length);
    } catch (RocksDBException e) {
      throw new StorageFailure("a change cannot be taken into a batch", e);
    }
  }

  private void delete(Column column, byte[] key) {
    try {
      changes.delete(columns.handle(column), key);
      tally.wrote(key.length);
    } catch (RocksDBException e) {
      throw new StorageFailure("a deletion cannot be taken into a batch", e);
    }
  }

  @Override
  public long servingMillis() {
    return find(Column.SHARD, RecordKeys.SERVING).map(RecordValues::toNumber).orElse(0L);
  }

  @Override
  public void putServingMillis(long millis) {
    put(Column.SHARD, RecordKeys.SERVING, RecordValues.number(millis));
  }

  @Override
  public Optional<DeviceId> member(GroupId group, ByteString noiseKey) {
    return find(Column.MEMBER, RecordKeys.member(group, noiseKey)).map(DeviceId::of);
  }

  @Override
  public void putMember(GroupId group, ByteString noiseKey, DeviceId device) {
    put(Column.MEMBER, RecordKeys.member(group, noiseKey), device.toByteArray());
  }

  @Override
  public void deleteMember(GroupId group, ByteString noiseKey) {
    delete(Column.MEMBER, RecordKeys.member(group, noiseKey));
  }

  @Override
  public long storedBytes() {
    long[] total = new long[1];
    scan(
        Column.GROUP,
        new byte[0],
        (key, value) -> {
          total[0] += RecordValues.toGroup(value).heldBytes();
          return true;
        });
    return total[0];
  }

  @Override
  public GroupUsage usage(GroupId group) {
    return find(Column.USAGE, RecordKeys.group(group)).map(RecordValues::toUsage)
        .orElse(GroupUsage.NONE);
  }

  @Override
  public void putUsage(GroupId group, GroupUsage usage) {
    put(Column.USAGE, RecordKeys.group(group), RecordValues.usage(usage));
  }

  @Override
  public Map<DeviceId, Long> storedBytes(GroupId group) {
    Map<DeviceId, Long> stored = new HashMap<>();
    byte[] prefix = RecordKeys.group(group);
    scan(
        Column.USAGE,
        prefix,
        (key, value) -> {
          boolean ours = RecordKeys.belongsTo(key, prefix);
          if (ours && key.length > prefix.length) {
            stored.put(RecordKeys.toDevice(key), RecordValues.toNumber(value));
          }
          return ours;
        });
    return stored;
  }

  @Override
  public void putStoredBytes(GroupId group, DeviceId device, long bytes) {
    put(Column.USAGE, RecordKeys.device(group, device), RecordValues.number(bytes));
  }

  @Override
  public void deleteStoredBytes(GroupId group, DeviceId device) {
    delete(Column.USAGE, RecordKeys.device(group, device));
  }

  @Override
  public void putGroup(GroupId group, GroupRecord record) {
    put(Column.GROUP, RecordKeys.group(group), RecordValues.group(record));
  }

  @Override
  public Map<DeviceId, DeviceRecord> devices(GroupId group) {
    Map<DeviceId, DeviceRecord> devices = new HashMap<>();
    byte[] prefix = RecordKeys.group(group);
    scan(
        Column.DEVICE,
        prefix,
        (key, value) -> {
          boolean ours = RecordKeys.belongsTo(key, prefix);
          if (ours) {
            devices.put(RecordKeys.toDevice(key), RecordValues.toDevice(value));
          }
          return ours;
        });
    return devices;
  }

  @Override
  public void putDevice(GroupId group, DeviceId device, DeviceRecord record) {
    put(Column.DEVICE, RecordKeys.device(group, device), RecordValues.device(record));
  }

  @Override
  public void deleteDevice(GroupId group, DeviceId device) {
    byte[] prefix = RecordKeys.device(group, device);
    delete(Column.DEVICE, prefix);
    knownPushes(group, device).keySet().forEach(seq -> deleteKnownPush(group, device, seq));
  }

  @Override
  public void putCheckpoints(GroupId group, CheckpointRecords checkpoints) {
    put(Column.CHECKPOINT, RecordKeys.group(group), RecordValues.checkpoints(checkpoints));
  }

  @Override
  public void putRosterEntry(GroupId group, int index, PlacedRosterEntry placed) {
    put(Column.ROSTER, RecordKeys.roster(group, index), placed.toByteArray());
  }

  @Override
  public Optional<KnownPush> knownPush(GroupId group, DeviceId device, long seq) {
    return find(Column.PUSH, RecordKeys.push(group, device, seq)).map(RecordValues::toPush);
  }

  @Override
  public Map<Long, KnownPush> knownPushes(GroupId group, DeviceId device) {
    Map<Long, KnownPush> known = new LinkedHashMap<>();
    byte[] prefix = RecordKeys.device(group, device);
    scan(
        Column.PUSH,
        prefix,
        (key, value) -> {
          boolean ours = RecordKeys.belongsTo(key, prefix);
          if (ours) {
            known.put(RecordKeys.toPushSeq(key), RecordValues.toPush(value));
          }
          return ours;
        });
    return known;
  }

  @Override
  public void putKnownPush(GroupId group, DeviceId device, long seq, KnownPush push) {
    put(Column.PUSH, RecordKeys.push(group, device, seq), RecordValues.push(push));
  }

  @Override
  public void deleteKnownPush(GroupId group, DeviceId device, long seq) {
    delete(Column.PUSH, RecordKeys.push(group, device, seq));
  }

  @Override
  public void putEntry(GroupId group, EntryRecord entry) {
    put(Column.ENTRY, RecordKeys.cursor(group, entry.cursor()), RecordValues.entry(entry));
  }

  @Override
  public void deleteEntry(GroupId group, long cursor) {
    delete(Column.ENTRY, RecordKeys.cursor(group, cursor));
  }

  @Override
  public void putPayload(GroupId group, long cursor, ByteString payload) {
    put(Column.PAYLOAD, RecordKeys.cursor(group, cursor), payload.toByteArray());
  }

  @Override
  public void deletePayload(GroupId group, long cursor) {
    delete(Column.PAYLOAD, RecordKeys.cursor(group, cursor));
    tally.deletedPayload(group, cursor);
  }

  @Override
  public void putExpiry(Expiry expiry) {
    put(Column.EXPIRY, RecordKeys.expiry(expiry), new byte[0]);
  }

  @Override
  public void deleteExpiry(Expiry expiry) {
    delete(Column.EXPIRY, RecordKeys.expiry(expiry));
  }

  @Override
  public List<Expiry> expired(long upTo, int max) {
    List<Expiry> due = new ArrayList<>();
    // Rows that were due before are gone, and most that would be due later too: both ends spare a walk over what deletions left.
    try (Slice end = new Slice(RecordKeys.expiryFrom(upTo + 1));
        ReadOptions bounded = new ReadOptions().setIterateUpperBound(end);
        RocksIterator rows = iterate(Column.EXPIRY, bounded)) {
      scan(
          rows,
          RecordKeys.expiryFrom(store.expiredBefore()),
          (key, value) -> {
            Expiry expiry = RecordKeys.toExpiry(key);
            if (expiry.expiresAt() > upTo) { // one of this batch's own, which the bound below does not concern
              return false;
            }
            due.add(expiry);
            return due.size() < max;
          });
    }
    tally.expiredBefore(due.size() < max ? upTo : due.getLast().expiresAt());
    return due;
  }

  @Override
  public boolean isClosed(GroupId group) {
    return find(Column.CLOSED, RecordKeys.closed(group)).isPresent();
  }

  @Override
  public void closeForGood(GroupId group) {
    delete(Column.GROUP, RecordKeys.group(group));
    put(Column.CLOSED, RecordKeys.closed(group), group.toByteArray());
    tally.closed(group);
  }
}
