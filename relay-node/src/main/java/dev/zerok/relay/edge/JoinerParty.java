package dev.zerok.relay.edge;

import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.relay.port.MailboxSession;

/** A stranger in the one mailbox that it joined. */
record JoinerParty(MailboxSession mailbox) implements Party {
  @Override
  public void command(ClientFrame command) {
    switch (command.getFrameCase()) {
      case MAILBOX_SEND -> mailbox.send(command.getMailboxSend().getBody());
      case MAILBOX_CLOSE -> mailbox.close();
      default ->
          throw new IllegalStateException("the session let " + command.getFrameCase() + " through");
    }
  }

  @Override
  public void fill(long queuedBytes, long nowMillis) {}

  @Override
  public void detach() {
    mailbox.detach();
  }
}
