package dev.zerok.relay.buffer;

import dev.zerok.relay.port.StoreSnapshot;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;

/** Reads as of one moment. */
final class RocksSnapshot extends RocksReads implements StoreSnapshot {
  private final Columns columns;
  private final Snapshot moment;
  private final ReadOptions options;
  private final Runnable onClose;

  RocksSnapshot(Columns columns, Runnable onClose) {
    this.columns = columns;
    this.moment = columns.db().getSnapshot();
    this.options = new ReadOptions().setSnapshot(moment);
    this.onClose = onClose;
  }

  @Override
  byte @Nullable [] read(Column column, byte[] key) throws RocksDBException {
    return columns.db().get(columns.handle(column), options, key);
  }

  @Override
  RocksIterator iterate(Column column) {
    return columns.db().newIterator(columns.handle(column), options);
  }

  @Override
  public void close() {
    options.close();
    columns.db().releaseSnapshot(moment);
    moment.close();
    onClose.run();
  }
}
