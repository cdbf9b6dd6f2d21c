package dev.zerok.client.store;

import static dev.zerok.client.store.ShelfContract.FIRST;
import static dev.zerok.client.store.ShelfContract.KEY;
import static dev.zerok.client.store.ShelfContract.assertKeeps;
import static dev.zerok.client.store.ShelfContract.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the chunks of contents lie: in a folder, in memory, or nowhere. */
class ContentShelfTest {
  @TempDir Path folder;

  @Test
  void chunks_comeInAnyOrderAndAgain_inAFolderAsInMemory() throws Exception {
    assertKeeps(new MemoryClientStore().content());
    try (FileClientStore store = StoreScenario.open(folder)) {
      assertKeeps(store.content());
    }
  }

  @Test
  void aFolder_givesThemBackAfterARestart_andShowsNothingOfThemToOthers() throws Exception {
    try (FileClientStore store = StoreScenario.open(folder)) {
      store.content().put(KEY, FIRST.size(), 0, FIRST);
    }
    try (FileClientStore store = StoreScenario.open(folder)) {
      assertThat(read(store.content(), KEY, 0, FIRST)).isEqualTo(FIRST.toByteArray());
      assertThat(ByteString.copyFrom(Files.readAllBytes(file())).toStringUtf8())
          .doesNotContain("first");
    }
  }

  private Path file() {
    return folder.resolve("content").resolve(KEY.fileName());
  }

  @Test
  void aChangedChunk_isNotGivenBack() throws Exception {
    try (FileClientStore store = StoreScenario.open(folder)) {
      store.content().put(KEY, FIRST.size(), 0, FIRST);
      byte[] bytes = Files.readAllBytes(file());
      bytes[bytes.length - 1] ^= 1;
      Files.write(file(), bytes);

      assertThatThrownBy(() -> read(store.content(), KEY, 0, FIRST))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("was changed");
    }
  }

  @Test
  void afterClosing_nothingIsGivenBack() throws Exception {
    FileClientStore store = StoreScenario.open(folder);
    store.content().put(KEY, FIRST.size(), 0, FIRST);
    store.close();

    assertThatThrownBy(() -> read(store.content(), KEY, 0, FIRST))
        .isInstanceOf(IOException.class);
  }

  @Test
  void memory_isBounded_anAbsentShelfRefusesAll() {
    assertThat(new MemoryClientStore().content().refusal(MemoryContentShelf.MAX_BYTES)).isEmpty();
    assertThat(new MemoryClientStore().content().refusal(MemoryContentShelf.MAX_BYTES + 1))
        .isPresent();
    assertThat(ContentShelf.none().refusal(0))
        .isEqualTo(Optional.of("this device's store keeps no large contents"));
  }

  @Test
  void aDiskWithTooLittleRoom_refuses() throws Exception {
    try (FileClientStore store = StoreScenario.open(folder)) {
      assertThat(store.content().refusal(Long.MAX_VALUE / 2)).isPresent();
    }
  }
}
