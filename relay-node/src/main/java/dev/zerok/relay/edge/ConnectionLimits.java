package dev.zerok.relay.edge;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts what all event loops of a node hold together, so that strangers cannot make them hold more. Any thread. */
final class ConnectionLimits {
  private final int maxOpen;
  private final int maxUnadmitted;
  private final int maxOfOneAddress;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger unadmitted = new AtomicInteger();
  // Address prefixes that hold unadmitted places, so at most as many as there are such places.
  private final Map<String, Integer> ofAddress = new ConcurrentHashMap<>();

  /**
   * @param maxOfOneAddress of the unadmitted ones, those that one address prefix may hold
   */
  ConnectionLimits(int maxOpen, int maxUnadmitted, int maxOfOneAddress) {
    this.maxOpen = maxOpen;
    this.maxUnadmitted = maxUnadmitted;
    this.maxOfOneAddress = maxOfOneAddress;
  }

  /** One place in the node; given back in steps, each of which counts once. One event loop's. */
  final class Place {
    private boolean strange = true;
    private boolean held = true;
    private @Nullable String address;

    /** Counts the place for that address prefix as long as it is a stranger's; false, and nothing counted, if that one holds enough. */
    boolean countFor(String prefix) {
      if (address == null && strange) {
        int now = ofAddress.merge(prefix, 1, Integer::sum);
        address = prefix;
        if (now > maxOfOneAddress) {
          forgetAddress();
          return false;
        }
      }
      return true;
    }

    /** Its device was admitted: it no longer counts as a stranger. */
    void admitted() {
      if (held && strange) {
        strange = false;
        unadmitted.decrementAndGet();
        forgetAddress();
      }
    }

    private void forgetAddress() {
      if (address != null) {
        ofAddress.computeIfPresent(address, (prefix, count) -> count == 1 ? null : count - 1);
        address = null;
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
