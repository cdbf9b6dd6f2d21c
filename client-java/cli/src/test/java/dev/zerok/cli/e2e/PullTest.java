package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.CreatedGroup;
import dev.zerok.client.NewGroup;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.IncomingContent;
import dev.zerok.client.model.PullResult;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.MemoryClientStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receiving without staying connected, and relays with several addresses. */
class PullTest {
  @TempDir Path folder;

  @Test
  @Tag("PULL-2")
  void pulls_bringWhatTheyAskedFor_andTheNextGoesOnThere() {
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(relay).start();
        ClientDevice second = first.pair()) {
      for (String text : List.of("one", "two", "three")) {
        ClientDevice.await(first.client.acknowledged(first.push(text)));
      }

      PullResult some = ClientDevice.await(second.client.pull(2));

      assertThat(second.nextTexts(2)).containsExactly("one", "two");
      assertThat(some)
          .extracting(PullResult::applied, PullResult::more)
          .containsExactly(2, true);

      PullResult rest = ClientDevice.await(second.client.pull(Integer.MAX_VALUE));

      assertThat(second.nextTexts(1)).containsExactly("three");
      assertThat(rest)
          .isEqualTo(new PullResult(1, false, first.client.status().head()));
      assertThat(ClientDevice.await(second.client.pull(1)))
          .isEqualTo(new PullResult(0, false, first.client.status().head()));
      second.start();
      first.push("live");
      assertThat(second.nextTexts(1)).containsExactly("live");
    }
  }

  @Test
  @Tag("CONTENT-6")
  void pull_ofALargeContent_endsWhenTheAppHasTakenIt() throws Exception {
    Path file = ContentInbox.noise(folder.resolve("film.bin"), 600_000);
    CompletableFuture<Void> taken = new CompletableFuture<>();
    BlockingQueue<IncomingContent> offered = new LinkedBlockingQueue<>();
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice first = ClientDevice.creating(relay).start();
        ClientDevice second = first.pair()) {
      ClientDevice.await(first.client.push(file).completed());
      second.client.receiveContent(content -> {
        offered.add(content);
        return taken;
      }, ContentInbox.ANY_SIZE);
      CompletableFuture<PullResult> pull = second.client.pull(Integer.MAX_VALUE);
      second.nextEvent(SyncEvent.CaughtUp.class);

      assertThat(offered.poll(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS).name())
          .isEqualTo("film.bin");
      assertThat(pull).isNotDone();
      taken.complete(null);

      assertThat(ClientDevice.await(pull).more()).isFalse();
    }
  }

  @Test
  void pull_onAStartedClientOrWithoutARelay_fails() {
    MemoryClientStore store = new MemoryClientStore();
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(store, relay.url(), relay.identity()).start()) {
      ClientDevice.await(first.client.caughtUp());
      assertReason(first.client, SyncProblem.Reason.STARTED);
    }
    CreatedGroup alone = SyncClient.create(ClientConfig.of(new MemoryClientStore()),
        group(List.of(deadAddress(), deadAddress()), ByteString.copyFrom(new byte[32])));
    alone.kit().close();
    try (SyncClient client = alone.client()) {
      assertReason(client, SyncProblem.Reason.OFFLINE);
    }
  }

  @Test
  void relayWithADeadFirstAddress_isReachedByItsSecond_andInvitesCarryBoth() {
    try (TestRelay relay = TestRelay.start(folder)) {
      NewGroup group = group(List.of(deadAddress(), relay.url()), relay.identity());
      try (ClientDevice first = ClientDevice.creating(new MemoryClientStore(), group).start();
          ClientDevice second = first.pair().start()) {
        first.push("hello");

        assertThat(second.nextTexts(1)).containsExactly("hello");
      }
    }
  }

  private static void assertReason(SyncClient client, SyncProblem.Reason reason) {
    assertThatThrownBy(() -> ClientDevice.await(client.pull(1)))
        .isInstanceOfSatisfying(SyncProblem.class,
            problem -> assertThat(problem.reason()).isEqualTo(reason));
  }

  private static NewGroup group(List<URI> relays, ByteString identity) {
    return new NewGroup("holiday", "first", relays, identity, ByteString.EMPTY);
  }

  /** Nobody listens there: the port was free a moment ago. */
  private static URI deadAddress() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("ws://127.0.0.1:" + free.getLocalPort());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
