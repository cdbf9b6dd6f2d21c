package dev.zerok.client.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.model.SyncEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Calls of the app's code go on whatever its executor and its code do. */
class CallbackQueueTest {
  private final List<String> ran = new ArrayList<>();
  private final List<SyncEvent> told = new ArrayList<>();
  private boolean rejecting;

  private void execute(Runnable task) {
    if (rejecting) {
      throw new RejectedExecutionException("the app is shutting its executor down");
    }
    task.run();
  }

  private CallbackQueue queue(Executor standIn) {
    return new CallbackQueue(this::execute, standIn, told::add);
  }

  @Test
  void callThatTheExecutorRejects_runsOnTheStandIn_andTheNextIsAskedForThereAgain() {
    CallbackQueue queue = queue(task -> {
      ran.add("stand-in");
      task.run();
    });
    rejecting = true;
    queue.run(() -> ran.add("one"));
    queue.tell(new SyncEvent.Displaced());
    rejecting = false;
    queue.run(() -> ran.add("two"));

    assertThat(ran).containsExactly("stand-in", "one", "stand-in", "two");
    assertThat(told).containsExactly(new SyncEvent.Displaced());
  }

  @Test
  void callThatThrowsAnything_isItsThreadsAffair_andTheNextOneRuns() {
    CallbackQueue queue = queue(Runnable::run);
    List<Throwable> uncaught = new ArrayList<>();
    Thread current = Thread.currentThread();
    Thread.UncaughtExceptionHandler before = current.getUncaughtExceptionHandler();
    current.setUncaughtExceptionHandler((thread, thrown) -> {
      uncaught.add(thrown);
      throw new IllegalStateException("and the handler throws, too");
    });
    AssertionError thrown = new AssertionError("the app is broken");
    try {
      queue.run(() -> {
        throw thrown;
      });
      queue.run(() -> ran.add("next"));
    } finally {
      current.setUncaughtExceptionHandler(before);
    }

    assertThat(uncaught).containsExactly(thrown);
    assertThat(ran).containsExactly("next");
  }
}
