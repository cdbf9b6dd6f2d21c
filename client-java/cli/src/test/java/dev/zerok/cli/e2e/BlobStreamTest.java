package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.SyncEvent;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blobs as a stream: as many as were asked for, to one subscriber, each until it is acknowledged. */
class BlobStreamTest {
  @TempDir Path folder;

  private final BlockingQueue<SyncEvent> events = new LinkedBlockingQueue<>();
  private final BlobRecorder recorder = new BlobRecorder();
  private TestRelay relay;
  private ClientDevice laptop;
  private SyncClient phone;

  @BeforeEach
  void pair() throws Exception {
    relay = TestRelay.start(folder.resolve("relay"));
    laptop = ClientDevice.creating(relay).start();
    laptop.pair(CrashingReceiver.store(folder.resolve("phone")), InviteOptions.DEFAULT).close();
    phone = openPhone();
  }

  @AfterEach
  void close() {
    phone.close();
    laptop.close();
    relay.close();
  }

  private SyncClient openPhone() throws Exception {
    return SyncClient
        .open(ClientConfig.of(CrashingReceiver.store(folder.resolve("phone")))
            .withListener(events::add))
        .start();
  }

  private static String text(IncomingBlob blob) {
    return blob.body().toStringUtf8();
  }

  @Test
  void subscriber_getsAsManyAsItAskedFor_eachAfterTheOneBeforeItWasAcknowledged() {
    phone.blobs().subscribe(recorder);
    laptop.push("one");
    laptop.push("two");
    laptop.push("three");
    recorder.request(2);

    IncomingBlob one = recorder.next();
    assertThat(text(one)).isEqualTo("one");
    assertThat(recorder.blobs).isEmpty();
    phone.acknowledge(one);
    IncomingBlob two = recorder.next();
    assertThat(text(two)).isEqualTo("two");
    phone.acknowledge(two);
    assertThat(recorder.blobs).isEmpty();

    recorder.request(1);
    IncomingBlob three = recorder.next();
    assertThat(text(three)).isEqualTo("three");
    phone.acknowledge(three);
    ClientDevice.await(phone.caughtUp());
    assertThat(recorder.blobs).isEmpty();
    assertThat(recorder.completed).isNotDone();
  }

  @Test
  void blobThatIsWithTheSubscriberWhenTheRelayRestarts_comesOnce_andTheNextOneAfterIt()
      throws Exception {
    phone.blobs().subscribe(recorder);
    recorder.request(Long.MAX_VALUE);
    laptop.push("one");
    IncomingBlob one = recorder.next();

    int port = relay.port();
    relay.close();
    relay = TestRelay.start(folder.resolve("relay"), port);
    laptop.push("two");
    phone.acknowledge(one);

    IncomingBlob two = recorder.next();
    assertThat(text(two)).isEqualTo("two");
    phone.acknowledge(two);
    ClientDevice.await(phone.caughtUp());
    assertThat(recorder.blobs).isEmpty();
  }

  @Test
  void secondSubscriber_isRefused_andTheFirstOneGoesOn() {
    BlobRecorder second = new BlobRecorder();
    phone.blobs().subscribe(recorder);
    phone.blobs().subscribe(second);
    second.request(1);
    recorder.request(1);
    laptop.push("one");

    assertThatThrownBy(() -> ClientDevice.await(second.completed))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a subscriber already");
    assertThat(text(recorder.next())).isEqualTo("one");
    assertThat(second.blobs).isEmpty();
  }

  @Test
  void cancelledSubscriber_getsNothingMore_andTheNextOneBeginsWithWhatWasNotAcknowledged() {
    BlobRecorder second = new BlobRecorder();
    phone.blobs().subscribe(recorder);
    recorder.request(Long.MAX_VALUE);
    laptop.push("one");
    laptop.push("two");
    IncomingBlob one = recorder.next();
    ClientDevice.await(recorder.subscription).cancel();

    phone.blobs().subscribe(second);
    second.request(2);
    assertThat(second.next().idempotenceKey()).isEqualTo(one.idempotenceKey());
    phone.acknowledge(one);
    IncomingBlob two = second.next();
    assertThat(text(two)).isEqualTo("two");
    phone.acknowledge(two);
    ClientDevice.await(phone.caughtUp());

    assertThat(recorder.blobs).isEmpty();
    assertThat(recorder.completed).isNotDone();
  }

  @Test
  void blobThatWasNotAcknowledged_comesAgainAfterReopening() throws Exception {
    phone.blobs().subscribe(recorder);
    recorder.request(2);
    laptop.push("one");
    laptop.push("two");
    phone.acknowledge(recorder.next());
    IncomingBlob two = recorder.next();
    phone.close();
    ClientDevice.await(recorder.completed);

    phone = openPhone();
    BlobRecorder again = new BlobRecorder();
    phone.blobs().subscribe(again);
    again.request(2);

    IncomingBlob repeated = again.next();
    assertThat(repeated.idempotenceKey()).isEqualTo(two.idempotenceKey());
    assertThat(text(repeated)).isEqualTo("two");
    phone.acknowledge(repeated);
    ClientDevice.await(phone.caughtUp());
    assertThat(again.blobs).isEmpty();
  }

  @Test
  void subscriberThatThrows_countsAsCancelled_andTheBlobWaitsForTheNextOne() {
    phone.blobs().subscribe(new BlobRecorder() {
      @Override
      public void onSubscribe(java.util.concurrent.Flow.Subscription given) {
        super.onSubscribe(given);
        given.request(1);
      }

      @Override
      public void onNext(IncomingBlob blob) {
        phone.blobs().subscribe(recorder); // refused: this one is still there
        throw new IllegalStateException("on purpose");
      }
    });
    laptop.push("one");
    assertThatThrownBy(() -> ClientDevice.await(recorder.completed))
        .isInstanceOf(IllegalStateException.class);

    BlobRecorder second = new BlobRecorder();
    phone.blobs().subscribe(second);
    second.request(1);

    assertThat(text(second.next())).isEqualTo("one");
  }

  @Test
  void askingForNoBlobAtAll_isAnError_andMakesRoomForAnother() {
    BlobRecorder second = new BlobRecorder();
    phone.blobs().subscribe(recorder);
    recorder.request(0);
    assertThatThrownBy(() -> ClientDevice.await(recorder.completed))
        .isInstanceOf(IllegalArgumentException.class);

    phone.blobs().subscribe(second);
    second.request(1);
    laptop.push("one");

    assertThat(text(second.next())).isEqualTo("one");
  }

  @Test
  void whoeverSubscribesAfterTheEnd_isToldOfIt() {
    phone.close();

    phone.blobs().subscribe(recorder);

    ClientDevice.await(recorder.completed);
    assertThat(recorder.blobs).isEmpty();
  }

  @Test
  void acknowledgingWhatWasNotPublishedLast_isRefused() {
    phone.blobs().subscribe(recorder);
    recorder.request(2);
    laptop.push("one");
    laptop.push("two");
    IncomingBlob one = recorder.next();
    phone.acknowledge(one);
    recorder.next();

    assertThatThrownBy(() -> phone.acknowledge(one)).isInstanceOf(IllegalArgumentException.class);
  }
}
