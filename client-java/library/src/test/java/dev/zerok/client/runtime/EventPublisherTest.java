package dev.zerok.client.runtime;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.zerok.client.model.SyncEvent;
import org.junit.jupiter.api.Test;

class EventPublisherTest {
  @Test
  void eventThatComesAfterTheEnd_isForNobody() {
    EventPublisher events = new EventPublisher(Runnable::run);
    events.complete();

    assertThatCode(() -> events.publish(new SyncEvent.CaughtUp(1))).doesNotThrowAnyException();
  }
}
