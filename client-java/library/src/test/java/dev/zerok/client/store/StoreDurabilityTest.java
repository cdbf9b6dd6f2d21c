package dev.zerok.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.testkit.FakeRandomSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told as committed was synced before, and a compaction that fails takes nothing of it back. */
class StoreDurabilityTest {
  private static final ByteString BIG = ByteString.copyFrom(new byte[60_000]);

  @TempDir Path parent;

  private final FailingSync disk = new FailingSync();

  private Path folder() {
    return parent.resolve("a/b/s");
  }

  private FileClientStore open() throws StoreFailure {
    return FileClientStore.open(folder(), StoreScenario.key(), StoreScenario.CRYPTO,
        new FakeRandomSource("s"), disk);
  }

  private static List<StoreRecord> value(String text) {
    return List.of(new StoreRecord.AppValue("v", BIG.concat(ByteString.copyFromUtf8(text))));
  }

  private String stored() throws StoreFailure {
    try (FileClientStore store = open(); StoreImage image = store.load()) {
      return image.appValues().get("v").substring(BIG.size()).toStringUtf8();
    }
  }

  private void fillUntilItWouldCompact(FileClientStore store) throws StoreFailure {
    for (int i = 0; i < 20; i++) {
      store.commit(value("v" + i));
    }
  }

  @Test
  void newStore_isDurableWithTheNamesOfAllItsFolders() throws Exception {
    open().close();

    long length = Files.size(folder().resolve(FileClientStore.FILE_NAME));
    assertThat(disk.calls).containsExactly("folder " + parent.getFileName(), "folder a", "folder b",
        "file of " + length, "folder s");
  }

  @Test
  void commit_syncsWhatItWrote_beforeItReturns() throws Exception {
    try (FileClientStore store = open()) {
      disk.calls.clear();
      store.commit(value("one"));

      assertThat(disk.calls).containsExactly(
          "file of " + Files.size(folder().resolve(FileClientStore.FILE_NAME)));
    }
  }

  @Test
  void commit_whoseSyncFails_fails_andNoneAfterItSucceeds() throws Exception {
    try (FileClientStore store = open()) {
      disk.filesFail = true;
      StoreFailure failure = catchThrowableOfType(StoreFailure.class,
          () -> store.commit(value("one")));
      disk.filesFail = false;

      assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.IO);
      assertThat(catchThrowableOfType(StoreFailure.class, () -> store.commit(value("two"))))
          .isSameAs(failure);
    }
  }

  @Test
  void compactionThatCannotWrite_failsNoCommit_andIsTriedAgain() throws Exception {
    Path inTheWay = folder().resolve("store.new");
    try (FileClientStore store = open()) {
      Files.createDirectories(inTheWay.resolve("not empty"));
      fillUntilItWouldCompact(store);
      store.commit(value("durable"));
      assertThat(Files.size(folder().resolve(FileClientStore.FILE_NAME)))
          .isGreaterThan(21 * 60_000);

      Files.delete(inTheWay.resolve("not empty"));
      fillUntilItWouldCompact(store);
      store.commit(value("last"));
      assertThat(Files.size(folder().resolve(FileClientStore.FILE_NAME)))
          .isLessThan(21 * 60_000);
    }
    assertThat(stored()).isEqualTo("last");
  }

  @Test
  void compactionWhoseNameMayNotBeDurable_failsNoCommit_butEveryLaterOne() throws Exception {
    try (FileClientStore store = open()) {
      for (int i = 0; i < 17; i++) {
        store.commit(value("v" + i));
      }
      disk.foldersFail = true;
      store.commit(value("durable"));

      assertThat(catchThrowableOfType(StoreFailure.class, () -> store.commit(value("lost"))))
          .isNotNull();
    }
    disk.foldersFail = false;
    assertThat(stored()).isEqualTo("durable");
  }

  @Test
  void exportedFile_hasADurableName_beforeTheStoreSaysThatItMoved() throws Exception {
    Path file = Files.createDirectories(parent.resolve("out")).resolve("phone.export");
    FileClientStore store = open();
    disk.calls.clear();
    store.exportTo(file, "gone");

    String marked = "file of " + Files.size(folder().resolve(FileClientStore.FILE_NAME));
    assertThat(disk.calls).containsSubsequence("folder out", marked);
  }
}
