package dev.zerok.relay.edge;

import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.relay.port.MailboxSink;

/** Brings what the router says to a joiner onto its connection's event loop, in the order of the calls. */
record LoopMailboxSink(EdgeConnection connection, EdgeSession session) implements MailboxSink {
  @Override
  public void answer(RelayFrame frame) {
    connection.execute(() -> session.send(frame));
  }

  @Override
  public void ended() {
    connection.execute(session::mailboxOver);
  }
}
