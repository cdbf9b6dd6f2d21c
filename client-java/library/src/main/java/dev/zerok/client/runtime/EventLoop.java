package dev.zerok.client.runtime;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one thread that touches a client's state. Tasks run in the order given. A task that throws is a defect: it is reported, and
 * nothing runs afterwards.
 */
final class EventLoop {
  private final ScheduledThreadPoolExecutor executor;
  private final Consumer<Throwable> onDefect;
  private volatile Thread thread = Thread.currentThread();

  EventLoop(String name, Consumer<Throwable> onDefect) {
    this.onDefect = onDefect;
    this.executor = new ScheduledThreadPoolExecutor(1, task -> {
      Thread created = new Thread(task, name);
      created.setDaemon(true);
      thread = created;
      return created;
    });
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
  }

  /** Runs a task soon; false after {@link #shutdown}, then never. */
  boolean execute(Runnable task) {
    try {
      executor.execute(() -> guarded(task));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Runs a task after a delay in milliseconds. */
  Future<?> schedule(Runnable task, long delayMillis) {
    try {
      return executor.schedule(() -> guarded(task), delayMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(null);
    }
  }

  /** The result of a short computation on the loop, from any thread. */
  <T> CompletableFuture<T> call(Callable<T> computation) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable task = () -> {
      try {
        result.complete(computation.call());
      } catch (Exception e) {
        result.completeExceptionally(e);
      }
    };
    if (Thread.currentThread().equals(thread)) {
      task.run();
    } else if (!execute(task)) {
      result.completeExceptionally(SyncEngine.closedProblem());
    }
    return result;
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | java.lang.Error e) {
      onDefect.accept(e);
    }
  }

  /** Takes no more tasks; those given already still run. */
  void shutdown() {
    executor.shutdown();
  }

  /** Waits for the tasks given, at most so long. */
  void await(long millis) throws InterruptedException {
    executor.awaitTermination(millis, TimeUnit.MILLISECONDS);
  }
}
