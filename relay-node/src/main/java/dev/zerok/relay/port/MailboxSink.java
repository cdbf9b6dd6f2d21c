package dev.zerok.relay.port;

import dev.zerok.protocol.wire.RelayFrame;

/** A joiner's connection, as routing sees it. Called from any thread, one call at a time; never blocks, never throws. */
public interface MailboxSink {
  /** MailboxMessage, or Error with the mailbox id. */
  void answer(RelayFrame frame);

  /** The mailbox is over; nothing comes after this call, and the connection has no further use. */
  void ended();
}
