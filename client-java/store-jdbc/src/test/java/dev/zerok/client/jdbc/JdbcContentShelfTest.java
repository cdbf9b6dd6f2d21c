package dev.zerok.client.jdbc;

import static dev.zerok.client.store.ShelfContract.FIRST;
import static dev.zerok.client.store.ShelfContract.KEY;
import static dev.zerok.client.store.ShelfContract.LAST;
import static dev.zerok.client.store.ShelfContract.OTHER;
import static dev.zerok.client.store.ShelfContract.assertKeeps;
import static dev.zerok.client.store.ShelfContract.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.client.store.StoreFailure;
import dev.zerok.client.store.StoreRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The chunks of large contents in the database: what every shelf owes, and the transactions that they share with the store. */
class JdbcContentShelfTest {
  private static final String CHUNKS = "SELECT COUNT(*) FROM zerok_chunk";

  @TempDir Path folder;

  private static List<StoreRecord> records() {
    return List.of(new StoreRecord.AppValue("v", ByteString.copyFromUtf8("value")));
  }

  @ParameterizedTest
  @EnumSource
  void chunks_comeInAnyOrderAndAgain(TestDatabase database) throws Exception {
    try (JdbcClientStore store = database.open(folder)) {
      assertKeeps(store.content());
    }
    assertThat(database.number(folder, CHUNKS)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void chunkThatWasPut_isThereAfterReopening_andThoughTheStoreWasCompacted(TestDatabase database)
      throws Exception {
    try (JdbcClientStore store = database.open(folder)) {
      store.content().put(KEY, FIRST.size(), 0, FIRST);
      for (int i = 0; i < 60; i++) {
        store.commit(List.of(new StoreRecord.AppValue("v",
            ByteString.copyFrom(new byte[60_000]))));
      }
    }
    try (JdbcClientStore store = database.open(folder)) {
      assertThat(read(store.content(), KEY, 0, FIRST)).isEqualTo(FIRST.toByteArray());
      store.content().keepOnly(Set.of(OTHER));
    }
    assertThat(database.number(folder, CHUNKS)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void chunkThatComesInTheAppsTransaction_isCommittedWithIt_orNotAtAll(TestDatabase database)
      throws Exception {
    database.execute(folder, "CREATE TABLE note (text VARCHAR(20))");
    SqlWork noting = tx -> {
      try (var insert = tx.prepareStatement("INSERT INTO note (text) VALUES ('noted')")) {
        insert.executeUpdate();
      }
    };
    try (JdbcClientStore store = database.open(folder)) {
      store.begin(noting);
      store.content().put(KEY, FIRST.size(), 0, FIRST);
      assertThat(store.content().refusal(1)).isEmpty();
      store.commit(records());

      store.begin(noting); // and dies before the commit
      store.content().put(KEY, FIRST.size(), 1, LAST);
      assertThat(read(store.content(), KEY, 1, LAST)).isEqualTo(LAST.toByteArray());
    }

    assertThat(database.number(folder, "SELECT COUNT(*) FROM note")).isEqualTo(1);
    assertThat(database.number(folder, CHUNKS)).isEqualTo(1);
    try (JdbcClientStore store = database.open(folder)) {
      assertThat(read(store.content(), KEY, 0, FIRST)).isEqualTo(FIRST.toByteArray());
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SQLITE") // the other one's files have one opener at a time
  void lookingAtChunks_keepsNobodyElseFromWriting(TestDatabase database) throws Exception {
    database.execute(folder, "CREATE TABLE note (text VARCHAR(20))");
    try (JdbcClientStore store = database.open(folder)) {
      store.content().put(KEY, FIRST.size(), 0, FIRST);
      read(store.content(), KEY, 0, FIRST);
      assertThat(store.content().refusal(1)).isEmpty();

      database.execute(folder, "INSERT INTO note (text) VALUES ('of the app')");

      store.content().put(KEY, FIRST.size(), 1, LAST);
      store.commit(records());
    }
    assertThat(database.number(folder, CHUNKS)).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void chunkThatWasChangedOrMoved_isNotGivenBack(TestDatabase database) throws Exception {
    try (JdbcClientStore store = database.open(folder)) {
      store.content().put(KEY, FIRST.size(), 0, FIRST);
      store.content().put(KEY, FIRST.size(), 1, FIRST);
      store.content().put(KEY, FIRST.size(), 2, FIRST);
    }
    database.execute(folder, "UPDATE zerok_chunk SET chunk ="
        + " (SELECT c.chunk FROM zerok_chunk c WHERE c.number = 1) WHERE number = 0");
    database.execute(folder, "DELETE FROM zerok_chunk WHERE number = 2");

    try (JdbcClientStore store = database.open(folder)) {
      assertThatThrownBy(() -> read(store.content(), KEY, 0, FIRST))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("was changed");
      assertThatThrownBy(() -> read(store.content(), KEY, 2, FIRST))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not here");
      assertThat(read(store.content(), KEY, 1, FIRST)).isEqualTo(FIRST.toByteArray());
    }
  }

  @ParameterizedTest
  @EnumSource
  void files_showNothingOfTheChunks_andTwoStoresKeepTheirOwn(TestDatabase database)
      throws Exception {
    try (JdbcClientStore one = database.open(folder, "one", "one.lock", TestDatabase.key(1))) {
      one.content().put(KEY, FIRST.size(), 0, FIRST);
    }
    try (JdbcClientStore two = database.open(folder, "two", "two.lock", TestDatabase.key(1))) {
      assertThatThrownBy(() -> read(two.content(), KEY, 0, FIRST))
          .isInstanceOf(IOException.class);
      two.content().keepOnly(Set.of());
    }
    try (JdbcClientStore one = database.open(folder, "one", "one.lock", TestDatabase.key(1))) {
      assertThat(read(one.content(), KEY, 0, FIRST)).isEqualTo(FIRST.toByteArray());
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain(FIRST.toStringUtf8());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void afterClosing_nothingIsGivenBackNorTaken(TestDatabase database) throws Exception {
    JdbcClientStore store = database.open(folder);
    store.content().put(KEY, FIRST.size(), 0, FIRST);
    store.close();

    assertThatThrownBy(() -> read(store.content(), KEY, 0, FIRST))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> store.content().drop(KEY)).isInstanceOf(StoreFailure.class);
    assertThat(store.content().refusal(1)).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void moreThanItKeeps_isRefused(TestDatabase database) throws SQLException, StoreFailure {
    try (JdbcClientStore store = database.open(folder)) {
      assertThat(store.content().refusal(JdbcClientStore.MAX_CONTENT_BYTES + 1)).isPresent();
      assertThat(store.content().refusal(Long.MAX_VALUE)).isPresent();
      assertThat(store.content().refusal(1)).isEmpty();
    }
  }
}
