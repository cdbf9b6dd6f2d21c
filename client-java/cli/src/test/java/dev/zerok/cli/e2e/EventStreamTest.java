package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.model.SyncEvent;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events as a stream: to each subscriber in order, no more than it asked for, until the client closes. */
class EventStreamTest {
  @TempDir Path folder;

  private static final class Recorder implements Flow.Subscriber<SyncEvent> {
    final BlockingQueue<SyncEvent> events = new LinkedBlockingQueue<>();
    final CompletableFuture<Void> completed = new CompletableFuture<>();
    final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription.complete(given);
    }

    @Override
    public void onNext(SyncEvent event) {
      events.add(event);
    }

    @Override
    public void onError(Throwable failure) {
      completed.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      completed.complete(null);
    }
  }

  @Test
  void subscribers_getWhatTheyAskFor_inOrder_andTheEnd() throws Exception {
    Recorder greedy = new Recorder();
    Recorder modest = new Recorder();
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"))) {
      try (ClientDevice laptop = ClientDevice.creating(relay)) {
        laptop.client.events().subscribe(greedy);
        laptop.client.events().subscribe(modest);
        ClientDevice.await(greedy.subscription).request(Long.MAX_VALUE);
        ClientDevice.await(modest.subscription).request(1);
        laptop.start();
        ClientDevice.await(laptop.client.caughtUp());

        SyncEvent first = modest.events.poll(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(first).isEqualTo(
            greedy.events.poll(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertThat(laptop.nextEvent(SyncEvent.CaughtUp.class)).isNotNull();
        assertThat(modest.events).isEmpty();
      }
      ClientDevice.await(greedy.completed);
      assertThat(greedy.events).anyMatch(SyncEvent.CaughtUp.class::isInstance);
    }
  }
}
