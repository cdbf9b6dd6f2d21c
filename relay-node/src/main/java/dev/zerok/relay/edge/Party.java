package dev.zerok.relay.edge;

import dev.zerok.protocol.wire.ClientFrame;

/** Whom a session was admitted as. Called on the connection's event loop only. */
interface Party {
  /** A command that this party may give; its shape is checked. */
  void command(ClientFrame command);

  /**
   * There is room to send, or time has passed.
   *
   * @param queuedBytes what waits in the session's queue
   */
  void fill(long queuedBytes, long nowMillis);

  /** The connection is gone. Safe to call twice. */
  void detach();
}
