package dev.zerok.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.OutboxView;
import dev.zerok.client.model.PushReceipt;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.ClientStore;
import dev.zerok.client.store.MemoryClientStore;
import dev.zerok.client.store.StoreFailure;
import dev.zerok.client.store.StoreImage;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.client.transport.ClientTransport;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.testkit.FakeRandomSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The public client without a relay that answers: what works offline, and that closing waits for nobody. */
class SyncClientTest {
  /** Far beyond the promised half second: it tells "never" from "in time" on a slow machine, it measures nothing. */
  private static final long GENEROUS_SECONDS = 30;

  private static final ByteString IDENTITY = ByteString.copyFrom(new byte[32]);
  private final MemoryClientStore store = new MemoryClientStore();

  /** A transport whose connections neither open nor end: a relay that never answers. */
  private static final class FakeSilentTransport implements ClientTransport {
    final CompletableFuture<Void> asked = new CompletableFuture<>();

    @Override
    public Link connect(URI url, List<String> offered, Listener listener) {
      asked.complete(null);
      return new Link() {
        @Override
        public void send(byte[] message) {}

        @Override
        public void more() {}

        @Override
        public void close() {}
      };
    }
  }

  private ClientConfig config() {
    return ClientConfig.of(store)
        .withCrypto(Providers.bouncyCastle())
        .withRandom(new FakeRandomSource("client"));
  }

  private static SyncClient create(ClientConfig config, int port) {
    URI relay = URI.create("ws://127.0.0.1:" + port);
    CreatedGroup created =
        SyncClient.create(config, NewGroup.at(relay, IDENTITY, "a group", "a device"));
    created.kit().close();
    return created.client();
  }

