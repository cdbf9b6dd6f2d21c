package dev.zerok.client.runtime;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The thread that reads and writes whole contents: what takes seconds must keep neither the loop nor the app's callbacks. Its tasks are
 * bounded by the contents that are under way.
 */
final class ContentWorker {
  private final ThreadPoolExecutor thread;

  ContentWorker() {
    thread =
        new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
          Thread created = new Thread(task, "zerok-content");
          created.setDaemon(true);
          return created;
        });
    thread.allowCoreThreadTimeOut(true);
  }

  /** Runs a task after those before it; false after {@link #close}, then never. */
  boolean execute(Runnable task) {
    try {
      thread.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Interrupts what runs and forgets what waits. */
  void close() {
    thread.shutdownNow();
  }
}
