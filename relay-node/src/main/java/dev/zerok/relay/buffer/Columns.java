package dev.zerok.relay.buffer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Statistics;
import org.rocksdb.StatsLevel;
import org.rocksdb.TickerType;
import org.rocksdb.WALRecoveryMode;

/** An open database with its column families, and everything native that has to be given back with it. */
final class Columns implements AutoCloseable {
  private static final int MEMTABLE_BYTES = 8 << 20;
  private static final int OPEN_FILES = 256;
  private static final long FILE_LIST_BYTES = 64 << 10;
  private static final int INFO_LOG_BYTES = 1 << 20;

  private final RocksDB db;
  private final Statistics counts;
  private final Map<Column, ColumnFamilyHandle> handles = new EnumMap<>(Column.class);
  private final List<AbstractNativeReference> owned;

  private Columns(RocksDB db, Statistics counts, List<ColumnFamilyHandle> handles,
      List<AbstractNativeReference> owned) {
    this.db = db;
    this.counts = counts;
    Iterator<ColumnFamilyHandle> inOrder = handles.iterator();
    Column.all().forEach(column -> this.handles.put(column, inOrder.next()));
    this.owned = owned;
  }

  static Columns open(String path, StoreOptions options) throws RocksDBException {
    List<AbstractNativeReference> owned = new ArrayList<>();
    LRUCache cache = own(owned, new LRUCache(options.cacheBytes()));
    BloomFilter bloom = own(owned, new BloomFilter(10));
    List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
    for (Column column : Column.all()) {
      descriptors.add(
          new ColumnFamilyDescriptor(column.nameBytes(),
              own(owned, familyOptions(column, cache, bloom))));
    }
    Statistics counts = own(owned, new Statistics());
    counts.setStatsLevel(StatsLevel.EXCEPT_DETAILED_TIMERS);
    DBOptions dbOptions = own(owned, databaseOptions(options).setStatistics(counts));
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      RocksDB db = RocksDB.open(dbOptions, path, descriptors, handles);
      return new Columns(db, counts, handles, owned);
    } catch (RocksDBException e) {
      owned.reversed().forEach(AbstractNativeReference::close);
      throw e;
    }
  }

  RocksDB db() {
    return db;
  }

  /** How often the write-ahead log was forced to the disk. */
  long logSyncs() {
    return counts.getTickerCount(TickerType.WAL_FILE_SYNCED);
  }

  ColumnFamilyHandle handle(Column column) {
    ColumnFamilyHandle handle = handles.get(column);
    if (handle == null) {
      throw new IllegalStateException("no column family " + column);
    }
    return handle;
  }

  List<ColumnFamilyHandle> all() {
    return List.copyOf(handles.values());
  }

  @Override
  public void close() {
    handles.values().forEach(ColumnFamilyHandle::close);
    db.close();
    owned.reversed().forEach(AbstractNativeReference::close);
  }

  private static DBOptions databaseOptions(StoreOptions options) {
    return new DBOptions()
        .setCreateIfMissing(true)
        .setCreateMissingColumnFamilies(true)
        .setDbWriteBufferSize(options.memtableBytes())
        .setMaxTotalWalSize(options.memtableBytes())
        // A log that is used again, or kept for readers, would keep deleted payloads (DEL-3).
        .setRecycleLogFileNum(0)
        .setWalTtlSeconds(0)
        .setWalSizeLimitMB(0)
        // A torn last record was never acknowledged; damage before it must stop the start instead of losing what follows.
        .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
        // It names the first and last key of each file, those of groups that were closed too: it is soon written anew.
        .setMaxManifestFileSize(FILE_LIST_BYTES)
        .setMaxOpenFiles(OPEN_FILES)
        .setKeepLogFileNum(2)
        .setMaxLogFileSize(INFO_LOG_BYTES)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setStatsDumpPeriodSec(0)
        .setMaxBackgroundJobs(2);
  }

  private static ColumnFamilyOptions familyOptions(Column column, LRUCache cache,
      BloomFilter bloom) {
    BlockBasedTableConfig table =
        new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(bloom);
    return new ColumnFamilyOptions()
        .setTableFormatConfig(table)
        .setWriteBufferSize(MEMTABLE_BYTES)
        .setMaxWriteBufferNumber(3)
        .setTargetFileSizeBase(MEMTABLE_BYTES)
        // Sealed payloads do not compress; a block that tried would only cost time.
        .setCompressionType(
            column == Column.PAYLOAD
                ? CompressionType.NO_COMPRESSION
                : CompressionType.LZ4_COMPRESSION);
  }

  private static <T extends AbstractNativeReference> T own(List<AbstractNativeReference> owned,
      T reference) {
    owned.add(reference);
    return reference;
  }
}
