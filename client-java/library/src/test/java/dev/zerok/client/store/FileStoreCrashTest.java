package dev.zerok.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreCrashTest {
  @TempDir Path folder;

  /** The whole scenario's file, with the length of the file after each commit. */
  private record Life(byte[] file, List<Integer> lengths) {}

  private Life live() throws StoreFailure {
    Path original = folder.resolve("original");
    List<Integer> lengths = new ArrayList<>();
    try (FileClientStore store = StoreScenario.open(original)) {
      lengths.add(StoreScenario.bytesOf(original).length);
      for (List<StoreRecord> batch : StoreScenario.batches()) {
        store.commit(batch);
        lengths.add(StoreScenario.bytesOf(original).length);
      }
    }
    return new Life(StoreScenario.bytesOf(original), lengths);
  }

  @Test
  void open_ofAFileCutAtAnyByte_holdsExactlyTheBatchesThatWereCompleteThere() throws StoreFailure {
    Life life = live();
    Path cut = folder.resolve("cut");
    for (int length = life.lengths.get(0); length <= life.file.length; length++) {
      StoreScenario.write(cut, Arrays.copyOf(life.file, length));
      int committed = lastNotBeyond(life.lengths, length);

      try (FileClientStore store = StoreScenario.open(cut)) {
        assertThat(StoreScenario.describe(store.load())).as("cut at " + length)
            .isEqualTo(StoreScenario.imageAfter(committed));
      }
    }
  }

  @Test
  void commit_afterACut_goesOnFromTheCommittedPrefix() throws StoreFailure {
    Life life = live();
    Path cut = folder.resolve("cut");
    int committed = 4;
    StoreScenario.write(cut, Arrays.copyOf(life.file, life.lengths.get(committed) + 20));
    try (FileClientStore store = StoreScenario.open(cut)) {
      for (List<StoreRecord> batch : StoreScenario.batches()
          .subList(committed, life.lengths.size() - 1)) {
        store.commit(batch);
      }
    }

    try (FileClientStore store = StoreScenario.open(cut)) {
      assertThat(StoreScenario.describe(store.load()))
          .isEqualTo(StoreScenario.imageAfter(life.lengths.size() - 1));
    }
  }

  @Test
  void open_ofAFileWhoseEndWasNeverWritten_cutsTheZeros() throws StoreFailure {
    Life life = live();
    Path zeros = folder.resolve("zeros");
    byte[] bytes = Arrays.copyOf(life.file, life.file.length + 4096);
    StoreScenario.write(zeros, bytes);

    try (FileClientStore store = StoreScenario.open(zeros)) {
      assertThat(StoreScenario.describe(store.load()))
          .isEqualTo(StoreScenario.imageAfter(life.lengths.size() - 1));
    }
    assertThat(StoreScenario.bytesOf(zeros)).isEqualTo(life.file);
  }

  /** The file of two batches, the first and second of which span several sectors; with the length before each and at the end. */
  private Life longFrames() throws StoreFailure {
    Path original = folder.resolve("long");
    List<Integer> lengths = new ArrayList<>();
    try (FileClientStore store = StoreScenario.open(original)) {
      for (String key : List.of("a", "b")) {
        lengths.add(StoreScenario.bytesOf(original).length);
        store.commit(List.of(
            new StoreRecord.AppValue(key, ByteString.copyFrom(new byte[10_000]))));
      }
      lengths.add(StoreScenario.bytesOf(original).length);
    }
    return new Life(StoreScenario.bytesOf(original), lengths);
  }

  @Test
  void open_ofAFileWhoseLastFrameHasAHole_cutsIt_andGoesOn() throws StoreFailure {
    Life life = longFrames();
    for (int hole = life.lengths.get(1) / 512 + 2; (hole + 1) * 512 < life.file.length; hole++) {
      Path torn = folder.resolve("torn" + hole);
      byte[] bytes = life.file.clone();
      Arrays.fill(bytes, hole * 512, (hole + 1) * 512, (byte) 0);
      StoreScenario.write(torn, bytes);

      try (FileClientStore store = StoreScenario.open(torn)) {
        assertThat(store.load().appValues()).as("hole at " + hole).containsOnlyKeys("a");
        store.commit(List.of(new StoreRecord.AppValue("c", ByteString.copyFromUtf8("c"))));
      }
      try (FileClientStore store = StoreScenario.open(torn)) {
        assertThat(store.load().appValues()).containsOnlyKeys("a", "c");
      }
    }
  }

  @Test
  void open_ofAFileWithAHoleBeforeItsLastFrame_isDamaged() throws StoreFailure {
    Life life = longFrames();
    for (int hole = life.lengths.get(0) / 512 + 2; (hole + 1) * 512 < life.lengths
        .get(1); hole++) {
      Path damaged = folder.resolve("damaged" + hole);
      byte[] bytes = life.file.clone();
      Arrays.fill(bytes, hole * 512, (hole + 1) * 512, (byte) 0);
      StoreScenario.write(damaged, bytes);

      assertThatThrownBy(() -> StoreScenario.open(damaged)).as("hole at " + hole)
          .isInstanceOfSatisfying(StoreFailure.class,
              failure -> assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.DAMAGED));
    }
  }

  @Test
  void open_ofAFileCutInsideWhatCreationWrote_isATypedFailure() throws StoreFailure {
    Life life = live();
    Path cut = folder.resolve("cut");
    for (int length = 0; length < life.lengths.get(0); length++) {
      StoreScenario.write(cut, Arrays.copyOf(life.file, length));

      assertThatThrownBy(() -> StoreScenario.open(cut)).as("cut at " + length)
          .isInstanceOf(StoreFailure.class);
    }
  }

  @Test
  void open_findingAnUnfinishedCompaction_ignoresAndRemovesIt() throws Exception {
    Life life = live();
    Path original = folder.resolve("original");
    Files.write(original.resolve("store.new"), Arrays.copyOf(life.file, 70));

    try (FileClientStore store = StoreScenario.open(original)) {
      assertThat(StoreScenario.describe(store.load()))
          .isEqualTo(StoreScenario.imageAfter(life.lengths.size() - 1));
    }
    assertThat(original.resolve("store.new")).doesNotExist();
  }

  private static int lastNotBeyond(List<Integer> lengths, int length) {
    int count = 0;
    while (count + 1 < lengths.size() && lengths.get(count + 1) <= length) {
      count++;
    }
    return count;
  }
}
