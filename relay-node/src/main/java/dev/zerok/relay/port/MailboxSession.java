package dev.zerok.relay.port;

import com.google.protobuf.ByteString;

/** A joiner's side of one mailbox. Commands from one thread at a time; nothing blocks. */
public interface MailboxSession {
  /** To the opener (MBX-4). */
  void send(ByteString body);

  /** Ends the mailbox; the opener gets CLOSED. */
  void close();

  /** The connection is gone: as {@link #close}, and the sink is forgotten. Safe to call twice. */
  void detach();
}
