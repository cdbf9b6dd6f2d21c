package dev.zerok.client.runtime;

import dev.zerok.client.model.AppChanges;
import dev.zerok.client.model.BlobHandler;
import dev.zerok.client.model.IncomingBlob;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Blobs as a stream with one subscriber at a time: the handler of a client whose app has none. A blob waits here until it was asked for,
 * goes out once to each subscriber, and counts as applied when it is acknowledged. Any thread.
 *
 * <p>Subscribers are called on the callback executor, one signal at a time and with no lock held, so that a slow one keeps nobody. One that
 * throws counts as cancelled (Reactive Streams § 2.13).
 */
public final class BlobPublisher implements BlobHandler, Flow.Publisher<IncomingBlob> {
  private final CallbackRunner callbacks;
  private @Nullable Subscription current;
  private @Nullable IncomingBlob waiting;
  private volatile Runnable subscribed = () -> {};
  private CompletableFuture<AppChanges> acknowledged = new CompletableFuture<>();
  private boolean closed;

  /**
   * @param callbacks where subscribers are called
   */
  public BlobPublisher(CallbackRunner callbacks) {
    this.callbacks = callbacks;
  }

  /** Learns of the first subscriber, and of every later one. Before anybody can subscribe. */
  void whenSubscribed(Runnable listener) {
    subscribed = listener;
  }

  @Override
  public CompletionStage<AppChanges> handle(IncomingBlob blob) {
    CompletableFuture<AppChanges> applied = new CompletableFuture<>();
    Subscription subscription;
    synchronized (this) {
      waiting = blob;
      acknowledged = applied;
      subscription = current;
    }
    if (subscription != null) {
      subscription.signal();
    }
    return applied;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super IncomingBlob> subscriber) {
    Subscription subscription = new Subscription(Objects.requireNonNull(subscriber));
    boolean taken = false;
    synchronized (this) {
      if (closed) {
        subscription.completed = true;
      } else if (current != null) {
        subscription.failure =
            new IllegalStateException("the client's blobs have a subscriber already");
      } else {
        current = subscription;
        taken = true;
      }
    }
    if (taken) {
      subscribed.run();
    }
    subscription.signal();
  }

  /** The app has applied that blob. */
  public void acknowledge(IncomingBlob blob) {
    CompletableFuture<AppChanges> applied;
    synchronized (this) {
      if (waiting == null || !waiting.idempotenceKey().equals(blob.idempotenceKey())) {
        throw new IllegalArgumentException(
            "this blob is not the one that was published last: " + blob);
      }
      waiting = null;
      applied = acknowledged;
    }
    applied.complete(AppChanges.NONE);
  }

  /** The client closed. */
  public void complete() {
    Subscription subscription;
    synchronized (this) {
      closed = true;
      subscription = current;
      current = null;
      if (subscription != null) {
        subscription.completed = true;
      }
    }
    if (subscription != null) {
      subscription.signal();
    }
  }

  /** Its fields are guarded by the publisher. */
  private final class Subscription implements Flow.Subscription {
    private final Flow.Subscriber<? super IncomingBlob> subscriber;
    private boolean introduced;
    private long demand;
    private @Nullable IncomingBlob sent;
    private @Nullable RuntimeException failure;
    private boolean completed;
    private boolean over;
    private boolean queued;

    Subscription(Flow.Subscriber<? super IncomingBlob> subscriber) {
      this.subscriber = subscriber;
    }

    /** Calls the subscriber soon, if there is something to say then. */
    private void signal() {
      synchronized (BlobPublisher.this) {
        if (queued) {
          return;
        }
        queued = true;
      }
      callbacks.run(this::signalNow);
    }

    private void signalNow() {
      Runnable next;
      synchronized (BlobPublisher.this) {
        queued = false;
        next = next();
      }
      if (next == null) {
        return;
      }
      try {
        next.run();
      } catch (RuntimeException | Error e) {
        cancel();
        throw e;
      }
      signal();
    }

    // Blobs are told apart as objects: an equal one that comes again after a failure is to be handed over again.
    @SuppressWarnings("ReferenceEquality")
    private @Nullable Runnable next() {
      IncomingBlob blob = waiting;
      RuntimeException refused = failure;
      if (over) {
        return null;
      } else if (!introduced) {
        introduced = true;
        return () -> subscriber.onSubscribe(this);
      } else if (refused != null) {
        over = true;
        return () -> subscriber.onError(refused);
      } else if (completed) {
        over = true;
        return subscriber::onComplete;
      } else if (demand > 0 && blob != null && blob != sent) {
        demand--;
        sent = blob;
        return () -> subscriber.onNext(blob);
      }
      return null;
    }

    @Override
    public void request(long count) {
      synchronized (BlobPublisher.this) {
        if (count > 0) {
          demand = Math.min(Long.MAX_VALUE - count, demand) + count;
        } else if (!over && failure == null) {
          failure = new IllegalArgumentException("ask for at least one blob");
          leave();
        }
      }
      signal();
    }

    @Override
    public void cancel() {
      synchronized (BlobPublisher.this) {
        over = true;
        leave();
      }
    }

    private void leave() {
      if (current == this) {
        current = null;
      }
    }
  }
}
