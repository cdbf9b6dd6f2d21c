package dev.zerok.relay.edge;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts what all event loops of a node hold together, so that strangers cannot make them hold more. Any thread. */
final class ConnectionLimits {
  private final int maxOpen;
  private final int maxUnadmitted;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger unadmitted = new AtomicInteger();

  ConnectionLimits(int maxOpen, int maxUnadmitted) {
    this.maxOpen = maxOpen;
    this.maxUnadmitted = maxUnadmitted;
  }

  /** One place in the node; given back in steps, each of which counts once. One event loop's. */
  final class Place {
    private boolean strange = true;
    private boolean held = true;

    /** Its device was admitted: it no longer counts as a stranger. */
    void admitted() {
      if (held && strange) {
        strange = false;
        unadmitted.decrementAndGet();
      }
    }

    void leave() {
      if (held) {
        admitted();
        held = false;
        open.decrementAndGet();
      }
    }
  }

  int unadmittedNow() {
    return unadmitted.get();
  }

  /** A place for a new socket, or null if the node is full. */
  @Nullable
  Place enter() {
    if (open.incrementAndGet() > maxOpen) {
      open.decrementAndGet();
      return null;
    }
    if (unadmitted.incrementAndGet() > maxUnadmitted) {
      unadmitted.decrementAndGet();
      open.decrementAndGet();
      return null;
    }
    return new Place();
  }
}
