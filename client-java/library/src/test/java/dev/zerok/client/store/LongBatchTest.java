package dev.zerok.client.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch that is too long for one frame is committed wholly or not at all, like any other. */
class LongBatchTest {
  private static final ByteString HASH = ByteString.copyFrom(new byte[32]);

  @TempDir Path folder;

  private static List<StoreRecord> pushes(int count) {
    byte[] random = new byte[1_000_000];
    new Random(1).nextBytes(random);
    ByteString part = ByteString.copyFrom(random);
    return LongStream.rangeClosed(1, count)
        .mapToObj(seq -> (StoreRecord) new StoreRecord.Outgoing(seq, part, HASH, HASH))
        .toList();
  }

  private static List<Long> seqs(FileClientStore store) {
    try (StoreImage image = store.load()) {
      return List.copyOf(image.outbox().keySet());
    }
  }

  @Test
  void commit_ofFortyMegabytes_isThereAfterReopening() throws StoreFailure {
    try (FileClientStore store = StoreScenario.open(folder)) {
      store.commit(pushes(40));
      store.commit(List.of(new StoreRecord.AppValue("k", HASH)));
    }

    try (FileClientStore store = StoreScenario.open(folder); StoreImage image = store.load()) {
      assertThat(seqs(store)).containsExactlyElementsOf(LongStream.rangeClosed(1, 40)
          .boxed()
          .toList());
      assertThat(image.outbox().get(40L).outgoing()).isEqualTo(pushes(40).get(39));
      assertThat(image.appValues()).containsKey("k");
    }
  }

  @Test
  void open_ofAFileCutInAnyFrameOfIt_holdsNothingOfIt_andTakesFurtherBatches() throws Exception {
    int before;
    try (FileClientStore store = StoreScenario.open(folder.resolve("whole"))) {
      // Stands where a compaction would write, which would make a snapshot of the batch.
      Files.createDirectories(folder.resolve("whole/store.new/in the way"));
      store.commit(List.of(new StoreRecord.AppValue("k", HASH)));
      before = StoreScenario.bytesOf(folder.resolve("whole")).length;
      store.commit(pushes(10));
    }
    byte[] file = StoreScenario.bytesOf(folder.resolve("whole"));
    for (int length : IntStream.rangeClosed(1, 9).map(n -> before + n * 1_000_000).toArray()) {
      Path cut = folder.resolve("cut" + length);
      StoreScenario.write(cut, Arrays.copyOf(file, length));

      try (FileClientStore store = StoreScenario.open(cut)) {
        assertThat(seqs(store)).as("cut at " + length).isEmpty();
        assertThat(StoreScenario.bytesOf(cut)).hasSize(before);
        store.commit(pushes(1));
      }
      try (FileClientStore store = StoreScenario.open(cut); StoreImage image = store.load()) {
        assertThat(seqs(store)).containsExactly(1L);
        assertThat(image.appValues()).containsKey("k");
      }
    }
  }
}
