package dev.zerok.client.runtime;

import dev.zerok.client.model.SyncEvent;
import java.util.Objects;
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
  private final Executor executor;
  private final SubmissionPublisher<SyncEvent> publisher;
  private final AtomicInteger lost = new AtomicInteger();

  EventPublisher(Executor executor) {
    this.executor = executor;
    publisher = new SubmissionPublisher<>(executor, CallbackQueue.MAX_EVENTS);
  }

  @Override
  public void subscribe(Flow.Subscriber<? super SyncEvent> subscriber) {
    Flow.Subscriber<? super SyncEvent> named = Objects.requireNonNull(subscriber);
    // On the executor, because an executor that runs its tasks at once would call the subscriber with the publisher's lock held.
    executor.execute(() -> publisher.subscribe(named));
  }

  /** On the executor. What is told after the end reaches the listener only. */
  void publish(SyncEvent event) {
    if (publisher.isClosed()) {
      return;
    }
    int before = lost.getAndSet(0);
    if (before > 0) {
      offer(new SyncEvent.EventsLost(before), before);
    }
    offer(event, 1);
  }

  private void offer(SyncEvent event, int standsFor) {
    try {
      publisher.offer(event, (subscriber, dropped) -> {
        lost.addAndGet(standsFor);
        return false;
      });
    } catch (IllegalStateException closed) {
      // The client was closed while this event was on its way: it is for nobody.
    }
  }

  /** The client closed: subscribers get what was told up to now, then completion. */
  public void complete() {
    executor.execute(publisher::close);
  }
}
