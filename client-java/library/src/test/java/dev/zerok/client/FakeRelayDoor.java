package dev.zerok.client;

import com.google.protobuf.ByteString;
import dev.zerok.client.transport.ClientTransport;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.identity.RelayIdentity;
import dev.zerok.protocol.session.ChainBudget;
import dev.zerok.protocol.session.RelaySession;
import dev.zerok.protocol.session.RelaySessionConfig;
import dev.zerok.protocol.session.RelaySessionEvent;
import dev.zerok.protocol.session.SessionEnded;
import dev.zerok.protocol.session.SubProtocol;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.IdentitySuccession;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A relay in this process that does the handshake with the identity it was given, and then answers nothing. */
final class FakeRelayDoor implements ClientTransport, AutoCloseable {
  private static final int CHAIN_BYTES = 1 << 20;

  /** What a client still says after the relay is gone is lost. */
  private final ExecutorService thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
      new LinkedBlockingQueue<>(), new ThreadPoolExecutor.DiscardPolicy());
  private final Crypto crypto;
  private final KeyPair noise;
  private final ByteString certificate;

  FakeRelayDoor(Crypto crypto, RelayIdentity identity, List<IdentitySuccession> successions) {
    this.crypto = crypto;
    noise = crypto.agreement().generate(new FakeRandomSource("door"));
    certificate = identity.certify(noise.publicKey(), Long.MAX_VALUE / 2, List.of(), successions)
        .toByteString();
  }

  @Override
  public Link connect(URI url, List<String> offered, Listener listener) {
    Door door = new Door(offered, listener);
    thread.execute(() -> listener.opened(SubProtocol.STD1));
    return door;
  }

  /** One connection. */
  private final class Door implements Link {
    private final Listener listener;
    private final RelaySession session;
    private boolean over;

    Door(List<String> offered, Listener listener) {
      this.listener = listener;
      session = new RelaySession(RelaySessionConfig.standard(crypto, noise, certificate,
          SubProtocol.STD1, offered, new ChainBudget(CHAIN_BYTES)), new FakeRandomSource("session"),
          0);
    }

    @Override
    public void send(byte[] message) {
      thread.execute(() -> {
        if (over) {
          return;
        }
        List<RelaySessionEvent> events = session.receive(message, 0);
        listener.sent();
        deliver();
        if (events.stream().anyMatch(SessionEnded.class::isInstance)) {
          end();
        }
      });
    }

    private void deliver() {
      byte[] answer = session.nextMessage();
      if (answer != null) {
        listener.message(answer);
      }
    }

    @Override
    public void more() {
      thread.execute(() -> {
        if (!over) {
          deliver();
        }
      });
    }

    @Override
    public void close() {
      thread.execute(this::end);
    }

    private void end() {
      if (!over) {
        over = true;
        listener.ended(0, "over");
      }
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
