package dev.zerok.client.runtime;

import dev.zerok.client.model.SyncEvent;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Events as a stream with any number of subscribers, each called on the app's executor. A subscriber sees what happens after it subscribed;
 * where one asks for too little, the newest events are dropped once {@link CallbackQueue#MAX_EVENTS} wait for it, and {@link
 * SyncEvent.EventsLost} follows. Any thread.
 */
public final class EventPublisher implements Flow.Publisher<SyncEvent> {
  private final SubmissionPublisher<SyncEvent> publisher;
  private final AtomicInteger lost = new AtomicInteger();

  EventPublisher(Executor executor) {
    publisher = new SubmissionPublisher<>(executor, CallbackQueue.MAX_EVENTS);
  }

  @Override
  public void subscribe(Flow.Subscriber<? super SyncEvent> subscriber) {
    publisher.subscribe(subscriber);
  }

  void publish(SyncEvent event) {
    int before = lost.getAndSet(0);
    if (before > 0) {
      offer(new SyncEvent.EventsLost(before), before);
    }
    offer(event, 1);
  }

  private void offer(SyncEvent event, int standsFor) {
    publisher.offer(event, (subscriber, dropped) -> {
      lost.addAndGet(standsFor);
      return false;
    });
  }

  /** The client closed: subscribers get what waits for them, then completion. */
  public void complete() {
    publisher.close();
  }
}
