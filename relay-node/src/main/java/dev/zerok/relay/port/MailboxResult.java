package dev.zerok.relay.port;

import dev.zerok.relay.core.RefusalReason;

/** What became of a stranger's request to join a mailbox. */
public sealed interface MailboxResult {
  /** Joined; JOINED is the first thing that the sink is given. */
  record Joined(MailboxSession session) implements MailboxResult {}

  /** Answer with the one refusal, then close (MBX-2). */
  record NotJoined(RefusalReason ownLogOnly) implements MailboxResult {}
}
