package dev.zerok.client.replica;

import dev.zerok.client.model.SyncEvent;

/** Something was found after which the replica must not go on. Cheap: without a stack trace. */
final class Halt extends Exception {
  private static final long serialVersionUID = 1L;

  private final StopCause cause;
  private final transient SyncEvent event;

  Halt(StopCause cause, SyncEvent event) {
    super(event.words(), null, false, false);
    this.cause = cause;
    this.event = event;
  }

  static Halt fork(String evidence) {
    return new Halt(StopCause.FORK, new SyncEvent.ForkDetected(evidence));
  }

  StopCause stopCause() {
    return cause;
  }

  SyncEvent event() {
    return event;
  }
}
