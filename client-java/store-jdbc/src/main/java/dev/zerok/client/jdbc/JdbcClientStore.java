package dev.zerok.client.jdbc;

import dev.zerok.client.model.TransactionWork;
import dev.zerok.client.store.ClientStore;
import dev.zerok.client.store.ContentShelf;
import dev.zerok.client.store.SealedBatches;
import dev.zerok.client.store.StoreFailure;
import dev.zerok.client.store.StoreImage;
import dev.zerok.client.store.StoreKey;
import dev.zerok.client.store.StoreLock;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.client.store.TransactionalStore;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link ClientStore} in the app's own database, in the tables {@code zerok_store}, {@code zerok_frame} and {@code zerok_chunk}. What is in
 * them is sealed under the store's key like a store file; frames and chunks that were changed, moved or taken out are noticed. An app that applies blobs with a {@link
 * JdbcBlobHandler} gets each exactly once: its change and the client's cursor are one transaction.
 *
 * <p>One opener at a time: a lock on a file keeps a second one of this machine out, and the operating system gives it back when the
 * process dies. An opener on another machine that shares the database displaces this one: its next commit fails ({@code LOCKED}) and
 * changes nothing, so two never write.
 *
 * <p>The device lives where the database lives. A copy of it (a restored backup, a second server) is an old copy of the device as soon as
 * the other one has pushed or received something: the client then says {@code StoreIsOlder} and pushes nothing. To go on from a copy
 * for good, pair a new device in the place of the old one and save what the copy could not send with {@code SyncClient.moveOutbox}. To
 * move to another machine, close the client first, move the database, and never open the old one again.
 *
 * <p>Tested with SQLite and H2, which are told to write each commit at once (H2 lets only an admin user say so, and keeps the setting,
 * {@code WRITE_DELAY 0}, for the whole database). Other databases: a commit must survive a crash by their own settings.
 */
public final class JdbcClientStore implements TransactionalStore {
  /** Longest name of a store, in characters. */
  public static final int MAX_NAME_CHARACTERS = 100;

  /** The most that large contents on their way here may take together, in bytes; a further one is refused. */
  public static final long MAX_CONTENT_BYTES = 16L * 1024 * 1024 * 1024;

  /** Frames that follow a snapshot at least before the next one, in bytes. */
  private static final long COMPACTION_FLOOR = 1024 * 1024;

  /** A snapshot is taken when the frames are so many times as long as the last one. */
  private static final int COMPACTION_FACTOR = 4;

  private static final int OPENER_BYTES = 16;

  private final Connection connection;
  private final StoreLock lock;
  private final StoreTables tables;
  private final JdbcContentShelf content;
  private final StoreImage image = new StoreImage();
  private SealedBatches sealed;
  private long lastFrame;
  private long bytes;
  private long compactFrom;
  private boolean begun;
  private @Nullable StoreFailure broken;

  private JdbcClientStore(Connection connection, StoreLock lock, StoreTables tables,
      SealedBatches sealed) {
    this.connection = connection;
    this.lock = lock;
    this.tables = tables;
    this.sealed = sealed;
    this.content = new JdbcContentShelf(new OwnTransactions(), tables.chunks(), sealed.chunks(),
        lock.path());
  }

  /**
   * Opens the store of that name, or creates it and the tables. Takes {@code connection} over, of which it needs one of its own for its
   * whole life and closes it, and {@code key}, which it wipes; also if it fails.
   *
   * @param name tells the stores in one database apart, 1 to 100 characters
   * @param lockFile a file of this store alone, beside the database for instance; made where there is none. Where its disk has too little
   *     room for a large content, that one is refused
   * @throws StoreFailure of every kind
   */
  public static JdbcClientStore open(Connection connection, String name, Path lockFile,
      StoreKey key, Crypto crypto, RandomSource random) throws StoreFailure {
    if (name.isEmpty() || name.length() > MAX_NAME_CHARACTERS) {
      throw new IllegalArgumentException(
          "a store's name has 1 to " + MAX_NAME_CHARACTERS + " characters: " + name);
    }
    StoreLock lock = null;
    try (StoreKey owned = key) {
      lock = StoreLock.takeFile(lockFile);
      StoreTables tables = new StoreTables(connection, name,
          HexFormat.of().formatHex(random.bytes(OPENER_BYTES)));
      return open(connection, lock, tables, owned, crypto, random);
    } catch (SQLException e) {
      release(connection, lock);
      throw failed(e);
    } catch (StoreFailure | RuntimeException e) {
      release(connection, lock);
      throw e;
    }
  }

