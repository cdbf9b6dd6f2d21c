package dev.zerok.relay.edge;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts what all event loops of a node hold together, so that strangers cannot make them hold more. Any thread. */
final class ConnectionLimits {
  private final int maxOpen;
  private final int maxUnadmitted;
  private final long maxUnadmittedBytes;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger unadmitted = new AtomicInteger();
  private final AtomicLong unadmittedBytes = new AtomicLong();

  ConnectionLimits(int maxOpen, int maxUnadmitted, long maxUnadmittedBytes) {
    this.maxOpen = maxOpen;
    this.maxUnadmitted = maxUnadmitted;
    this.maxUnadmittedBytes = maxUnadmittedBytes;
  }

  /** One place in the node; given back in steps, each of which counts once. One event loop's. */
  final class Place {
    private boolean strange = true;
    private boolean held = true;
    private long bytes;

    /**
     * Its connection received something, which is kept until it is admitted or leaves: a roster chain can be
     * long.
     *
     * @return false if strangers hold too much already
     */
    boolean received(int count) {
      if (!strange) {
        return true;
      }
      bytes += count;
      return unadmittedBytes.addAndGet(count) <= maxUnadmittedBytes;
    }

    /** Its device was admitted: it no longer counts as a stranger. */
    void admitted() {
      if (held && strange) {
        strange = false;
        unadmittedBytes.addAndGet(-bytes);
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
