package dev.zerok.protocol.session;

import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.wire.Hello;

/** Why a client connects; decides its first frame (SESS-1). */
public sealed interface SessionPurpose {
  /** To sync a group. */
  record SyncGroup(Hello hello) implements SessionPurpose {
    /** Without the token. */
    @Override
    public String toString() {
      return "SyncGroup[" + hello.getSerializedSize() + " bytes]";
    }
  }

  /** To join the mailbox of an invite. */
  record JoinMailbox(MailboxId mailbox) implements SessionPurpose {}
}
