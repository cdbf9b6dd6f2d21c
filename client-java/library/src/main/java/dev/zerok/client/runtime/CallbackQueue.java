package dev.zerok.client.runtime;

import dev.zerok.client.model.SyncEvent;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Runs what belongs to the app (handlers, prompts, listeners) on the app's executor, one call at a time and in order. Any thread.
 *
 * <p>Events are bounded: where the app takes them too slowly the newest are dropped and their number is told. Other calls are few by
 * nature: one blob, and the prompts of at most four invites.
 */
final class CallbackQueue {
  /** Events that wait, at most. */
  static final int MAX_EVENTS = 1_024;

  private final Executor executor;
  private final Executor standIn;
  private final Consumer<SyncEvent> listener;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int events;
  private int lost;
  private boolean running;

  /** @param standIn runs what the app's executor refuses */
  CallbackQueue(Executor executor, Executor standIn, Consumer<SyncEvent> listener) {
    this.executor = executor;
    this.standIn = standIn;
    this.listener = listener;
  }

  /** Runs a call of the app's. */
  void run(Runnable call) {
    synchronized (this) {
      waiting.add(call);
      if (running) {
        return;
      }
      running = true;
    }
    try {
      executor.execute(this::drain);
    } catch (RuntimeException refused) {
      standIn.execute(this::drain);
    }
  }

  /** Tells an event. */
  void tell(SyncEvent event) {
    synchronized (this) {
      if (events >= MAX_EVENTS) {
        lost++;
        return;
      }
      events++;
    }
    run(() -> deliver(event));
  }

  private void deliver(SyncEvent event) {
    int lostBefore;
    synchronized (this) {
      events--;
      lostBefore = events == 0 ? lost : 0;
      lost -= lostBefore;
    }
    listener.accept(event);
    if (lostBefore > 0) {
      listener.accept(new SyncEvent.EventsLost(lostBefore));
    }
  }

  private void drain() {
    while (true) {
      Runnable next;
      synchronized (this) {
        next = waiting.poll();
        if (next == null) {
          running = false;
          return;
        }
      }
      runOne(next);
    }
  }

  /** A listener that throws must not keep the next one from being called; its own thread's handler hears of it. */
  private static void runOne(Runnable call) {
    try {
      call.run();
    } catch (Throwable e) {
      uncaught(e);
    }
  }

  /** The app's code threw something that nobody here can handle: its thread's handler hears of it, and what that throws counts for nothing. */
  static void uncaught(Throwable thrown) {
    Thread current = Thread.currentThread();
    try {
      current.getUncaughtExceptionHandler().uncaughtException(current, thrown);
    } catch (Throwable ignored) {
      // As the Java machine itself does it.
    }
  }
}
