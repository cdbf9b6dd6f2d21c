package dev.zerok.client.runtime;

import dev.zerok.client.model.SyncEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where the app's code runs: its own executor, or a thread of the client's. */
public final class CallbackRunner {
  private final CallbackQueue queue;
  private final EventPublisher events;

  /**
   * @param executor the app's; null: a daemon thread of the client's own, which ends after some idle seconds. That thread also runs what
   *     the app's executor refuses
   * @param listener gets every event
   */
  public CallbackRunner(@Nullable Executor executor, Consumer<SyncEvent> listener) {
    events = new EventPublisher(this::run);
    Executor own = ownThread();
    queue = new CallbackQueue(executor == null ? own : executor, own, event -> {
      events.publish(event);
      listener.accept(event);
    });
  }

  private static ThreadPoolExecutor ownThread() {
    // Unbounded by type only: CallbackQueue gives it at most one task at a time.
    ThreadPoolExecutor thread =
        new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
          Thread created = new Thread(task, "zerok-callbacks");
          created.setDaemon(true);
          return created;
        });
    thread.allowCoreThreadTimeOut(true);
    return thread;
  }

  /** The same outcome as {@code inner}'s, on the app's executor. */
  public <T> CompletableFuture<T> deliver(CompletableFuture<T> inner) {
    CompletableFuture<T> outer = new CompletableFuture<>();
    CompletableFuture<T> unused = inner.whenComplete((value, failure) -> run(() -> {
      if (failure != null) {
        outer.completeExceptionally(failure);
      } else {
        outer.complete(value);
      }
    }));
    return outer;
  }

  /** The events as a stream. */
  public EventPublisher events() {
    return events;
  }

  void run(Runnable call) {
    queue.run(call);
  }

  void tell(SyncEvent event) {
    queue.tell(event);
  }
}
