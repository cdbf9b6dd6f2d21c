package dev.zerok.relay.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.relay.port.StoreBatch;
import dev.zerok.relay.port.StoreSnapshot;
import dev.zerok.relay.testkit.FolderSearch;
import dev.zerok.relay.testkit.Payloads;
import dev.zerok.relay.testkit.RealTimeSource;
import dev.zerok.relay.testkit.RelayHarness;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenReadsTest {
  private static final long PATIENCE_SECONDS = 20;
  private static final GroupId GROUP = GroupId.of(new byte[GroupId.LENGTH]);

  private final OpenReads reads = new OpenReads();

  private interface Wait {
    void run() throws InterruptedException;
  }

  /** A thread that waits: returns when it does, or has ended. */
  private static final class Waiter {
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread;

    Waiter(Wait wait) {
      thread = Thread.ofPlatform().start(() -> {
        try {
          wait.run();
          ended.complete(null);
        } catch (InterruptedException | RuntimeException e) {
          ended.completeExceptionally(e);
        }
      });
    }

    boolean isWaiting() {
      while (thread.getState() != Thread.State.WAITING && !ended.isDone()) {
        Thread.onSpinWait();
      }
      return !ended.isDone();
    }

    void awaitEnd() throws Exception {
      ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void passWaitsForTheReadsThatAreOpen_andForNoLaterOnes() throws Exception {
    long first = reads.begin();
    long second = reads.begin();
    Waiter pass = new Waiter(reads::awaitThoseOpenNow);
    assertThat(pass.isWaiting()).isTrue();
    long later = reads.begin();

    reads.end(first);
    assertThat(pass.isWaiting()).isTrue();
    reads.end(second);

    pass.awaitEnd();
    reads.end(later);
  }

  @Test
  void closingWaitsForTheLastRead_andAdmitsNoOther() throws Exception {
    long open = reads.begin();
    Waiter closing = new Waiter(reads::awaitNone);
    assertThat(closing.isWaiting()).isTrue();
    assertThatIllegalStateException().isThrownBy(reads::begin);

    reads.end(open);

    closing.awaitEnd();
  }

  @Test
  @Tag("DEL-3")
  void deletionOfWhatAReadStillSees_leavesTheFilesWhenThatHasEnded(@TempDir Path path)
      throws Exception {
    ByteString payload = Payloads.of("x", 5_000);
    try (DataFolder folder = DataFolder.open(path);
        RocksBlobStore store = RocksBlobStore.open(
            folder, RelayHarness.PROMPT, new RealTimeSource(), failure -> {})) {
      RelayHarness.await(store.whenReclaimed());
      try (StoreBatch batch = store.begin()) {
        batch.putPayload(GROUP, 1, payload);
        batch.commit();
      }
      CompletableFuture<Void> reclaimed;
      try (StoreSnapshot read = store.snapshot()) {
        try (StoreBatch batch = store.begin()) {
          batch.deletePayload(GROUP, 1);
          batch.commit();
        }
        reclaimed = store.whenReclaimed().toCompletableFuture();
        while (!reclaimed.isDone() && !isReclaimerWaitingForReads()) {
          Thread.onSpinWait();
        }
        assertThat(reclaimed).isNotDone();
        assertThat(read.payload(GROUP, 1)).contains(payload);
      }
      RelayHarness.await(reclaimed);
      assertThat(FolderSearch.filesWith(path, payload)).isEmpty();
    }
  }

  private static boolean isReclaimerWaitingForReads() {
    return Thread.getAllStackTraces()
        .entrySet()
        .stream()
        .filter(thread -> thread.getKey().getName().equals("zerok-reclaim"))
        .flatMap(thread -> Arrays.stream(thread.getValue()))
        .anyMatch(frame -> frame.getClassName().equals(OpenReads.class.getName()));
  }

  @Test
  void closingOfAStore_waitsForAReadThatIsOpen(@TempDir Path path) throws Exception {
    try (DataFolder folder = DataFolder.open(path)) {
      RocksBlobStore store = RocksBlobStore.open(
          folder, RelayHarness.PROMPT, new RealTimeSource(), failure -> {});
      try (StoreBatch batch = store.begin()) {
        batch.putPayload(GROUP, 1, Payloads.of("x"));
        batch.commit();
      }
      StoreSnapshot read = store.snapshot();
      Waiter closing = new Waiter(store::close);
      assertThat(closing.isWaiting()).isTrue();
      assertThat(read.payload(GROUP, 1)).contains(Payloads.of("x"));

      read.close();

      closing.awaitEnd();
    }
  }
}
