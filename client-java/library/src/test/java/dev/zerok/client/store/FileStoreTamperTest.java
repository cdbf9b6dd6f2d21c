package dev.zerok.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTamperTest {
  @TempDir Path folder;

  private final List<Integer> lengths = new ArrayList<>();

  private byte[] written() throws StoreFailure {
    Path original = folder.resolve("original");
    try (FileClientStore store = StoreScenario.open(original)) {
      lengths.add(StoreScenario.bytesOf(original).length);
      for (List<StoreRecord> batch : StoreScenario.batches()) {
        store.commit(batch);
        lengths.add(StoreScenario.bytesOf(original).length);
      }
    }
    return StoreScenario.bytesOf(original);
  }

  private StoreFailure.Kind failureOf(byte[] bytes) {
    Path changed = folder.resolve("changed");
    StoreScenario.write(changed, bytes);
    StoreFailure failure =
        catchThrowableOfType(StoreFailure.class, () -> StoreScenario.open(changed).close());
    return failure == null ? null : failure.kind();
  }

  @Test
  void open_ofAFileWithAnyBitFlipped_isATypedFailure() throws StoreFailure {
    byte[] file = written();
    for (int at = 0; at < file.length; at++) {
      byte[] flipped = file.clone();
      flipped[at] ^= (byte) (1 << at % 8);

      assertThat(failureOf(flipped)).as("bit flipped in byte " + at)
          .isIn(StoreFailure.Kind.DAMAGED, StoreFailure.Kind.WRONG_KEY, StoreFailure.Kind.FOREIGN);
    }
  }

  @Test
  void open_ofAFileWithABatchRemovedDoubledOrMoved_isDamaged() throws StoreFailure {
    byte[] file = written();
    for (int batch = 1; batch < lengths.size() - 1; batch++) {
      int from = lengths.get(batch - 1);
      int to = lengths.get(batch);
      int next = lengths.get(batch + 1);

      assertThat(failureOf(joined(file, 0, from, to, file.length)))
          .isEqualTo(StoreFailure.Kind.DAMAGED);
      assertThat(failureOf(joined(file, 0, to, from, file.length)))
          .isEqualTo(StoreFailure.Kind.DAMAGED);
      assertThat(failureOf(joined(file, 0, from, to, next, from, to, next, file.length)))
          .isEqualTo(StoreFailure.Kind.DAMAGED);
    }
  }

  @Test
  void theFile_showsNothingOfWhatIsInIt() throws StoreFailure {
    String file = new String(written(), java.nio.charset.StandardCharsets.ISO_8859_1);

    assertThat(file).doesNotContain("holiday", "phone", "first push", "ws://a", "genesis",
        "the relay lies");
  }

  /** The ranges of {@code file} between each pair of places, one behind the other. */
  private static byte[] joined(byte[] file, int... places) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < places.length; i += 2) {
      out.write(file, places[i], places[i + 1] - places[i]);
    }
    return out.toByteArray();
  }
}
