package dev.zerok.cli.e2e;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.zerok.client.system.SecureRandomSource;
import dev.zerok.client.transport.ClientTransport;
import dev.zerok.client.transport.JdkWebSocketTransport;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.pake.Nameplate;
import dev.zerok.protocol.pake.PakeTerms;
import dev.zerok.protocol.session.ClientSession;
import dev.zerok.protocol.session.ClientSessionConfig;
import dev.zerok.protocol.session.ClientSessionEvent;
import dev.zerok.protocol.session.SessionPurpose;
import dev.zerok.protocol.session.SubProtocol;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.MailboxEvent;
import dev.zerok.protocol.wire.MailboxMessage;
import dev.zerok.protocol.wire.MailboxSend;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A stranger in a code's mailbox who sends what he likes. */
final class MailboxGuest implements AutoCloseable, ClientTransport.Listener {
  private final MailboxId mailbox;
  private final BlockingQueue<MailboxMessage> messages = new LinkedBlockingQueue<>();
  private final ClientSession session;
  private final ClientTransport.Link link;
  private boolean opened;
  private boolean sending;

  private MailboxGuest(TestRelay relay, Nameplate nameplate) {
    Crypto crypto = Providers.fastest();
    RandomSource random = new SecureRandomSource();
    this.mailbox = new PakeTerms(Suite.STD1, relay.identity(), nameplate).mailbox();
    this.session = new ClientSession(
        ClientSessionConfig.standard(crypto, crypto.agreement().generate(random),
            relay.identity(), new SessionPurpose.JoinMailbox(mailbox),
            Instant.now().getEpochSecond()),
        random, 0);
    synchronized (this) { // the listener's calls wait until there is a link
      this.link = new JdkWebSocketTransport()
          .connect(relay.url(), List.of(SubProtocol.of(crypto.suite())), this);
    }
  }

  /** Joins, and waits until it is in. */
  static MailboxGuest join(TestRelay relay, String nameplate) {
    MailboxGuest guest = new MailboxGuest(relay, new Nameplate(nameplate));
    guest.await(MailboxEvent.MAILBOX_EVENT_JOINED);
    return guest;
  }

  /** The next event, which must be this one. */
  ByteString await(MailboxEvent event) {
    try {
      MailboxMessage message =
          messages.poll(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null || message.getEvent() != event) {
        throw new AssertionError(event + " was due, not " + message);
      }
      return message.getBody();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  ByteString nextBody() {
    return await(MailboxEvent.MAILBOX_EVENT_BODY);
  }

  synchronized void send(Message body) {
    MailboxSend send = MailboxSend.newBuilder()
        .setMailboxId(mailbox.bytes())
        .setBody(body.toByteString())
        .build();
    session.send(ClientFrame.newBuilder().setMailboxSend(send).build(), 0);
    flush();
  }

  private void flush() {
    byte[] message = opened && !sending ? session.nextMessage() : null;
    if (message != null) {
      sending = true;
      link.send(message);
    }
  }

  @Override
  public synchronized void opened(String selected) {
    opened = true;
    flush();
  }

  @Override
  public synchronized void message(byte[] message) {
    for (ClientSessionEvent event : session.receive(message, 0)) {
      if (event instanceof ClientSessionEvent.FrameReceived received
          && received.frame().hasMailboxMessage()) {
        messages.add(received.frame().getMailboxMessage());
      }
    }
    flush();
    link.more();
  }

  @Override
  public synchronized void sent() {
    sending = false;
    flush();
  }

  @Override
  public void alive() {}

  @Override
  public void ended(int closeCode, String reason) {}

  @Override
  public void close() {
    link.close();
  }
}
