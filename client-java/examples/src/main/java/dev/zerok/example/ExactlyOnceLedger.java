package dev.zerok.example;

import dev.zerok.client.ClientConfig;
import dev.zerok.client.jdbc.JdbcBlobHandler;
import dev.zerok.client.jdbc.JdbcClientStore;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.store.StoreFailure;
import dev.zerok.client.store.StoreKey;
import dev.zerok.client.system.SecureRandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Adds amounts up in a table of the app, each exactly once, whatever crashes: table and sync share one SQLite transaction. */
public final class ExactlyOnceLedger {
  private ExactlyOnceLedger() {}

  /** A device whose store is in the app's own database. */
  static ClientConfig device(Path folder, byte[] keyFromTheKeychain)
      throws SQLException, StoreFailure {
    String url = "jdbc:sqlite:" + folder.resolve("app.db");
    try (Connection app = DriverManager.getConnection(url);
        Statement statement = app.createStatement()) {
      statement.executeUpdate("CREATE TABLE IF NOT EXISTS account (name TEXT PRIMARY KEY,"
          + " cents BIGINT NOT NULL)");
    }
    // A connection of the store's own; the app uses others, and keeps its transactions short.
    var store = JdbcClientStore.open(DriverManager.getConnection(url), "sync",
        folder.resolve("app.lock"), new StoreKey.Raw(Secret.copyOf(keyFromTheKeychain)),
        Providers.fastest(), new SecureRandomSource());
    return ClientConfig.of(store)
        .withHandler(JdbcBlobHandler.inTransaction(ExactlyOnceLedger::apply));
  }

  /** What it changes through {@code tx} is committed with the client's cursor, or not at all. */
  private static void apply(Connection tx, IncomingBlob blob) throws SQLException {
    String[] booking = blob.body().toStringUtf8().split(" ", 2); // "1250 groceries"
    try (PreparedStatement add = tx.prepareStatement("INSERT INTO account VALUES (?, ?)"
        + " ON CONFLICT (name) DO UPDATE SET cents = cents + excluded.cents")) {
      add.setString(1, booking[1]);
      add.setLong(2, Long.parseLong(booking[0]));
      add.executeUpdate();
    }
  }
}
