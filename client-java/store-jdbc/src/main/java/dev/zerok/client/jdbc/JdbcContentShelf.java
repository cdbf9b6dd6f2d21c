package dev.zerok.client.jdbc;

import com.google.protobuf.ByteString;
import dev.zerok.client.store.ContentKey;
import dev.zerok.client.store.ContentShelf;
import dev.zerok.client.store.DiskRoom;
import dev.zerok.client.store.SealedChunks;
import dev.zerok.client.store.StoreFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@link ContentShelf} in the database: a row for each chunk in {@code zerok_chunk}, sealed ({@link SealedChunks}). */
final class JdbcContentShelf implements ContentShelf, AutoCloseable {
  /** A change of the tables. */
  interface Change {
    void run() throws SQLException;
  }

  /** A look at the tables. */
  interface Look<T> {
    T run() throws SQLException;
  }

  /** How the store lends its transactions. */
  interface Transactions {
    /** In the transaction that is begun, if one is; otherwise in one of its own, which is durable when this returns. */
    void change(Change change) throws StoreFailure;

    /**
     * Leaves no transaction behind.
     *
     * @throws SQLException also if the store is closed or broken
     */
    <T> T look(Look<T> look) throws SQLException;
  }

  private final Transactions transactions;
  private final ChunkTable table;
  private final SealedChunks sealing;
  private final Path lockFile;

  JdbcContentShelf(Transactions transactions, ChunkTable table, SealedChunks sealing,
      Path lockFile) {
    this.transactions = transactions;
    this.table = table;
    this.sealing = sealing;
    this.lockFile = lockFile;
  }

  private static String nameOf(ContentKey key) {
    return key.sender().hex() + "-" + key.id().hex();
  }

  @Override
  public Optional<String> refusal(long bytes) {
    try {
      long kept = transactions.look(table::bytes);
      return bytes > JdbcClientStore.MAX_CONTENT_BYTES - kept
          ? Optional.of("a store in a database keeps at most " + JdbcClientStore.MAX_CONTENT_BYTES
              + " bytes of contents")
          : DiskRoom.refusal(lockFile, bytes);
    } catch (SQLException e) {
      return Optional.of("this device's database does not answer (" + e.getMessage() + ")");
    }
  }

  @Override
  public void put(ContentKey key, int chunkBytes, int index, ByteString data)
      throws StoreFailure {
    byte[] sealed = sealing.seal(key, index, data);
    transactions.change(() -> table.put(nameOf(key), index, sealed));
  }

  @Override
  public byte[] get(ContentKey key, int chunkBytes, int index, int length) throws IOException {
    Optional<byte[]> sealed;
    try {
      sealed = transactions.look(() -> table.chunk(nameOf(key), index));
    } catch (SQLException e) {
      throw new IOException("the store's database cannot be read (" + e.getMessage() + ")", e);
    }
    byte[] data = sealing.open(key, index,
        sealed.orElseThrow(() -> new IOException("chunk " + index + " is not here")));
    if (data.length != length) {
      throw new IOException("chunk " + index + " has another length");
    }
    return data;
  }

  @Override
  public void drop(ContentKey key) throws StoreFailure {
    transactions.change(() -> table.drop(nameOf(key)));
  }

  @Override
  public void keepOnly(Set<ContentKey> known) throws StoreFailure {
    Set<String> names = known.stream()
        .map(JdbcContentShelf::nameOf)
        .collect(Collectors.toSet());
    transactions.change(() -> {
      for (String name : table.contents()) {
        if (!names.contains(name)) {
          table.drop(name);
        }
      }
    });
  }

  /** Wipes the key. */
  @Override
  public void close() {
    sealing.close();
  }
}
