package dev.zerok.relay.edge;

import dev.zerok.protocol.session.SessionEnded;
import org.jspecify.annotations.Nullable;

/** What a connection carries. Called on the connection's event loop only. */
interface MessageSession {
  /** A whole binary message arrived. */
  void received(byte[] message);

  /** Whether the next message belongs to the handshake, and so costs much. */
  boolean isOpening();

  /** Something else than a message arrived: a ping, a pong, a fragment. */
  void heard();

  /** The next message to write, or null when there is nothing to say at the moment. */
  byte @Nullable [] nextMessage();

  /** Not null once the session is over: the connection closes when the last message was written. */
  @Nullable
  SessionEnded ending();

  /** Time passed; called about four times within the shortest deadline. */
  void tick(long nowMillis);

  /** The node is going down: says so to the peer and ends. */
  void drain();

  /** The socket is gone; nothing may be written any more. Called exactly once. */
  void closed();
}
