package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.ContentEvent;
import dev.zerok.client.model.ContentProgress;
import dev.zerok.client.model.ContentTransfer;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.IncomingContent;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.PushOptions;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.MemoryClientStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large contents over a real relay, between stores in files and in memory. */
class LargeContentTest {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;

  @Test
  @Tag("CONTENT-6")
  void aFile_arrivesWholeWithItsNameTypeAndStream_andNothingOfItStays() throws Exception {
    Path file = ContentInbox.noise(folder.resolve("film.bin"), 3 * MIB + 17);
    ContentInbox inbox = new ContentInbox(folder.resolve("inbox"));
    List<ContentProgress> progress = new CopyOnWriteArrayList<>();
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice phone = laptop.pair(CrashingReceiver.store(folder.resolve("phone")),
            InviteOptions.DEFAULT)) {
      inbox.of(phone.client);
      phone.start();

      ContentTransfer transfer = laptop.client.push(file,
          PushOptions.DEFAULT.withStream("films").withContentType("video/x"), progress::add);
      ClientDevice.await(transfer.stored());
      ClientDevice.await(transfer.completed());
      IncomingContent content = inbox.next();

      assertThat(inbox.file("film.bin")).hasSameBinaryContentAs(file);
      assertThat(content.id()).isEqualTo(transfer.id());
      assertThat(content.sender()).isEqualTo(laptop.client.status().device());
      assertThat(content.name()).isEqualTo("film.bin").isEqualTo(transfer.name());
      assertThat(content.contentType()).isEqualTo("video/x");
      assertThat(content.stream()).isEqualTo(phone.client.streamId("films"));
      assertThat(content.size()).isEqualTo(3 * MIB + 17);
      assertThat(progress).last().isEqualTo(new ContentProgress(3 * MIB + 17, 3 * MIB + 17));
      assertThat(laptop.client.contentTransfers()).isEmpty();
      ContentInbox.news(phone, ContentEvent.ContentReceived.class,
          news -> news.bytes() == news.size());
      laptop.push("afterwards");
      assertThat(phone.nextTexts(1)).as("contents are no blobs").containsExactly("afterwards");
    }
    assertThat(folder.resolve("phone/content")).isEmptyDirectory();
  }

  @Test
  void anEmptyFile_arrives() throws Exception {
    Path file = Files.createFile(folder.resolve("empty"));
    ContentInbox inbox = new ContentInbox(folder.resolve("inbox"));
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice phone = laptop.pair()) {
      inbox.of(phone.client);
      phone.start();
      ClientDevice.await(laptop.client.push(file).completed());

      assertThat(inbox.next().size()).isZero();
      assertThat(inbox.file("empty")).isEmptyFile();
    }
  }

  @Test
  @Tag("CONTENT-4")
  void aFullGroup_pausesTheTransferUntilTheReceiverDrainsIt() throws Exception {
    Path file = ContentInbox.noise(folder.resolve("film.bin"), 3 * MIB);
    ContentInbox inbox = new ContentInbox(folder.resolve("inbox"));
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"), 0,
        Map.of("limits.group-bytes", "1048576"));
        ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice phone = laptop.pair()) {
      ContentTransfer transfer = laptop.client.push(file);
      laptop.nextEvent(SyncEvent.PushDelayed.class);
      assertThat(transfer.completed()).isNotDone();

      inbox.of(phone.client);
      phone.start();
      ClientDevice.await(transfer.completed());

      inbox.next();
      assertThat(inbox.file("film.bin")).hasSameBinaryContentAs(file);
    }
  }

  @Test
  @Tag("CONTENT-4")
  void aSmallPush_madeWhileALargeContentGoesOut_arrivesBeforeItIsComplete() throws Exception {
    Path file = ContentInbox.noise(folder.resolve("film.bin"), 6 * MIB);
    CompletableFuture<List<String>> before = new CompletableFuture<>();
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"), 0,
        Map.of("limits.group-bytes", "1048576"));
        ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice phone = laptop.pair()) {
      ContentTransfer transfer = laptop.client.push(file);
      // The group is full of its first parts: the rest goes out as the phone takes them.
      laptop.nextEvent(SyncEvent.PushDelayed.class);
      laptop.push("small");
      laptop.push("and another");

      phone.client.receiveContent(content -> {
        before.complete(phone.blobs.stream().map(blob -> blob.body().toStringUtf8()).toList());
        return content.receiveTo(folder.resolve("received.bin"));
      }, ContentInbox.ANY_SIZE);
      phone.start();
      ClientDevice.await(transfer.completed());

      assertThat(ClientDevice.await(before)).containsExactly("small", "and another");
    }
  }

  @Test
  @Tag("CONTENT-4")
  @Tag("CONTENT-6")
  void bothDevicesRestartedInTheMiddle_goOnWhereTheyStopped() throws Exception {
    Path file = ContentInbox.noise(folder.resolve("film.bin"), 4 * MIB);
    ContentInbox inbox = new ContentInbox(folder.resolve("inbox"));
    Path laptopStore = folder.resolve("laptop");
    Path phoneStore = folder.resolve("phone");
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"), 0,
        Map.of("limits.group-bytes", "1048576"))) {
      try (ClientDevice laptop = ClientDevice.creating(CrashingReceiver.store(laptopStore),
          relay.url(), relay.identity()).start();
          ClientDevice phone =
              laptop.pair(CrashingReceiver.store(phoneStore), InviteOptions.DEFAULT)) {
        inbox.of(phone.client);
        phone.start();
        ClientDevice.await(laptop.client.push(file).stored());
        ContentInbox.news(phone, ContentEvent.ContentReceived.class);
      }
      try (ClientDevice laptop = ClientDevice.opening(CrashingReceiver.store(laptopStore)).start();
          ClientDevice phone = ClientDevice.opening(CrashingReceiver.store(phoneStore))) {
        inbox.of(phone.client);
        phone.start();
        for (ContentTransfer left : laptop.client.contentTransfers()) {
          ClientDevice.await(left.completed());
        }
        inbox.next();
        assertThat(inbox.file("film.bin")).hasSameBinaryContentAs(file);
        assertThat(inbox.isEmpty()).isTrue();
      }
    }
  }

  @Test
  @Tag("CONTENT-5")
  void aFileThatChangesOnTheWay_isGivenUp_andTheReceiverDropsItsPart() throws Exception {
    Path file = ContentInbox.noise(folder.resolve("film.bin"), 3 * MIB);
    ContentInbox inbox = new ContentInbox(folder.resolve("inbox"));
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"), 0,
        Map.of("limits.group-bytes", "1048576"));
        ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice phone = laptop.pair(CrashingReceiver.store(folder.resolve("phone")),
            InviteOptions.DEFAULT)) {
      ContentTransfer transfer = laptop.client.push(file);
      laptop.nextEvent(SyncEvent.PushDelayed.class);
      ContentInbox.noise(file, 3 * MIB - 1);

      inbox.of(phone.client);
      phone.start();

      assertThatThrownBy(() -> ClientDevice.await(transfer.completed()))
          .isInstanceOfSatisfying(SyncProblem.class, problem -> assertThat(problem.reason())
              .isEqualTo(SyncProblem.Reason.SOURCE_CHANGED));
      assertThat(ContentInbox.news(phone, ContentEvent.ContentWithdrawn.class).name())
          .isEqualTo("film.bin");
      assertThat(inbox.isEmpty()).isTrue();
      assertThat(folder.resolve("phone/content")).isEmptyDirectory();
    }
  }

  @Test
  @Tag("CONTENT-5")
  void aCancelledTransfer_isWithdrawnAtTheReceiver() throws Exception {
    Path file = ContentInbox.noise(folder.resolve("film.bin"), 3 * MIB);
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"), 0,
        Map.of("limits.group-bytes", "1048576"));
        ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice phone = laptop.pair()) {
      ContentTransfer transfer = laptop.client.push(file);
      laptop.nextEvent(SyncEvent.PushDelayed.class);
      transfer.cancel();
      new ContentInbox(folder.resolve("inbox")).of(phone.client);
      phone.start();

      assertThatThrownBy(() -> ClientDevice.await(transfer.completed()))
          .isInstanceOfSatisfying(SyncProblem.class, problem -> assertThat(problem.reason())
              .isEqualTo(SyncProblem.Reason.CANCELLED));
      ContentInbox.news(phone, ContentEvent.ContentWithdrawn.class);
      assertThat(laptop.client.contentTransfers()).isEmpty();
    }
  }

  @Test
  @Tag("CONTENT-8")
  void whatIsTooLargeOrNotWanted_isRefusedOnce_andAcknowledged() throws Exception {
    Path file = ContentInbox.noise(folder.resolve("film.bin"), MIB);
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice phone = laptop.pair();
        ClientDevice tablet = laptop.pair()) {
      phone.client.receiveContent(content -> content.receiveTo(folder.resolve("never")), 1_000);
      phone.start();
      tablet.start();
      ClientDevice.await(laptop.client.push(file).completed());
      laptop.push("afterwards");

      assertThat(phone.nextTexts(1)).containsExactly("afterwards");
      assertThat(tablet.nextTexts(1)).containsExactly("afterwards");
      assertThat(contentNews(phone)).singleElement()
          .isInstanceOfSatisfying(ContentEvent.ContentRefused.class, refused -> {
            assertThat(refused.name()).isEqualTo("film.bin");
            assertThat(refused.reason()).contains("at most 1000 bytes");
          });
      assertThat(contentNews(tablet)).singleElement()
          .isInstanceOf(ContentEvent.ContentRefused.class);
      ClientDevice.await(phone.client.caughtUp());
      assertThat(phone.client.status().parked()).isZero();
    }
  }

  @Test
  @Tag("CONTENT-8")
  void aClientWithoutAHandler_leavesAContentUntilASubscriberComes_whoTakesBlobsOnly()
      throws Exception {
    Path file = ContentInbox.noise(folder.resolve("film.bin"), MIB);
    MemoryClientStore store = new MemoryClientStore();
    BlockingQueue<SyncEvent> events = new LinkedBlockingQueue<>();
    CompletableFuture<IncomingBlob> first = new CompletableFuture<>();
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start()) {
      laptop.pair(store, InviteOptions.DEFAULT).close();
      ClientDevice.await(laptop.client.push(file).completed());
      ClientDevice.await(laptop.client.acknowledged(laptop.push("afterwards")));
      try (SyncClient phone = SyncClient.open(
          ClientConfig.of(new MemoryClientStore(store.load())).withListener(events::add))) {
        phone.start();
        ClientDevice.await(phone.freshProgress());
        assertThat(events).noneMatch(SyncEvent.ContentNews.class::isInstance);

        phone.blobs().subscribe(new FirstBlob(first));

        assertThat(ClientDevice.await(first).body().toStringUtf8()).isEqualTo("afterwards");
        assertThat(events).filteredOn(SyncEvent.ContentNews.class::isInstance)
            .singleElement()
            .isInstanceOfSatisfying(SyncEvent.ContentNews.class, news -> assertThat(news.event())
                .isInstanceOf(ContentEvent.ContentRefused.class));
      }
    }
  }

  /** Asks for one blob. */
  private record FirstBlob(CompletableFuture<IncomingBlob> blob)
      implements Flow.Subscriber<IncomingBlob> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(1);
    }

    @Override
    public void onNext(IncomingBlob next) {
      blob.complete(next);
    }

    @Override
    public void onError(Throwable failure) {
      blob.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      blob.completeExceptionally(new AssertionError("the client was closed"));
    }
  }

  private static List<ContentEvent> contentNews(ClientDevice device) {
    return device.events.stream()
        .filter(SyncEvent.ContentNews.class::isInstance)
        .map(event -> ((SyncEvent.ContentNews) event).event())
        .toList();
  }

  @Test
  void aHandlerThatFails_getsTheContentAgain_alsoAfterARestart() throws Exception {
    Path file = ContentInbox.noise(folder.resolve("film.bin"), MIB);
    Path phoneStore = folder.resolve("phone");
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start()) {
      try (ClientDevice phone =
          laptop.pair(CrashingReceiver.store(phoneStore), InviteOptions.DEFAULT)) {
        phone.client.receiveContent(content -> {
          throw new IllegalStateException("not now");
        }, ContentInbox.ANY_SIZE);
        phone.start();
        ClientDevice.await(laptop.client.push(file).completed());
        assertThat(ContentInbox.news(phone, ContentEvent.ContentNotTaken.class).reason())
            .isEqualTo("IllegalStateException");
      }
      ContentInbox inbox = new ContentInbox(folder.resolve("inbox"));
      try (ClientDevice phone = ClientDevice.opening(CrashingReceiver.store(phoneStore))) {
        inbox.of(phone.client);
        IncomingContent content = inbox.next();
        assertThat(inbox.file("film.bin")).as("offline, too").hasSameBinaryContentAs(file);
        assertThat(content.contentType()).isEmpty();
      }
    }
  }

  @Test
  void aStream_readsTheContentByteForByte() throws Exception {
    Path file = ContentInbox.noise(folder.resolve("film.bin"), MIB);
    byte[][] read = new byte[1][];
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice phone = laptop.pair(new MemoryClientStore(), InviteOptions.DEFAULT)) {
      java.util.concurrent.CompletableFuture<Void> done =
          new java.util.concurrent.CompletableFuture<>();
      phone.client.receiveContent(content -> {
        try (var in = content.open()) {
          read[0] = in.readAllBytes();
        }
        done.complete(null);
        return done;
      }, ContentInbox.ANY_SIZE);
      phone.start();
      ClientDevice.await(laptop.client.push(file).completed());
      ClientDevice.await(done);

      assertThat(read[0]).isEqualTo(Files.readAllBytes(file));
    }
  }

  @Test
  void aFileThatIsMissing_failsAtOnce() throws Exception {
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start()) {
      assertThatThrownBy(
          () -> ClientDevice.await(laptop.client.push(folder.resolve("no")).stored()))
          .isInstanceOfSatisfying(SyncProblem.class, problem -> assertThat(problem.reason())
              .isEqualTo(SyncProblem.Reason.SOURCE_CHANGED));
      assertThat(laptop.client.contentTransfers()).isEmpty();
    }
  }
}
