package dev.zerok.client.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table {@code zerok_chunk}: the sealed chunks of contents on their way here. Every statement runs in the caller's transaction. */
final class ChunkTable {
  private final Connection connection;
  private final String store;

  /**
   * @param store the store's name
   */
  ChunkTable(Connection connection, String store) {
    this.connection = connection;
    this.store = store;
  }

  void create() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE TABLE IF NOT EXISTS zerok_chunk (store VARCHAR(100) NOT NULL,"
          + " content VARCHAR(100) NOT NULL, number INT NOT NULL, chunk BLOB NOT NULL,"
          + " PRIMARY KEY (store, content, number))");
    }
  }

  /** Of all chunks together, sealed. */
  long bytes() throws SQLException {
    try (PreparedStatement select = prepared(
        "SELECT COALESCE(SUM(LENGTH(chunk)), 0) FROM zerok_chunk WHERE store = ?", store);
        ResultSet row = select.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  List<String> contents() throws SQLException {
    List<String> contents = new ArrayList<>();
    try (PreparedStatement select =
        prepared("SELECT DISTINCT content FROM zerok_chunk WHERE store = ?", store);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        contents.add(row.getString(1));
      }
    }
    return contents;
  }

  Optional<byte[]> chunk(String content, int number) throws SQLException {
    try (PreparedStatement select = prepared(
        "SELECT chunk FROM zerok_chunk WHERE store = ? AND content = ? AND number = ?", store,
        content)) {
      select.setInt(3, number);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
      }
    }
  }

  /** In the place of the one that is there, if there is one. */
  void put(String content, int number, byte[] chunk) throws SQLException {
    try (PreparedStatement delete = prepared(
        "DELETE FROM zerok_chunk WHERE store = ? AND content = ? AND number = ?", store, content);
        PreparedStatement insert = prepared(
            "INSERT INTO zerok_chunk (store, content, number, chunk) VALUES (?, ?, ?, ?)", store,
            content)) {
      delete.setInt(3, number);
      delete.executeUpdate();
      insert.setInt(3, number);
      insert.setBytes(4, chunk);
      insert.executeUpdate();
    }
  }

  void drop(String content) throws SQLException {
    try (PreparedStatement delete =
        prepared("DELETE FROM zerok_chunk WHERE store = ? AND content = ?", store, content)) {
      delete.executeUpdate();
    }
  }

  private PreparedStatement prepared(String sql, String... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }
}
