package dev.zerok.relay.edge;

import dev.zerok.relay.door.HandshakeLine;
import io.netty.util.concurrent.EventExecutor;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Gives the handshakes of one event loop their turns: one at a time, and between two of them the loop does whatever it has to do for
 * the devices that are connected. Lives on that event loop.
 */
final class HandshakeTurns {
  /** A handshake whose client has sent a message. */
  interface Waiting {
    /** Takes that message. */
    void turn();
  }

  private final FrontDoor door;
  private final HandshakeLine<Waiting> line = new HandshakeLine<>();
  private boolean scheduled;

  HandshakeTurns(FrontDoor door) {
    this.door = door;
  }

  void await(Waiting handshake, boolean isBegun, EventExecutor loop) {
    line.add(handshake, isBegun);
    door.waits(1);
    schedule(loop);
  }

  /** The client is gone. */
  void giveUp(Waiting handshake) {
    if (line.remove(handshake)) {
      door.waits(-1);
    }
  }

  private void schedule(EventExecutor loop) {
    if (!scheduled) {
      scheduled = true;
      // A timer that is due, not a task: tasks run until there are none, timers after the next look at the sockets.
      var _ = loop.schedule(() -> next(loop), 0, TimeUnit.NANOSECONDS);
    }
  }

  private void next(EventExecutor loop) {
    scheduled = false;
    Optional<Waiting> handshake = line.next();
    if (handshake.isEmpty()) {
      return;
    }
    door.waits(-1);
    if (line.size() > 0) {
      schedule(loop);
    }
    handshake.get().turn();
  }
}
