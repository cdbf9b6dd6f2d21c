package dev.zerok.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.PasswordCost;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.testkit.FakeRandomSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest {
  private static final PasswordCost CHEAP = new PasswordCost(64, 1, 1);

  @TempDir Path folder;

  private static StoreKey passphrase(String words) {
    return new StoreKey.Passphrase(
        Secret.adopt(words.getBytes(java.nio.charset.StandardCharsets.UTF_8)), CHEAP);
  }

  private FileClientStore open(StoreKey key) throws StoreFailure {
    return FileClientStore.open(folder.resolve("s"), key, StoreScenario.CRYPTO,
        new FakeRandomSource("s"));
  }

  private StoreFailure.Kind failureOf(StoreKey key) {
    StoreFailure failure = catchThrowableOfType(StoreFailure.class, () -> open(key).close());
    return failure == null ? null : failure.kind();
  }

  @Test
  @Tag("KDF-1")
  void open_withThePassphrase_opensByParametersAndSaltInTheFile() throws StoreFailure {
    try (FileClientStore store = open(passphrase("correct horse"))) {
      store.commit(StoreScenario.batches().get(0));
    }

    StoreKey samePassphraseOtherCost = new StoreKey.Passphrase(
        Secret.adopt("correct horse".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        new PasswordCost(128, 2, 1));
    try (FileClientStore store = open(samePassphraseOtherCost)) {
      assertThat(StoreScenario.describe(store.load())).isEqualTo(StoreScenario.imageAfter(1));
    }
  }

  @Test
  void open_withAnotherKeyOrKindOfKey_isWrongKey() throws StoreFailure {
    open(passphrase("correct horse")).close();

    assertThat(failureOf(passphrase("battery staple"))).isEqualTo(StoreFailure.Kind.WRONG_KEY);
    assertThat(failureOf(StoreScenario.key())).isEqualTo(StoreFailure.Kind.WRONG_KEY);
  }

  @Test
  void open_whileOpen_isLocked_andFreeAfterClose() throws StoreFailure {
    FileClientStore first = open(StoreScenario.key());

    assertThat(failureOf(StoreScenario.key())).isEqualTo(StoreFailure.Kind.LOCKED);
    first.close();
    assertThat(failureOf(StoreScenario.key())).isNull();
  }

  @Test
  void open_ofANewerFormatOrAForeignFile_isForeign_andLeavesItAlone() throws Exception {
    open(StoreScenario.key()).close();
    Path file = folder.resolve("s").resolve(FileClientStore.FILE_NAME);
    byte[] newer = Files.readAllBytes(file);
    newer[8] = 2;
    byte[] foreign =
        "SQLite format 3 and more".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    for (byte[] bytes : List.of(newer, foreign)) {
      Files.write(file, bytes);

      assertThat(failureOf(StoreScenario.key())).isEqualTo(StoreFailure.Kind.FOREIGN);
      assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }
  }

  @Test
  void files_areForTheirOwnerOnly() throws Exception {
    open(StoreScenario.key()).close();

    for (String name : List.of("store", "store.lock")) {
      assertThat(PosixFilePermissions
          .toString(Files.getPosixFilePermissions(folder.resolve("s").resolve(name))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void commit_thatMakesTheLogLong_compactsIt_andLosesNothing() throws StoreFailure {
    Path file = folder.resolve("s").resolve(FileClientStore.FILE_NAME);
    ByteString big = ByteString.copyFrom(new byte[60_000]);
    try (FileClientStore store = open(StoreScenario.key())) {
      for (List<StoreRecord> batch : StoreScenario.batches()) {
        store.commit(batch);
      }
      for (int i = 0; i < 30; i++) {
        store.commit(List
            .of(new StoreRecord.AppValue("state", big.concat(ByteString.copyFromUtf8("v" + i)))));
      }
    }

    assertThat(file).satisfies(path -> assertThat(Files.size(path)).isLessThan(1_200_000));
    try (FileClientStore store = open(StoreScenario.key())) {
      StoreImage image = store.load();
      assertThat(image.appValues()).containsExactly(
          java.util.Map.entry("state", big.concat(ByteString.copyFromUtf8("v29"))));
      assertThat(image.outbox().keySet()).containsExactly(2L);
      assertThat(image.pastHashes().keySet()).containsExactly(1L, 2L, 3L);
      assertThat(image.stopped()).contains(new StoreRecord.Stopped("FORK", "the relay lies"));
    }
  }

  @Test
  void snapshot_foldsBackToTheSameImage() {
    for (int count = 0; count <= StoreScenario.batches().size(); count++) {
      List<StoreRecord> records =
          StoreScenario.batches().subList(0, count).stream().flatMap(List::stream).toList();
      StoreImage image = StoreImage.of(records);

      assertThat(StoreScenario.describe(StoreImage.of(image.snapshot())))
          .isEqualTo(StoreScenario.describe(image));
    }
  }

  @Test
  void commit_afterClose_fails() throws StoreFailure {
    FileClientStore store = open(StoreScenario.key());
    store.close();

    assertThat(catchThrowableOfType(StoreFailure.class, () -> store.commit(List.of()))).isNotNull();
  }
}
