package dev.zerok.relay.buffer;

import java.util.TreeSet;

/**
 * Knows which snapshots are in use: the database must not be closed under one, native code would crash, and an old one keeps
 * deleted bytes. Any thread.
 */
final class OpenReads {
  // As many as there are reading threads.
  private final TreeSet<Long> open = new TreeSet<>();
  private long lastTicket;
  private boolean closed;

  /** A ticket to give back at the end of the read. */
  synchronized long begin() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
    lastTicket++;
    open.add(lastTicket);
    return lastTicket;
  }

  synchronized void end(long ticket) {
    open.remove(ticket);
    notifyAll();
  }

  /** Waits until every read that is open now has ended; later ones do not matter. */
  synchronized void awaitThoseOpenNow() throws InterruptedException {
    long newest = lastTicket;
    while (!open.isEmpty() && open.first() <= newest) {
      wait();
    }
  }

  /** Waits for the last read and admits no other. */
  synchronized void awaitNone() throws InterruptedException {
    closed = true;
    while (!open.isEmpty()) {
      wait();
    }
  }
}
