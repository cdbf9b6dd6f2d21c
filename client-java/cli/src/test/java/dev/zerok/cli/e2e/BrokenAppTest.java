package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.model.BlobHandler;
import dev.zerok.client.model.ContentEvent;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.Snapshots;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.MemoryClientStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** App code that throws errors, no exceptions: what it did not do comes again, and everything else goes on. */
class BrokenAppTest {
  @TempDir Path folder;

  /** Errors that reach the handler of a thread that the app's code runs on. */
  private final List<Throwable> uncaught = new java.util.concurrent.CopyOnWriteArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();

  private void onAppThread(Runnable task) {
    Thread thread = new Thread(task, "app");
    thread.setUncaughtExceptionHandler((where, thrown) -> uncaught.add(thrown));
    thread.start();
  }

  private void failOnce() {
    if (calls.incrementAndGet() == 1) {
      throw new AssertionError("the app is broken");
    }
  }

  private ClientConfig brokenApp(ClientDevice device) {
    return ClientConfig.of(new MemoryClientStore())
        .withCallbacks(this::onAppThread)
        .withListener(device.events::add)
        .withHandler(BlobHandler.of(blob -> {
          failOnce();
          device.blobs.add(blob);
        }))
        .withSnapshots(new Snapshots() {
          @Override
          public Set<String> streams() {
            return Set.of("");
          }

          @Override
          public ByteString take(String stream) {
            failOnce();
            return ByteString.copyFromUtf8("a state");
          }

          @Override
          public void restore(String stream, ByteString state) {}
        });
  }

  @Test
  void handlerThatThrowsAnError_getsTheBlobAgain_andThoseBehindIt() {
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(relay).start();
        ClientDevice second = first.pair(InviteOptions.DEFAULT, this::brokenApp).start()) {
      first.push("one");
      first.push("two");

      assertThat(second.nextEvent(SyncEvent.BlobNotApplied.class).reason())
          .isEqualTo("AssertionError");
      assertThat(second.nextTexts(2)).containsExactly("one", "two");
      assertThat(uncaught).singleElement().isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void contentHandlerThatThrowsAnError_getsTheContentAgain() throws Exception {
    Path file = ContentInbox.noise(folder.resolve("film.bin"), 10_000);
    CompletableFuture<String> taken = new CompletableFuture<>();
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice first = ClientDevice.creating(relay).start();
        ClientDevice second = first.pair(InviteOptions.DEFAULT, this::brokenApp)) {
      second.client.receiveContent(content -> {
        failOnce();
        taken.complete(content.name());
        return taken;
      }, ContentInbox.ANY_SIZE);
      second.start();
      first.client.push(file);

      assertThat(ContentInbox.news(second, ContentEvent.ContentNotTaken.class).reason())
          .isEqualTo("AssertionError");
      assertThat(ClientDevice.await(taken)).isEqualTo("film.bin");
      assertThat(uncaught).singleElement().isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void snapshotThatThrowsAnError_failsThatCheckpoint_andReceivingGoesOn() {
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(relay).start();
        ClientDevice second = first.pair(InviteOptions.DEFAULT, this::brokenApp).start()) {
      second.nextEvent(SyncEvent.CaughtUp.class);

      assertThatThrownBy(() -> ClientDevice.await(second.client.checkpoint("")))
          .isInstanceOfSatisfying(SyncProblem.class, problem -> assertThat(problem.reason())
              .isEqualTo(SyncProblem.Reason.SNAPSHOT_FAILED));

      ClientDevice.await(second.client.checkpoint(""));
      first.push("one");
      assertThat(second.nextTexts(1)).containsExactly("one");
      assertThat(uncaught).singleElement().isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void snapshotForADeviceThatJoins_thatFails_isTold() {
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(relay).start();
        ClientDevice second = first
            .pair(InviteOptions.DEFAULT.asAdmin(), this::brokenApp)
            .start()) {
      second.nextEvent(SyncEvent.CaughtUp.class);

      second.pair(new MemoryClientStore(), new InviteOptions(600, false, true)).close();

      assertThat(second.nextEvent(SyncEvent.SnapshotFailed.class).reason())
          .contains("AssertionError");
    }
  }
}
