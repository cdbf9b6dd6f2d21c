package dev.zerok.client.runtime;

import dev.zerok.client.model.AppChanges;
import dev.zerok.client.model.BlobHandler;
import dev.zerok.client.model.IncomingBlob;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Blobs as a stream with one subscriber at a time: the handler of a client whose app has none. A blob waits here until it was asked for,
 * goes out once to each subscriber, and counts as applied when it is acknowledged. Any thread.
 */
public final class BlobPublisher implements BlobHandler, Flow.Publisher<IncomingBlob> {
  private @Nullable Subscription current;
  private @Nullable IncomingBlob waiting;
  private CompletableFuture<AppChanges> acknowledged = new CompletableFuture<>();

  @Override
  public synchronized CompletionStage<AppChanges> handle(IncomingBlob blob) {
    waiting = blob;
    acknowledged = new CompletableFuture<>();
    if (current != null) {
      current.offer(blob);
    }
    return acknowledged;
  }

  @Override
  public synchronized void subscribe(Flow.Subscriber<? super IncomingBlob> subscriber) {
    Subscription subscription = new Subscription(subscriber);
    boolean taken = current != null;
    if (!taken) {
      current = subscription;
    }
    subscriber.onSubscribe(subscription);
    if (taken) {
      subscriber.onError(new IllegalStateException("the client's blobs have a subscriber already"));
    } else if (waiting != null) {
      subscription.offer(waiting);
    }
  }

  /** The app has applied that blob. */
  public synchronized void acknowledge(IncomingBlob blob) {
    if (waiting == null || !waiting.idempotenceKey().equals(blob.idempotenceKey())) {
      throw new IllegalArgumentException(
          "this blob is not the one that was published last: " + blob);
    }
    waiting = null;
    acknowledged.complete(AppChanges.NONE);
  }

  /** The client closed. */
  public synchronized void complete() {
    if (current != null) {
      current.subscriber.onComplete();
      current = null;
    }
  }

  private synchronized void requested(Subscription subscription, long count) {
    if (subscription != current) {
      return;
    }
    if (count <= 0) {
      current = null;
      subscription.subscriber.onError(new IllegalArgumentException("ask for at least one blob"));
      return;
    }
    subscription.demand = Math.min(Long.MAX_VALUE - count, subscription.demand) + count;
    if (waiting != null) {
      subscription.offer(waiting);
    }
  }

  private synchronized void cancelled(Subscription subscription) {
    if (subscription == current) {
      current = null;
    }
  }

  private final class Subscription implements Flow.Subscription {
    private final Flow.Subscriber<? super IncomingBlob> subscriber;
    private long demand;
    private @Nullable IncomingBlob sent;

    Subscription(Flow.Subscriber<? super IncomingBlob> subscriber) {
      this.subscriber = subscriber;
    }

    // The very object: an equal one that comes again after a failure is to be handed over again.
    @SuppressWarnings("ReferenceEquality")
    void offer(IncomingBlob blob) {
      if (demand > 0 && blob != sent) {
        demand--;
        sent = blob;
        subscriber.onNext(blob);
      }
    }

    @Override
    public void request(long count) {
      requested(this, count);
    }

    @Override
    public void cancel() {
      cancelled(this);
    }
  }
}
