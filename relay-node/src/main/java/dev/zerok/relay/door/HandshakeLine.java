package dev.zerok.relay.door;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Handshakes that wait for an event loop. Those that were begun go before new ones, for half of their work is done; otherwise the
 * last in goes first: when more come than can be served, whoever has waited longest is the likeliest to have given up, and serving
 * him last keeps all others from waiting as long. Who gave up is taken out.
 *
 * <p>Holds each at most once. Not thread-safe.
 *
 * @param <T> one handshake
 */
public final class HandshakeLine<T> {
  private final SequencedSet<T> begun = new LinkedHashSet<>();
  private final SequencedSet<T> fresh = new LinkedHashSet<>();

  public void add(T handshake, boolean isBegun) {
    (isBegun ? begun : fresh).addLast(handshake);
  }

  /** Takes out one that gave up; false if it does not wait. */
  public boolean remove(T handshake) {
    return begun.remove(handshake) || fresh.remove(handshake);
  }

  /** Takes out whose turn it is. */
  public Optional<T> next() {
    SequencedSet<T> line = begun.isEmpty() ? fresh : begun;
    return line.isEmpty() ? Optional.empty() : Optional.of(line.removeLast());
  }

  public int size() {
    return begun.size() + fresh.size();
  }
}
