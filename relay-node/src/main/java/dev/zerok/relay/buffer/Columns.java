package dev.zerok.relay.buffer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Statistics;
import org.rocksdb.StatsLevel;
import org.rocksdb.TickerType;
import org.rocksdb.WALRecoveryMode;

/** An open database with its column families, and everything native that has to be given back with it. */
final class Columns implements AutoCloseable {
  private static final int MEMTABLE_BYTES = 8 << 20;
  private static final long FIRST_LEVEL_BYTES = 4 * MEMTABLE_BYTES;
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

  /** What compactions wrote since the start. */
  long compactedBytes() {
    return counts.getTickerCount(TickerType.COMPACT_WRITE_BYTES);
  }

  /** The keys of each file of a column that holds deletions, of those that this process wrote; of others it may not be known. */
  List<KeyRange> writtenWithDeletions(Column column) {
    return files(column).filter(file -> file.numDeletions() > 0).map(Columns::range).toList();
  }

  /** The same of all files; each of them is asked. */
  List<KeyRange> filesWithDeletions(Column column) throws RocksDBException {
    Set<String> names = new HashSet<>();
    db.getPropertiesOfAllTables(handle(column)).forEach((path, table) -> {
      if (table.getNumDeletions() > 0) {
        names.add(path.substring(path.lastIndexOf('/') + 1));
      }
    });
    return files(column)
        .filter(
            file -> names.contains(file.fileName().substring(file.fileName().lastIndexOf('/') + 1)))
        .map(Columns::range)
        .toList();
  }

  /** Bytes of the files of a column that may hold keys of those ranges. */
  long fileBytes(Column column, List<KeyRange> ranges) {
    return files(column)
        .filter(file -> ranges.stream().anyMatch(range -> range.meets(range(file))))
        .mapToLong(LiveFileMetaData::size)
        .sum();
  }

  private Stream<LiveFileMetaData> files(Column column) {
    return db.getLiveFilesMetaData()
        .stream()
        .filter(file -> Arrays.equals(file.columnFamilyName(), column.nameBytes()));
  }

  private static KeyRange range(LiveFileMetaData file) {
    return new KeyRange(file.smallestKey(), file.largestKey());
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
        // Reclaiming takes what was flushed into this level and writes it anew as a whole, however little was deleted.
        .setMaxBytesForLevelBase(FIRST_LEVEL_BYTES)
        // So much, at most, of the level below has to be written anew with one file of a level.
        .setMaxCompactionBytes(FIRST_LEVEL_BYTES)
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
