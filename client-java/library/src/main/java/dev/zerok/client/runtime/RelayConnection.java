package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import dev.zerok.client.replica.RelayWords;
import dev.zerok.client.transport.ClientTransport;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.identity.VerifiedRelay;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.session.ClientSession;
import dev.zerok.protocol.session.ClientSessionConfig;
import dev.zerok.protocol.session.ClientSessionEvent;
import dev.zerok.protocol.session.ReconnectCause;
import dev.zerok.protocol.session.SessionEnded;
import dev.zerok.protocol.session.SessionPurpose;
import dev.zerok.protocol.session.SubProtocol;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.RelayFrame;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a relay: joins a {@link ClientTransport.Link} and a {@link ClientSession}. Lives on the event loop; what the
 * transport says is brought there first.
 */
final class RelayConnection {
  /** What a connection is made with. */
  record Setup(
      ClientTransport transport,
      Crypto crypto,
      RandomSource random,
      LongSupplier ticker,
      EventLoop loop,
      KeyPair noiseStatic,
      ByteString relayIdentity,
      SessionPurpose purpose,
      long unixSeconds) {}

  /** What a connection tells its owner, on the loop. {@link #ended} is the last call of all. */
  interface Owner {
    void verified(VerifiedRelay relay);

    void frame(RelayFrame frame);

    /** Room has come: more may be sent. */
    void writable();

    void ended(String reason, ReconnectCause cause, @Nullable ErrorCode code);
  }

  private static final long TICK_MILLIS = 1_000;

  private final Setup setup;
  private final Owner owner;
  private final ClientTransport.Link link;
  private final long connectDeadline;
  private @Nullable ClientSession session;
  private boolean sending;
  private boolean over;
  private boolean saidBye;
  private ReconnectCause lastCause = new ReconnectCause.LostWithoutWord();
  private Future<?> ticking;

  RelayConnection(Setup setup, URI url, Owner owner) {
    this(setup, url, Optional.empty(), owner);
  }

  /**
   * @param ticket of a slot at this relay's door that has come (DOOR-5)
   */
  RelayConnection(Setup setup, URI url, Optional<String> ticket, Owner owner) {
    this.setup = setup;
    this.owner = owner;
    this.connectDeadline = now() + 2 * Limits.OPENING_STEP_MILLIS;
    this.ticking = setup.loop().schedule(this::tick, TICK_MILLIS);
    this.link = setup.transport()
        .connect(url, SubProtocol.offers(setup.crypto().suite(), ticket), new OnLoop());
  }

  private long now() {
    return setup.ticker().getAsLong();
  }

  /** Brings the transport's calls to the loop. */
  private final class OnLoop implements ClientTransport.Listener {
    @Override
    public void opened(String selected) {
      setup.loop().execute(() -> RelayConnection.this.opened(selected));
    }

    @Override
    public void message(byte[] message) {
      setup.loop().execute(() -> received(message));
    }

    @Override
    public void sent() {
      setup.loop().execute(RelayConnection.this::wasSent);
    }

    @Override
    public void alive() {
      setup.loop().execute(() -> {
        if (session != null) {
          session.heard(now());
        }
      });
    }

    @Override
    public void turnedAway(String slot, String retryAfter) {
      setup.loop().execute(() -> RelayConnection.this.turnedAway(slot, retryAfter));
    }

    @Override
    public void ended(int closeCode, String reason) {
      setup.loop().execute(() -> end(reason, lastCause(), null));
    }
  }

  private void opened(String selected) {
    if (over) {
      return;
    }
    List<String> offered = List.of(SubProtocol.of(setup.crypto().suite()));
    if (!offered.contains(selected)) {
      end("What answers there is no 0k-Sync relay of this version.",
          new ReconnectCause.LostWithoutWord(), null);
      return;
    }
    session = new ClientSession(
        ClientSessionConfig.standard(
            setup.crypto(), setup.noiseStatic(), setup.relayIdentity(), setup.purpose(),
            setup.unixSeconds()),
        setup.random(),
        now());
    flush();
  }

  private void received(byte[] message) {
    ClientSession open = session;
    if (over || open == null) {
      return;
    }
    for (ClientSessionEvent event : open.receive(message, now())) {
      handle(event);
    }
    flush();
    if (!over) {
      link.more();
    }
  }

  private void handle(ClientSessionEvent event) {
    if (over) {
      return;
    }
    if (event instanceof ClientSessionEvent.RelayVerified verified) {
      owner.verified(verified.relay());
    } else if (event instanceof ClientSessionEvent.FrameReceived received) {
      owner.frame(received.frame());
    } else if (event instanceof SessionEnded ended) {
      end(RelayWords.of(ended.reason()), lastCause(), ended.code());
    }
  }

  /** Nobody vouches for what is said outside of Noise: it counts as long as there is no session. */
  private void turnedAway(String slot, String retryAfter) {
    if (handshakeHash().isEmpty()) {
      lastCause = ReconnectCause.ofRefusal(slot, retryAfter);
    }
  }

  private ReconnectCause lastCause() {
    return session == null || handshakeHash().isEmpty() ? lastCause : session.reconnectCause();
  }

  /** Queues a frame; false if there is no room now, or never again. */
  boolean send(ClientFrame frame) {
    ClientSession open = session;
    if (over || open == null) {
      return false;
    }
    boolean queued = open.send(frame, now());
    flush();
    return queued;
  }

  /** What names the open session and no other; empty before the handshake is complete. */
  ByteString handshakeHash() {
    return session == null ? ByteString.EMPTY : session.handshakeHash();
  }

  /** Whether everything given to it has been taken by the transport. */
  boolean isFlushed() {
    return session != null && !sending && session.queuedBytes() == 0;
  }

  /** Bytes that wait to be sent. */
  long queuedBytes() {
    return session == null ? 0 : session.queuedBytes();
  }

  private void flush() {
    ClientSession open = session;
    if (sending || over || open == null) {
      return;
    }
    byte[] message = open.nextMessage();
    if (message != null) {
      sending = true;
      link.send(message);
    } else if (saidBye) {
      end("This side said goodbye.", new ReconnectCause.LostWithoutWord(), null);
    }
  }

  private void wasSent() {
    sending = false;
    flush();
    if (!over) {
      owner.writable();
    }
  }

  private void tick() {
    if (over) {
      return;
    }
    ticking = setup.loop().schedule(this::tick, TICK_MILLIS);
    ClientSession open = session;
    if (open == null) {
      if (now() > connectDeadline) {
        end("The relay was too slow to answer.", new ReconnectCause.LostWithoutWord(), null);
      }
      return;
    }
    open.tick(now()).forEach(this::handle);
    if (!over) {
      owner.writable();
    }
  }

  /** Sends what waits on the control channel, then Bye, then closes; the owner hears of the end. */
  void bye() {
    if (over) {
      return;
    }
    ClientSession open = session;
    if (open == null) {
      end("Closed here.", new ReconnectCause.LostWithoutWord(), null);
      return;
    }
    saidBye = true;
    open.bye();
    flush();
  }

  /** Closes at once. */
  void abort(String reason) {
    end(reason, lastCause(), null);
  }

  private void end(String reason, ReconnectCause cause, @Nullable ErrorCode code) {
    if (over) {
      return;
    }
    over = true;
    ticking.cancel(false);
    if (session != null) {
      session.close();
    }
    link.close();
    owner.ended(reason, cause, code);
  }
}
