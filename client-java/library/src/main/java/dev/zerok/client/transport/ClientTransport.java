package dev.zerok.client.transport;

import java.net.URI;
import java.util.List;

/**
 * Opens connections to a relay. An implementation owes:
 *
 * <ol>
 *   <li>Binary messages of at most 65 535 bytes, each delivered whole, once and in order, or the connection ends (WS-1, WS-4).
 *   <li>Compression and other extensions are never negotiated (WS-3).
 *   <li>No call blocks. Listener calls come one at a time, from any thread.
 *   <li>Exactly one {@link Listener#ended} per connection, whatever happens, and nothing after it.
 * </ol>
 */
public interface ClientTransport {
  /**
   * Begins to connect.
   *
   * @param url {@code ws://} or {@code wss://}
   * @param offered the sub-protocols to offer, the preferred one first, at least one (WS-2)
   * @param listener learns what becomes of it
   */
  Link connect(URI url, List<String> offered, Listener listener);

  /** One connection, open or not yet. Any thread. */
  interface Link {
    /** Sends a message; at most one is under way, the next may follow {@link Listener#sent}. Ignored once the connection ended. */
    void send(byte[] message);

    /** The owner is done with a message and takes the next one: at most one is out, so a slow owner slows the relay down. */
    void more();

    /** Ends the connection without waiting for anything. The listener gets {@link Listener#ended}. */
    void close();
  }

  /** What a connection tells its owner. */
  interface Listener {
    /** The upgrade is done; {@code selected} is the sub-protocol that the relay selected, empty if none. */
    void opened(String selected);

    /** A message arrived. The next one comes only after {@link Link#more}; the first one without. */
    void message(byte[] message);

    /** The message given to {@link Link#send} is out of our hands. */
    void sent();

    /** A sign of life that is no message: a ping (SESS-2). */
    void alive();

    /**
     * The relay had no room and said when to come back; {@link #ended} follows. Nobody vouches for these texts, and none needs to
     * be what it should.
     *
     * @param slot the header {@code 0k-Slot} of a refused upgrade, or the reason of close code 1013; empty if there was none
     * @param retryAfter the header {@code Retry-After}; empty if there was none
     */
    default void turnedAway(String slot, String retryAfter) {}

    /**
     * The connection is over, or never came about.
     *
     * @param closeCode the WebSocket close code of the other side; 0 if there was none
     * @param reason words for a person
     */
    void ended(int closeCode, String reason);
  }
}
