package dev.zerok.relay.buffer;

import dev.zerok.protocol.id.GroupId;
import dev.zerok.relay.port.BlobStore;
import dev.zerok.relay.port.StorageFailure;
import dev.zerok.relay.port.StorageRefused;
import dev.zerok.relay.port.StoreBatch;
import dev.zerok.relay.port.StoreSnapshot;
import dev.zerok.relay.port.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteBatchWithIndex;
import org.rocksdb.WriteOptions;

/**
 * The relay's records in one RocksDB: every commit is one write with one fsync of the write-ahead log. See {@link Column} for the
 * layout.
 */
public final class RocksBlobStore implements BlobStore {
  private static final String FOLDER = "store";

  private final Columns columns;
  private final Reclaimer reclaimer;
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final WriteOptions unforced = new WriteOptions();
  private final OpenReads openReads = new OpenReads();
  private final GroupEraser eraser;
  private long expiredBefore;

  private RocksBlobStore(Columns columns, StoreOptions options, TimeSource time,
      Consumer<Throwable> fatal) {
    this.columns = columns;
    this.eraser = new GroupEraser(
        columns,
        this::newSnapshot,
        (changes, last) -> columns.db().write(last ? synced : unforced, changes));
    this.reclaimer = new Reclaimer(
        new ReclaimCycle(columns, openReads, ReclaimCycle.LAST_PASS_BYTES), options, time, fatal);
  }

  /**
   * Opens the store in a folder that this process holds.
   *
   * @param fatal told, on a thread of the store's own, that the disk failed while nobody waited for it; every later write fails too
   * @throws StorageRefused in one clear sentence
   */
  public static RocksBlobStore open(DataFolder folder, StoreOptions options, TimeSource time,
      Consumer<Throwable> fatal) throws StorageRefused {
    String path = folder.resolve(FOLDER).toString();
    try {
      RocksDB.loadLibrary();
      Columns columns = Columns.open(path, options);
      RocksBlobStore store = new RocksBlobStore(columns, options, time, fatal);
      store.reclaimer.start();
      store.finishErasing();
      return store;
    } catch (RocksDBException e) {
      throw refusal(path, e);
    } catch (LinkageError | RuntimeException e) {
      if (e instanceof StorageFailure || !isNativeTrouble(e)) {
        throw e;
      }
      throw new StorageRefused(
          StorageRefused.Reason.NATIVE_LIBRARY,
          "RocksDB's native library does not load on this machine: " + e.getMessage() + ".",
          e);
    }
  }

  @Override
  public StoreBatch begin() {
    return new RocksBatch(this, columns);
  }

  @Override
  public StoreSnapshot snapshot() {
    return newSnapshot();
  }

  private RocksSnapshot newSnapshot() {
    long ticket = openReads.begin();
    return new RocksSnapshot(columns, () -> openReads.end(ticket));
  }

  /** Reads what groups there are. */
  public RocksGroupCatalog catalog() {
    return new RocksGroupCatalog(this::newSnapshot);
  }

  /** Completes when every payload that is deleted now has left all files. */
  public CompletionStage<Void> whenReclaimed() {
    return reclaimer.whenReclaimed();
  }

  /** The database below; for what only it knows. */
  Columns columns() {
    return columns;
  }

  /** How often the write-ahead log was forced to the disk since the start. Any thread. */
  public long logSyncs() {
    return columns.logSyncs();
  }

  @Override
  public void close() {
    try {
      openReads.awaitNone();
      reclaimer.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the store was closing", e);
    } catch (StorageFailure failed) {
      closeFiles();
      throw failed;
    }
    closeFiles();
  }

  private void closeFiles() {
    synced.close();
    unforced.close();
    columns.close();
  }

  /** Writes a batch and forces it to the disk. The log's thread. */
  void write(WriteBatchWithIndex changes, BatchTally tally) {
    reclaimer.requireSound();
    try {
      columns.db().write(synced, changes);
    } catch (RocksDBException e) {
      throw new StorageFailure("a batch could not be made durable", e);
    }
    expiredBefore = Math.max(expiredBefore, tally.expiredBefore());
    tally.closedGroups().forEach(eraser::erase);
    reclaimer.committed(tally);
  }

  /** Everything that was due before this serving time was taken care of. The log's thread. */
  long expiredBefore() {
    return expiredBefore;
  }

  /** A crash between a Close and the end of its erasing leaves the rest to the next start. */
  private void finishErasing() {
    List<GroupId> unfinished = new ArrayList<>();
    try (RocksIterator rows = columns.db().newIterator(columns.handle(Column.CLOSED))) {
      for (rows.seekToFirst(); rows.isValid(); rows.next()) {
        if (rows.value().length == GroupId.LENGTH) {
          unfinished.add(GroupId.of(rows.value()));
        }
      }
    }
    BatchTally tally = new BatchTally();
    for (GroupId group : unfinished) {
      eraser.erase(group);
      tally.closed(group);
    }
    reclaimer.committed(tally);
  }

  private static StorageRefused refusal(String path, RocksDBException e) {
    boolean damaged = e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption;
    return damaged
        ? new StorageRefused(
            StorageRefused.Reason.DAMAGED,
            "The store in " + path + " is damaged and was left as it is: " + e.getMessage() + ".",
            e)
        : new StorageRefused(
            StorageRefused.Reason.NOT_ACCESSIBLE,
            "The store in " + path + " cannot be opened: " + e.getMessage() + ".",
            e);
  }

  private static boolean isNativeTrouble(Throwable e) {
    return e instanceof LinkageError || String.valueOf(e.getMessage()).contains("librocksdb");
  }
}
