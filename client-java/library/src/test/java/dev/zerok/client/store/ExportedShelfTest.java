package dev.zerok.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.content.ContentManifest;
import dev.zerok.protocol.id.StreamId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chunks that travel with an exported device: those that are here, none else, and nobody's other file. */
class ExportedShelfTest {
  private static final ContentKey KEY = ContentScenario.KEY;
  private static final int CHUNK = 1_024;

  @TempDir Path folder;

  private final Path exported = Path.of("device.0k");

  private Path exported() {
    return folder.resolve(exported);
  }

  private static ByteString chunk(int index) {
    return ByteString.copyFrom(new byte[index == 4 ? 5_000 - 4 * CHUNK : CHUNK])
        .substring(4)
        .concat(ByteString.copyFromUtf8("no " + index));
  }

  /** Chunks 0, 1 and 3 of a content of five are here. */
  private void export() throws StoreFailure {
    FileClientStore store = StoreScenario.open(folder.resolve("before"));
    ContentManifest manifest = new ContentManifest(KEY.id(), 5_000, CHUNK,
        ByteString.copyFrom(new byte[32]), "film", "video");
    for (int index : List.of(3, 1, 0)) {
      store.content().put(KEY, CHUNK, index, chunk(index));
    }
    store.commit(List.of(
        new StoreRecord.ContentChange(
            new ContentRecord.ContentExpected(KEY, manifest, StreamId.DEFAULT, 9, false)),
        new StoreRecord.ContentChange(new ContentRecord.ContentKept(KEY, 0, 2)),
        new StoreRecord.ContentChange(new ContentRecord.ContentKept(KEY, 3, 1))));
    store.exportTo(exported(), "It moved.");
  }

  @Test
  void chunksThatAreHere_areThereAfterTheImport_andTheStoreToo() throws Exception {
    export();

    FileClientStore.importFrom(exported(), folder.resolve("after"));

    try (FileClientStore store = StoreScenario.open(folder.resolve("after"))) {
      assertThat(store.load().content().expected()).containsOnlyKeys(KEY);
      for (int index : List.of(0, 1, 3)) {
        assertThat(store.content().get(KEY, CHUNK, index, chunk(index).size()))
            .isEqualTo(chunk(index).toByteArray());
      }
      assertThatThrownBy(() -> store.content().get(KEY, CHUNK, 2, CHUNK))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void chunkThatWasChangedOnTheWay_doesNotOpen() throws Exception {
    export();
    byte[] bytes = Files.readAllBytes(exported());
    bytes[bytes.length - 17] ^= 1; // the last byte before the trailer: of chunk 3
    Files.write(exported(), bytes);

    FileClientStore.importFrom(exported(), folder.resolve("after"));

    try (FileClientStore store = StoreScenario.open(folder.resolve("after"))) {
      assertThatThrownBy(() -> store.content().get(KEY, CHUNK, 3, CHUNK))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("was changed");
      assertThat(store.content().get(KEY, CHUNK, 1, chunk(1).size()))
          .isEqualTo(chunk(1).toByteArray());
    }
  }

  /** Cut off in the store, between its end and the trailer's, and in the trailer; a plain copy of a store is no export either. */
  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.6, 0.9, 0.9999})
  void fileThatWasCutOff_isRefused_andStaysForAnotherTry(double part) throws Exception {
    export();
    byte[] whole = Files.readAllBytes(exported());
    Files.write(exported(), Arrays.copyOf(whole, (int) (part * whole.length)));

    assertThatThrownBy(() -> FileClientStore.importFrom(exported(), folder.resolve("after")))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("cut off");
    assertThat(folder.resolve("after").resolve(FileClientStore.FILE_NAME)).doesNotExist();

    Files.write(exported(), whole);
    FileClientStore.importFrom(exported(), folder.resolve("after"));
    StoreScenario.open(folder.resolve("after")).close();
    assertThat(exported()).doesNotExist();
  }

  @Test
  void copyOfAStore_isNoExport() throws Exception {
    StoreScenario.open(folder.resolve("before")).close();
    Path copy = Files.copy(folder.resolve("before").resolve(FileClientStore.FILE_NAME),
        folder.resolve("copy"));

    assertThatThrownBy(() -> FileClientStore.importFrom(copy, folder.resolve("after")))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("is no export");
    assertThat(folder.resolve("after").resolve(FileClientStore.FILE_NAME)).doesNotExist();
  }

  @Test
  void nameThatLeadsElsewhere_isRefused_andNothingIsImported() throws Exception {
    export();
    String text = Files.readString(exported(), StandardCharsets.ISO_8859_1);
    String name = KEY.fileName();
    String elsewhere = "../" + name.substring(3);
    Files.writeString(exported(), text.replace(name, elsewhere), StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> FileClientStore.importFrom(exported(), folder.resolve("after")))
        .isInstanceOfSatisfying(StoreFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.IO))
        .hasMessageContaining("was changed or cut off");

    assertThat(folder.resolve("after").resolve(FileClientStore.FILE_NAME)).doesNotExist();
    assertThat(folder.resolve("after").resolve(elsewhere.substring(3))).doesNotExist();
    assertThat(exported()).exists();
  }
}
