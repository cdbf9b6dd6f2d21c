package dev.zerok.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.ContentId;
import dev.zerok.protocol.id.DeviceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the chunks of contents lie: in a folder, in memory, or nowhere. */
class ContentShelfTest {
  private static final ByteString FIRST = ByteString.copyFromUtf8("first chunk");
  private static final ByteString LAST = ByteString.copyFromUtf8("last");
  private static final ContentKey KEY =
      new ContentKey(DeviceId.of(new byte[16]), ContentId.of(new byte[16]));
  private static final ContentKey OTHER = new ContentKey(KEY.sender(),
      ContentId.of(ByteString.copyFromUtf8("another content!")));

  @TempDir Path folder;

  private static byte[] read(ContentShelf shelf, ContentKey key, int index, ByteString expected)
      throws IOException {
    return shelf.get(key, FIRST.size(), index, expected.size());
  }

  private static void assertKeeps(ContentShelf shelf) throws StoreFailure, IOException {
    shelf.put(KEY, FIRST.size(), 1, LAST);
    shelf.put(OTHER, FIRST.size(), 0, LAST);
    shelf.put(KEY, FIRST.size(), 0, LAST);
    shelf.put(KEY, FIRST.size(), 0, FIRST);

    assertThat(read(shelf, KEY, 0, FIRST)).isEqualTo(FIRST.toByteArray());
    assertThat(read(shelf, KEY, 1, LAST)).isEqualTo(LAST.toByteArray());
    shelf.keepOnly(Set.of(KEY));
    assertThatThrownBy(() -> read(shelf, OTHER, 0, LAST)).isInstanceOf(IOException.class);
    shelf.drop(OTHER);
    assertThat(read(shelf, KEY, 0, FIRST)).isEqualTo(FIRST.toByteArray());
    shelf.drop(KEY);
    assertThatThrownBy(() -> read(shelf, KEY, 0, FIRST)).isInstanceOf(IOException.class);
    assertThat(shelf.refusal(1_000)).isEmpty();
  }

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
