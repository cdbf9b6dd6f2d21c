package dev.zerok.cli.e2e;

import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.jdbc.JdbcBlobHandler;
import dev.zerok.client.jdbc.JdbcClientStore;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.store.StoreKey;
import dev.zerok.client.system.SecureRandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;

/**
 * A client in a process of its own that adds numbers up in a table of the app, in the database that holds its store as well. It says {@code
 * applying N} inside the transaction of each, after the table was changed, and waits there to be killed when it was told so.
 */
public final class CountingReceiver {
  private CountingReceiver() {}

  private static Connection connect(Path folder) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("app.db"));
  }

  static JdbcClientStore store(Path folder) throws Exception {
    return JdbcClientStore.open(connect(folder), "phone", folder.resolve("app.lock"),
        new StoreKey.Raw(Secret.adopt(new byte[32])), Providers.fastest(),
        new SecureRandomSource());
  }

  static void createTable(Path folder) throws SQLException {
    try (Connection app = connect(folder); Statement statement = app.createStatement()) {
      statement.executeUpdate("CREATE TABLE total (sum BIGINT, blobs BIGINT)");
      statement.executeUpdate("INSERT INTO total VALUES (0, 0)");
    }
  }

  /** What the app sees: the sum, and how many were added. */
  static String total(Path folder) throws SQLException {
    try (Connection app = connect(folder);
        Statement statement = app.createStatement();
        ResultSet row = statement.executeQuery("SELECT sum, blobs FROM total")) {
      row.next();
      return row.getLong(1) + " of " + row.getLong(2);
    }
  }

  static void add(Connection tx, IncomingBlob blob) throws SQLException {
    try (PreparedStatement update =
        tx.prepareStatement("UPDATE total SET sum = sum + ?, blobs = blobs + 1")) {
      update.setLong(1, Long.parseLong(blob.body().toStringUtf8()));
      update.executeUpdate();
    }
  }

  /** @param args the folder; which blob of this life to hold inside its transaction, counted from 0 */
  public static void main(String[] args) throws Exception {
    int hold = Integer.parseInt(args[1]);
    int[] seen = new int[1];
    ClientConfig config = ClientConfig.of(store(Path.of(args[0])))
        .withHandler(JdbcBlobHandler.inTransaction((tx, blob) -> {
          add(tx, blob);
          System.out.println("applying " + blob.body().toStringUtf8());
          if (seen[0]++ == hold) {
            new CountDownLatch(1).await();
          }
        }));
    SyncClient.open(config).start();
    new CountDownLatch(1).await();
  }
}
