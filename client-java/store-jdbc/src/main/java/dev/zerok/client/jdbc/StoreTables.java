package dev.zerok.client.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The store's tables: {@code zerok_store} has a row for each store, {@code zerok_frame} its sealed frames in order, {@code zerok_chunk} what
 * {@link ChunkTable} says. Every statement
 * runs in the transaction that the caller ends. Confined to one thread.
 */
final class StoreTables {
  /** A store's row: its header, and the number of its last frame. */
  record Row(byte[] header, long lastFrame) {}

  private final Connection connection;
  private final String store;
  private final String opener;
  private final ChunkTable chunks;

  /**
   * @param store the store's name
   * @param opener random for this opening: whoever finds another one in the row has been displaced
   */
  StoreTables(Connection connection, String store, String opener) {
    this.connection = connection;
    this.store = store;
    this.opener = opener;
    this.chunks = new ChunkTable(connection, store);
  }

  ChunkTable chunks() {
    return chunks;
  }

  void create() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE TABLE IF NOT EXISTS zerok_store (name VARCHAR(100) NOT NULL"
          + " PRIMARY KEY, opener VARCHAR(32) NOT NULL, last_frame BIGINT NOT NULL,"
          + " header BLOB NOT NULL)");
      statement.executeUpdate("CREATE TABLE IF NOT EXISTS zerok_frame (store VARCHAR(100) NOT NULL,"
          + " number BIGINT NOT NULL, frame BLOB NOT NULL, PRIMARY KEY (store, number))");
    }
    chunks.create();
  }

  @Nullable
  Row row() throws SQLException {
    try (PreparedStatement select = prepare(
        "SELECT header, last_frame FROM zerok_store WHERE name = ?", store);
        ResultSet row = select.executeQuery()) {
      return row.next() ? new Row(row.getBytes(1), row.getLong(2)) : null;
    }
  }

  /** The frames in their order, numbers without a hole from {@code lastFrame} back, or null if that is not what is there. */
  @Nullable
  List<byte[]> frames(long lastFrame) throws SQLException {
    List<byte[]> frames = new ArrayList<>();
    try (PreparedStatement select = prepare(
        "SELECT number, frame FROM zerok_frame WHERE store = ? ORDER BY number DESC", store);
        ResultSet row = select.executeQuery()) {
      for (long expected = lastFrame; row.next(); expected--) {
        if (row.getLong(1) != expected) {
          return null;
        }
        frames.add(0, row.getBytes(2));
      }
    }
    return frames;
  }

  /** Makes this opening the store's only one. */
  void claim() throws SQLException {
    try (PreparedStatement update =
        prepare("UPDATE zerok_store SET opener = ? WHERE name = ?", opener, store)) {
      update.executeUpdate();
    }
  }

  /** A new store. */
  void insert(byte[] header, List<byte[]> frames) throws SQLException {
    try (PreparedStatement insert = prepare(
        "INSERT INTO zerok_store (name, opener, last_frame, header) VALUES (?, ?, ?, ?)", store,
        opener, (long) frames.size(), header)) {
      insert.executeUpdate();
    }
    append(1, frames);
  }

  /** Puts these in the place of everything that the store holds. False if this opening was displaced. */
  boolean replace(byte[] header, long lastFrame, List<byte[]> frames) throws SQLException {
    if (!advance(lastFrame + frames.size())) {
      return false;
    }
    try (PreparedStatement update =
        prepare("UPDATE zerok_store SET header = ? WHERE name = ?", header, store);
        PreparedStatement delete = prepare("DELETE FROM zerok_frame WHERE store = ?", store)) {
      update.executeUpdate();
      delete.executeUpdate();
    }
    append(lastFrame + 1, frames);
    return true;
  }

  /**
   * The first statement of each transaction, a write, so that a database with one writer waits here and not half-way. False if this opening
   * was displaced.
   */
  boolean advance(long lastFrame) throws SQLException {
    try (PreparedStatement update =
        prepare("UPDATE zerok_store SET last_frame = ? WHERE name = ? AND opener = ?", lastFrame,
            store, opener)) {
      return update.executeUpdate() == 1;
    }
  }

  void append(long first, List<byte[]> frames) throws SQLException {
    long number = first;
    for (byte[] frame : frames) {
      try (PreparedStatement insert =
          prepare("INSERT INTO zerok_frame (store, number, frame) VALUES (?, ?, ?)", store,
              number++, frame)) {
        insert.executeUpdate();
      }
    }
  }

  private PreparedStatement prepare(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < values.length; i++) {
        if (values[i] instanceof byte[] bytes) {
          statement.setBytes(i + 1, bytes);
        } else if (values[i] instanceof Long number) {
          statement.setLong(i + 1, number);
        } else {
          statement.setString(i + 1, values[i].toString());
        }
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }
}