  private static JdbcClientStore open(Connection connection, StoreLock lock, StoreTables tables,
      StoreKey key, Crypto crypto, RandomSource random) throws SQLException, StoreFailure {
    syncEachCommit(connection);
    connection.setAutoCommit(false);
    tables.create();
    connection.commit();
    StoreTables.Row row = tables.row();
    SealedBatches sealed = row == null
        ? SealedBatches.create(key, crypto, random)
        : SealedBatches.reopen(row.header(), key, crypto, random);
    JdbcClientStore store = new JdbcClientStore(connection, lock, tables, sealed);
    try {
      if (row == null) {
        List<byte[]> frames = sealed.snapshot(store.image);
        tables.insert(sealed.header(), frames);
        store.counted(frames.size(), frames);
      } else {
        tables.claim();
        store.read(row);
      }
      connection.commit();
      return store;
    } catch (SQLException | StoreFailure | RuntimeException e) {
      sealed.close();
      store.content.close();
      store.image.close();
      throw e;
    }
  }

  // What is acknowledged to the relay must not be lost. SQLite's own default is this, but a URL can say otherwise; H2's is to write half a
  // second later.
  private static void syncEachCommit(Connection connection) throws SQLException {
    String setting = switch (connection.getMetaData().getDatabaseProductName()) {
      case "SQLite" -> "PRAGMA synchronous = FULL";
      case "H2" -> "SET WRITE_DELAY 0";
      default -> "";
    };
    if (!setting.isEmpty()) {
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement()) {
        statement.execute(setting);
      }
    }
  }

  private void read(StoreTables.Row row) throws SQLException, StoreFailure {
    List<byte[]> frames = tables.frames(row.lastFrame());
    if (frames == null || frames.isEmpty()) {
      throw new StoreFailure(StoreFailure.Kind.DAMAGED,
          "Rows of the store are missing. Put a backup of the database back, or pair the device again.");
    }
    for (byte[] frame : frames) {
      sealed.open(frame).forEach(image::apply);
    }
    sealed.requireWhole();
    counted(row.lastFrame(), frames);
  }

  /** These frames are all there are. */
  private void counted(long number, List<byte[]> frames) {
    lastFrame = number;
    bytes = frames.stream().mapToLong(frame -> frame.length).sum();
    compactBehind(Math.min(bytes, COMPACTION_FLOOR));
  }

  private void compactBehind(long snapshotBytes) {
    compactFrom = Math.max(COMPACTION_FLOOR, COMPACTION_FACTOR * snapshotBytes);
  }

  @Override
  public synchronized StoreImage load() {
    return image.copy();
  }

  @Override
  public synchronized void begin(TransactionWork work) throws Exception {
    if (!(work instanceof SqlWork sql)) {
      throw new IllegalArgumentException("this store does SQL, not " + work.getClass().getName());
    }
    requireUsable();
    if (begun) {
      throw new IllegalStateException("the transaction before this one was not committed");
    }
    try {
      requireAdvanced(1);
      LentConnection.run(sql, connection);
      begun = true;
    } finally {
      if (!begun) {
        connection.rollback();
      }
    }
  }

  @Override
  public synchronized void commit(List<StoreRecord> batch) throws StoreFailure {
    requireUsable();
    try {
      boolean advanced = begun;
      begun = false;
      List<byte[]> frames = sealed.seal(batch);
      if (!advanced || frames.size() > 1) {
        requireAdvanced(frames.size());
      }
      tables.append(lastFrame + 1, frames);
      connection.commit();
      lastFrame += frames.size();
      bytes += frames.stream().mapToLong(frame -> frame.length).sum();
    } catch (SQLException e) {
      throw brokenBy(failed(e));
    } catch (StoreFailure e) {
      throw brokenBy(e);
    } catch (RuntimeException e) {
      throw brokenBy(new StoreFailure(StoreFailure.Kind.IO,
          "The store's database cannot hold what is to be written: " + e.getMessage(), e));
    }
    batch.forEach(record -> image.apply(StoreImage.ownedCopy(record)));
    compactIfLong();
  }

  /** Never fails a commit, which is durable already: what could be taken back leaves the frames as they are, and a later commit tries again. */
  private void compactIfLong() {
    if (bytes <= compactFrom) {
      return;
    }
    SealedBatches next = sealed.next();
    List<byte[]> frames = next.snapshot(image);
    try {
      if (!tables.replace(next.header(), lastFrame, frames)) {
        throw displaced();
      }
    } catch (SQLException e) {
      next.close();
      compactFrom = bytes + COMPACTION_FLOOR;
      takeBack();
      return;
    } catch (StoreFailure e) {
      next.close();
      brokenBy(e);
      return;
    }
    try {
      connection.commit();
    } catch (SQLException e) {
      // Whether it was committed is open, and with it which sequence the next frame belongs to.
      next.close();
      brokenBy(failed(e));
      return;
    }
    sealed.close();
    sealed = next;
    counted(lastFrame + frames.size(), frames);
    compactBehind(bytes);
  }

  private void takeBack() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      broken = failed(e);
    }
  }

  @Override
  public ContentShelf content() {
    return content;
  }

  /** What the shelf does with the connection. */
  private final class OwnTransactions implements JdbcContentShelf.Transactions {
    @Override
    public void change(JdbcContentShelf.Change change) throws StoreFailure {
      synchronized (JdbcClientStore.this) {
        requireUsable();
        try {
          if (!begun && !tables.advance(lastFrame)) {
            throw displaced();
          }
          change.run();
          if (!begun) {
            connection.commit();
          }
        } catch (SQLException e) {
          throw brokenBy(failed(e));
        } catch (StoreFailure e) {
          throw brokenBy(e);
        }
      }
    }

    @Override
    public <T> T look(JdbcContentShelf.Look<T> look) throws SQLException {
      synchronized (JdbcClientStore.this) {
        if (broken != null) {
          throw new SQLException(broken.getMessage());
        }
        try {
          return look.run();
        } finally {
          if (!begun) {
            connection.rollback(); // what only read would keep the next writer of this connection behind others
          }
        }
      }
    }
  }

  private void requireAdvanced(int frames) throws SQLException, StoreFailure {
    if (!tables.advance(lastFrame + frames)) {
      throw displaced();
    }
  }

  private void requireUsable() throws StoreFailure {
    if (broken != null) {
      throw broken;
    }
  }

  private StoreFailure brokenBy(StoreFailure failure) {
    broken = failure;
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private static StoreFailure displaced() {
    return new StoreFailure(StoreFailure.Kind.LOCKED,
        "Another program opened this store. Close it there, then start again here.");
  }

  private static StoreFailure failed(SQLException cause) {
    return new StoreFailure(StoreFailure.Kind.IO,
        "The store's database cannot be read or written (" + cause.getMessage()
            + "). Mend that, then start again.",
        cause);
  }

  @Override
  public synchronized void close() {
    if (lock.isHeld()) {
      broken = new StoreFailure(StoreFailure.Kind.LOCKED, "The store was closed.");
      sealed.close();
      content.close();
      image.close();
      release(connection, lock);
    }
  }

  /** What was committed is safe; what was not is rolled back by the database, whether closing tells so or not. */
  private static void release(Connection connection, @Nullable StoreLock lock) {
    try {
      if (!connection.isClosed()) {
        if (!connection.getAutoCommit()) {
          connection.rollback();
        }
        connection.close();
      }
    } catch (SQLException e) {
      // Nothing was promised that this could break, and the port's close never fails.
    } finally {
      if (lock != null) {
        lock.close();
      }
    }
  }
}
