package dev.zerok.relay.edge;

import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.wire.Ack;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.MailboxOpen;
import dev.zerok.protocol.wire.MailboxSend;
import dev.zerok.relay.port.DeviceSession;

/** An admitted device: its commands go to its group, its stream comes from there. */
record DeviceParty(
    DeviceSession device, DeviceStream stream, DeviceNews news, WindowNews window)
    implements Party {
  @Override
  public void command(ClientFrame command) {
    switch (command.getFrameCase()) {
      case PUSH -> device.push(command.getPush());
      case PULL -> stream.pull(Integer.toUnsignedLong(command.getPull().getMaxBlobs()));
      case SIGNAL -> device.signal(command.getSignal());
      case ACK -> acknowledge(command.getAck());
      case ROSTER_APPEND -> device.append(command.getRosterAppend().getEntry());
      case MAILBOX_OPEN -> {
        MailboxOpen open = command.getMailboxOpen();
        device.openMailbox(MailboxId.of(open.getMailboxId()), open.getTtlSeconds());
      }
      case MAILBOX_SEND -> {
        MailboxSend send = command.getMailboxSend();
        device.sendMailbox(MailboxId.of(send.getMailboxId()), send.getBody());
      }
      case MAILBOX_CLOSE ->
          device.closeMailbox(MailboxId.of(command.getMailboxClose().getMailboxId()));
      default ->
          throw new IllegalStateException("the session let " + command.getFrameCase() + " through");
    }
  }

  private void acknowledge(Ack ack) {
    stream.received(ack.getReceived());
    device.ack(ack.getReceived(), ack.getApplied());
  }

  @Override
  public void fill(long queuedBytes, long nowMillis) {
    stream.fill(queuedBytes);
    news.tell(queuedBytes, nowMillis);
  }

  @Override
  public void detach() {
    device.detach();
  }
}