  private static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(GENEROUS_SECONDS, TimeUnit.SECONDS).join();
  }

  private static void assertCloses(SyncClient client) {
    await(CompletableFuture.runAsync(client::close));
  }

  private static SyncProblem.Reason reasonOf(CompletableFuture<?> failing) {
    try {
      await(failing);
    } catch (CompletionException e) {
      return ((SyncProblem) e.getCause()).reason();
    }
    throw new AssertionError("it did not fail");
  }

  @Test
  void push_offline_isDoneWhenItIsInTheStore_andOutlivesTheClient() {
    SyncClient client = create(config().withTransport(new FakeSilentTransport()), 1);
    PushReceipt receipt = await(client.push(new byte[]{1, 2, 3}));
    List<OutboxView> outbox = client.outbox();
    assertCloses(client);

    assertThat(receipt.deviceSeq()).isEqualTo(1);
    assertThat(store.load().outbox().keySet()).containsExactly(1L);
    SyncClient again =
        SyncClient.open(ClientConfig.of(new MemoryClientStore(store.load())));
    assertThat(again.outbox()).isEqualTo(outbox).hasSize(1);
    assertCloses(again);
  }

  @Test
  void close_whileTheRelayIsUnreachable_completes() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    CompletableFuture<Void> tried = new CompletableFuture<>();
    SyncClient client = create(config().withListener(event -> {
      if (event instanceof SyncEvent.Disconnected) {
        tried.complete(null);
      }
    }), port);
    client.start();
    await(tried);

    assertCloses(client);
  }

  @Test
  void close_whileARelayThatNeverAnswersIsAsked_completes() {
    FakeSilentTransport silent = new FakeSilentTransport();
    SyncClient client = create(config().withTransport(silent), 1);
    client.start();
    await(silent.asked);
    CompletableFuture<Void> drained = client.outboxDrained();
    CompletableFuture<Void> caughtUp = client.caughtUp();

    assertCloses(client);
    await(drained);
    assertThat(reasonOf(caughtUp)).isEqualTo(SyncProblem.Reason.CLOSED);
  }

  @Test
  void close_whileASocketThatNeverAnswersIsUpgraded_completes() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      SyncClient client = create(config(), server.getLocalPort());
      client.start();
      try (var accepted = server.accept()) {
        assertThat(accepted.isConnected()).isTrue();
        assertCloses(client);
      }
    }
  }

  @Test
  void everythingAfterClose_failsWithClosed() {
    SyncClient client = create(config().withTransport(new FakeSilentTransport()), 1);
    assertCloses(client);
    assertCloses(client);

    assertThat(reasonOf(client.push(new byte[1]))).isEqualTo(SyncProblem.Reason.CLOSED);
    assertThat(reasonOf(client.caughtUp())).isEqualTo(SyncProblem.Reason.CLOSED);
    assertThat(reasonOf(client.leave())).isEqualTo(SyncProblem.Reason.CLOSED);
  }

  private SyncClient openStopped(String cause, String words) throws StoreFailure {
    SyncClient before = create(config().withTransport(new FakeSilentTransport()), 1);
    await(before.push(new byte[1]));
    assertCloses(before);
    MemoryClientStore stopped = new MemoryClientStore(store.load());
    stopped.commit(List.of(new StoreRecord.Stopped(cause, words)));
    return SyncClient.open(ClientConfig.of(stopped).withTransport(new FakeSilentTransport()));
  }

  @Test
  void everythingAskedOfAStoppedDevice_failsAtOnce_andEachTimeAnew() throws StoreFailure {
    SyncClient client = openStopped("FORK", "the relay lies").start();

    for (int i = 0; i < 2; i++) {
      assertThat(reasonOf(client.pull(1))).isEqualTo(SyncProblem.Reason.STOPPED);
      assertThat(reasonOf(client.caughtUp())).isEqualTo(SyncProblem.Reason.STOPPED);
      assertThat(reasonOf(client.acknowledged(new PushReceipt(1))))
          .isEqualTo(SyncProblem.Reason.STOPPED);
      assertThat(reasonOf(client.checkpoint(""))).isEqualTo(SyncProblem.Reason.STOPPED);
      assertThat(reasonOf(client.leave())).isEqualTo(SyncProblem.Reason.STOPPED);
      assertThat(reasonOf(client.push(new byte[1]))).isEqualTo(SyncProblem.Reason.STOPPED);
    }
    assertThat(client.status().stopped()).contains("the relay lies");
    assertCloses(client);
  }

  /** A store that fails, or breaks, at its commits from some moment on. */
  private static final class FailingStore implements ClientStore {
    private final MemoryClientStore inner = new MemoryClientStore();
    volatile RuntimeException breaking;
    volatile boolean failing;

    @Override
    public StoreImage load() {
      return inner.load();
    }

    @Override
    public void commit(List<StoreRecord> batch) throws StoreFailure {
      if (failing) {
        throw new StoreFailure(StoreFailure.Kind.IO, "the disk is full");
      }
      if (breaking != null) {
        throw breaking;
      }
      inner.commit(batch);
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  private SyncClient createIn(ClientStore failing, BlockingQueue<SyncEvent> events) {
    return create(ClientConfig.of(failing)
        .withListener(events::add)
        .withTransport(new FakeSilentTransport()), 1);
  }

  @Test
  void storeThatCannotBeWritten_failsWhatIsAskedAndWhatWaits_withThatReason() throws Exception {
    FailingStore failing = new FailingStore();
    BlockingQueue<SyncEvent> events = new LinkedBlockingQueue<>();
    SyncClient client = createIn(failing, events);
    CompletableFuture<Void> waits = client.caughtUp();
    CompletableFuture<Long> placed = client.acknowledged(await(client.push(new byte[1])));
    failing.failing = true;

    assertThat(reasonOf(client.push(new byte[1]))).isEqualTo(SyncProblem.Reason.STORE_FAILED);

    assertThat(reasonOf(waits)).isEqualTo(SyncProblem.Reason.STORE_FAILED);
    assertThat(reasonOf(placed)).isEqualTo(SyncProblem.Reason.STORE_FAILED);
    assertThat(reasonOf(client.caughtUp())).isEqualTo(SyncProblem.Reason.STORE_FAILED);
    assertThat(events.poll(GENEROUS_SECONDS, TimeUnit.SECONDS))
        .isEqualTo(new SyncEvent.Failed("the disk is full"));
    assertThat(client.status().stopped()).contains("the disk is full");
    assertCloses(client);
  }

  @Test
  void storeThatBreaks_isAFailedStore_andNothingIsLeftHanging() {
    FailingStore failing = new FailingStore();
    SyncClient client = createIn(failing, new LinkedBlockingQueue<>());
    CompletableFuture<Void> waits = client.caughtUp();
    failing.breaking = new IllegalArgumentException("too long for a frame");

    assertThat(reasonOf(client.push(new byte[1]))).isEqualTo(SyncProblem.Reason.STORE_FAILED);
    assertThat(reasonOf(waits)).isEqualTo(SyncProblem.Reason.STORE_FAILED);
    assertCloses(client);
  }

  @Test
  void defect_leavesNothingHanging() throws Exception {
    AtomicBoolean broken = new AtomicBoolean();
    SyncClient client = create(config().withClock(() -> {
      if (broken.get()) {
        throw new IllegalStateException("no time");
      }
      return Instant.EPOCH;
    }).withTransport(new FakeSilentTransport()), 1);
    CompletableFuture<Void> waits = client.caughtUp();
    broken.set(true);

    assertThat(reasonOf(client.push(new byte[1]))).isEqualTo(SyncProblem.Reason.STOPPED);
    assertThat(reasonOf(waits)).isEqualTo(SyncProblem.Reason.STOPPED);
    assertThat(reasonOf(client.push(new byte[1]))).isEqualTo(SyncProblem.Reason.STOPPED);
    assertCloses(client);
  }
}
