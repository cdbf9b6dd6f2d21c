package dev.zerok.client.jdbc;

import dev.zerok.client.store.StoreFailure;
import dev.zerok.client.store.StoreKey;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.testkit.FakeRandomSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** The databases that the store is tested with, each in files of a folder. */
enum TestDatabase {
  SQLITE {
    @Override
    String url(Path folder) {
      return "jdbc:sqlite:" + folder.resolve("app.db");
    }
  },
  H2 {
    @Override
    String url(Path folder) {
      return "jdbc:h2:file:" + folder.resolve("app").toAbsolutePath() + ";DB_CLOSE_DELAY=0";
    }
  };

  /** Each opening has its own randomness, as in life. */
  private static final AtomicInteger OPENINGS = new AtomicInteger();

  abstract String url(Path folder);

  Connection connect(Path folder) throws SQLException {
    return DriverManager.getConnection(url(folder));
  }

  JdbcClientStore open(Path folder) throws SQLException, StoreFailure {
    return open(folder, "device", "store.lock", key(1));
  }

  JdbcClientStore open(Path folder, String name, String lock, StoreKey key)
      throws SQLException, StoreFailure {
    return JdbcClientStore.open(connect(folder), name, folder.resolve(lock), key,
        Providers.bouncyCastle(), new FakeRandomSource("opening " + OPENINGS.incrementAndGet()));
  }

  static StoreKey key(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return new StoreKey.Raw(Secret.adopt(key));
  }

  /** Runs one statement from outside, as another program of the app would. */
  void execute(Path folder, String sql) throws SQLException {
    try (Connection connection = connect(folder);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  long number(Path folder, String sql) throws SQLException {
    try (Connection connection = connect(folder);
        PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
