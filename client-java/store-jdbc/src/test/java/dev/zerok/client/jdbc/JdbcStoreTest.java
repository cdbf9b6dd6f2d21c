package dev.zerok.client.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.zerok.client.store.ClientStore;
import dev.zerok.client.store.StoreFailure;
import dev.zerok.client.store.StoreImage;
import dev.zerok.client.store.StoreKey;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.crypto.PasswordCost;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.position.Position;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JdbcStoreTest {
  private static final ByteString HASH = ByteString.copyFrom(new byte[32]);
  private static final byte[] KEYS =
      "ninety-six bytes of private keys, none of which may stand in the database as they are here......"
          .getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  private static StoreRecord identity() {
    return new StoreRecord.Identity(Secret.copyOf(KEYS), GroupId.of(new byte[32]), "std1",
        "holiday", "phone");
  }

  private static StoreRecord applied(long cursor) {
    return new StoreRecord.Applied(new Position(LogId.of(new byte[16]), cursor, HASH));
  }

  private static StoreRecord value(String text) {
    return new StoreRecord.AppValue("v", ByteString.copyFromUtf8(text));
  }

  private static String text(ClientStore store) {
    try (StoreImage image = store.load()) {
      return image.appValues().getOrDefault("v", ByteString.EMPTY).toStringUtf8() + " at "
          + image.applied().map(Position::cursor).orElse(0L);
    }
  }

  private StoreFailure.Kind failureOf(TestDatabase database, String lock, StoreKey key) {
    StoreFailure failure = catchThrowableOfType(StoreFailure.class,
        () -> database.open(folder, "device", lock, key).close());
    return failure == null ? null : failure.kind();
  }

  @ParameterizedTest
  @EnumSource
  void whatWasCommitted_isThereAfterReopening_secretsIncluded(TestDatabase database)
      throws Exception {
    try (JdbcClientStore store = database.open(folder)) {
      store.commit(List.of(identity(), value("first"), applied(1)));
      store.commit(List.of(value("second"), applied(2)));
    }

    try (JdbcClientStore store = database.open(folder); StoreImage image = store.load()) {
      assertThat(text(store)).isEqualTo("second at 2");
      assertThat(image.pastHashes().keySet()).containsExactly(1L, 2L);
      assertThat(image.identity().orElseThrow().keys().expose()).isEqualTo(KEYS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void appsWork_andTheRecords_areOneTransaction(TestDatabase database) throws Exception {
    database.execute(folder, "CREATE TABLE note (text VARCHAR(20))");
    try (JdbcClientStore store = database.open(folder)) {
      store.begin((SqlWork) tx -> insert(tx, "one"));
      store.commit(List.of(applied(1)));

      assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> {
        store.begin((SqlWork) tx -> {
          insert(tx, "two");
          throw new IllegalStateException("the app changed its mind");
        });
      });
      store.commit(List.of(value("goes on")));

      // Begun and never committed, as when the process dies here.
      store.begin((SqlWork) tx -> insert(tx, "three"));
    }

    assertThat(database.number(folder, "SELECT COUNT(*) FROM note WHERE text = 'one'"))
        .isEqualTo(1);
    assertThat(database.number(folder, "SELECT COUNT(*) FROM note")).isEqualTo(1);
    try (JdbcClientStore store = database.open(folder)) {
      assertThat(text(store)).isEqualTo("goes on at 1");
    }
  }

  private static void insert(java.sql.Connection tx, String text) throws java.sql.SQLException {
    try (var insert = tx.prepareStatement("INSERT INTO note (text) VALUES (?)")) {
      insert.setString(1, text);
      insert.executeUpdate();
    }
  }

  @ParameterizedTest
  @EnumSource
  void lentConnection_cannotEndTheTransaction_norBeKept(TestDatabase database) throws Exception {
    java.sql.Connection[] kept = new java.sql.Connection[1];
    try (JdbcClientStore store = database.open(folder)) {
      store.begin((SqlWork) tx -> {
        kept[0] = tx;
        for (SqlWork ending : List.<SqlWork>of(java.sql.Connection::commit,
            java.sql.Connection::rollback,
            java.sql.Connection::close, c -> c.setAutoCommit(true))) {
          assertThatExceptionOfType(java.sql.SQLException.class).isThrownBy(() -> ending.run(tx))
              .withMessage("The client ends this transaction. Throw to take everything back.");
        }
      });
      store.commit(List.of(value("whole")));

      assertThatExceptionOfType(java.sql.SQLException.class)
          .isThrownBy(() -> kept[0].createStatement());
      assertThat(text(store)).isEqualTo("whole at 0");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("KDF-1")
  void open_withThePassphrase_opensByWhatStandsInTheHeader(TestDatabase database)
      throws Exception {
    try (JdbcClientStore store =
        database.open(folder, "device", "store.lock", passphrase("correct horse", 64))) {
      store.commit(List.of(value("mine")));
    }

    assertThat(failureOf(database, "store.lock", passphrase("battery staple", 64)))
        .isEqualTo(StoreFailure.Kind.WRONG_KEY);
    assertThat(failureOf(database, "store.lock", TestDatabase.key(1)))
        .isEqualTo(StoreFailure.Kind.WRONG_KEY);
    try (JdbcClientStore store =
        database.open(folder, "device", "store.lock", passphrase("correct horse", 128))) {
      assertThat(text(store)).isEqualTo("mine at 0");
    }
  }

  private static StoreKey passphrase(String words, int memoryKiB) {
    return new StoreKey.Passphrase(Secret.adopt(words.getBytes(StandardCharsets.UTF_8)),
        new PasswordCost(memoryKiB, 1, 1));
  }

  @ParameterizedTest
  @EnumSource
  void secondOpener_isLockedOut_untilTheFirstCloses(TestDatabase database) throws Exception {
    JdbcClientStore first = database.open(folder);

    assertThat(failureOf(database, "store.lock", TestDatabase.key(1)))
        .isEqualTo(StoreFailure.Kind.LOCKED);
    first.close();
    assertThat(failureOf(database, "store.lock", TestDatabase.key(1))).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = "SQLITE")
  void openerThatDoesNotSeeTheLock_displacesTheFirst_whichNeverWritesAgain(TestDatabase database)
      throws Exception {
    try (JdbcClientStore first = database.open(folder);
        JdbcClientStore second =
            database.open(folder, "device", "elsewhere.lock", TestDatabase.key(1))) {
      StoreFailure failure = catchThrowableOfType(StoreFailure.class,
          () -> first.commit(List.of(value("from the first"))));

      assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.LOCKED);
      second.commit(List.of(value("from the second")));
      assertThatExceptionOfType(StoreFailure.class)
          .isThrownBy(() -> first.commit(List.of(value("again"))));
      assertThat(text(second)).isEqualTo("from the second at 0");
    }
  }

  @ParameterizedTest
  @EnumSource
  void twoStores_shareADatabase(TestDatabase database) throws Exception {
    try (JdbcClientStore one = database.open(folder, "one", "one.lock", TestDatabase.key(1))) {
      one.commit(List.of(value("of one")));
    }
    try (JdbcClientStore two = database.open(folder, "two", "two.lock", TestDatabase.key(2))) {
      two.commit(List.of(value("of two")));
    }
    try (JdbcClientStore one = database.open(folder, "one", "one.lock", TestDatabase.key(1))) {
      assertThat(text(one)).isEqualTo("of one at 0");
    }
  }

  @ParameterizedTest
  @EnumSource
  void framesThatWereTakenOutOrMovedOrChanged_areDamage(TestDatabase database) throws Exception {
    for (String change : List.of("DELETE FROM zerok_frame WHERE number = 2",
        "DELETE FROM zerok_frame WHERE number = 4",
        "UPDATE zerok_frame SET number = number + 10 WHERE number > 2",
        "UPDATE zerok_frame SET frame = (SELECT f.frame FROM zerok_frame f WHERE f.number = 3)"
            + " WHERE number = 2",
        "DELETE FROM zerok_frame")) {
      try (JdbcClientStore store = database.open(folder)) {
        for (int i = 1; i <= 3; i++) {
          store.commit(List.of(value("v" + i)));
        }
      }
      database.execute(folder, change);

      assertThat(failureOf(database, "store.lock", TestDatabase.key(1))).as(change)
          .isEqualTo(StoreFailure.Kind.DAMAGED);
      database.execute(folder, "DELETE FROM zerok_frame");
      database.execute(folder, "DELETE FROM zerok_store");
    }
  }

  @ParameterizedTest
  @EnumSource
  void longStore_isCompacted_andLosesNothing(TestDatabase database) throws Exception {
    ByteString big = ByteString.copyFrom(new byte[60_000]);
    try (JdbcClientStore store = database.open(folder)) {
      store.commit(List.of(identity(), applied(7)));
      for (int i = 0; i < 60; i++) {
        store.commit(List.of(new StoreRecord.AppValue("v", big),
            new StoreRecord.AppValue("last", ByteString.copyFromUtf8("" + i))));
      }
    }

    assertThat(database.number(folder, "SELECT SUM(LENGTH(frame)) FROM zerok_frame"))
        .isLessThan(1_300_000);
    try (JdbcClientStore store = database.open(folder); StoreImage image = store.load()) {
      assertThat(image.appValues().get("last")).isEqualTo(ByteString.copyFromUtf8("59"));
      assertThat(image.identity()).isPresent();
      assertThat(image.applied().map(Position::cursor)).contains(7L);
    }
  }

  @ParameterizedTest
  @EnumSource
  void batchThatIsTooLongForAFrame_isCommittedAsAWhole(TestDatabase database) throws Exception {
    byte[] random = new byte[1_000_000];
    new java.util.Random(1).nextBytes(random);
    ByteString state = ByteString.copyFrom(random);
    try (JdbcClientStore store = database.open(folder)) {
      store.commit(LongStream.rangeClosed(1, 40)
          .mapToObj(seq -> (StoreRecord) new StoreRecord.Outgoing(seq, state, HASH, HASH))
          .toList());
      store.commit(List.of(value("behind it")));
    }

    try (JdbcClientStore store = database.open(folder); StoreImage image = store.load()) {
      assertThat(text(store)).isEqualTo("behind it at 0");
      assertThat(image.outbox().keySet())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
      assertThat(image.outbox().get(40L).outgoing().push()).isEqualTo(state);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SQLITE")
  void compactionThatFails_failsNoCommit_andIsTriedAgain(TestDatabase database) throws Exception {
    ByteString big = ByteString.copyFrom(new byte[60_000]);
    try (JdbcClientStore store = database.open(folder)) {
      store.begin((SqlWork) tx -> {
        try (var statement = tx.createStatement()) {
          statement.execute("CREATE TRIGGER full BEFORE DELETE ON zerok_frame"
              + " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
        }
      });
      for (int i = 0; i < 40; i++) {
        store.commit(List.of(new StoreRecord.AppValue("v", big), applied(i + 1)));
      }
      store.begin((SqlWork) tx -> {
        try (var statement = tx.createStatement()) {
          statement.execute("DROP TRIGGER full");
        }
      });
      for (int i = 40; i < 80; i++) {
        store.commit(List.of(new StoreRecord.AppValue("v", big), applied(i + 1)));
      }
    }

    assertThat(database.number(folder, "SELECT SUM(LENGTH(frame)) FROM zerok_frame"))
        .isLessThan(80L * 60_000);
    try (JdbcClientStore store = database.open(folder); StoreImage image = store.load()) {
      assertThat(image.applied().map(Position::cursor)).contains(80L);
      assertThat(image.pastHashes()).hasSize(80);
    }
  }

  @ParameterizedTest
  @EnumSource
  void files_holdNoSecret(TestDatabase database) throws Exception {
    try (JdbcClientStore store = database.open(folder)) {
      store.commit(List.of(identity(), value("a value of the app")));
    }

    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain(new String(KEYS, StandardCharsets.US_ASCII), "holiday",
            "a value of the app");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void commit_afterClose_fails(TestDatabase database) throws Exception {
    JdbcClientStore store = database.open(folder);
    store.close();
    store.close();

    assertThatExceptionOfType(StoreFailure.class).isThrownBy(() -> store.commit(List.of()));
  }
}
