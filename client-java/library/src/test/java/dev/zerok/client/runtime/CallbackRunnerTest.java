package dev.zerok.client.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.model.SyncEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** What reaches the app when the client closes before the app's executor came to it. */
class CallbackRunnerTest {
  private static final SyncEvent BEFORE = new SyncEvent.CodeAlarm();
  private static final SyncEvent AFTER = new SyncEvent.InviteAlarm();

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<SyncEvent> listened = new ArrayList<>();
  private final List<Object> streamed = new ArrayList<>();
  private final CallbackRunner callbacks = new CallbackRunner(tasks::add, listened::add);

  private void runTasks() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  private final class Recorder implements Flow.Subscriber<SyncEvent> {
    @Override
    public void onSubscribe(Flow.Subscription given) {
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(SyncEvent event) {
      streamed.add(event);
    }

    @Override
    public void onError(Throwable failure) {
      streamed.add(failure);
    }

    @Override
    public void onComplete() {
      streamed.add("the end");
    }
  }

  @Test
  void eventThatIsToldAsTheClientCloses_reachesListenerAndSubscribers_beforeTheEnd() {
    callbacks.events().subscribe(new Recorder());
    callbacks.tell(BEFORE);
    callbacks.events().complete();
    callbacks.tell(AFTER);

    runTasks();

    assertThat(listened).containsExactly(BEFORE, AFTER);
    assertThat(streamed).containsExactly(BEFORE, "the end");
  }
}
