package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncStatus.ConnectionState;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.identity.VerifiedRelay;
import dev.zerok.protocol.session.Reconnect;
import dev.zerok.protocol.session.ReconnectCause;
import dev.zerok.protocol.session.SessionPurpose;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.GoAway;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterPresent;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a device connected: dials, gets it admitted, and comes back when a session ends (PROTOCOL.md § 3.4, § 6.1). On the loop.
 */
final class Connector implements RelayConnection.Owner {
  /** What a connector needs of the engine. */
  interface Owner {
    /** Makes a connection to this address, for this relay; {@code ticket}: of a slot at its door. */
    RelayConnection dial(URI url, Optional<String> ticket, SessionPurpose purpose,
        ByteString relayIdentity, RelayConnection.Owner owner);

    /** The frame that begins the next session. */
    SessionPurpose purpose();

    /** The device's roster, for a relay that does not know it. */
    List<RosterPresent> chain();

    /** An admitted session's frame; Welcome first. */
    void frame(RelayFrame frame);

    void writable();

    void sessionEnded();

    void pinned(StoreRecord.RelayPin relay);

    void tell(SyncEvent event);
  }

  /** How long a goodbye may take before the connection is cut. */
  private static final long GOODBYE_MILLIS = 2_000;

  private final Owner owner;
  private final EventLoop loop;
  private final EngineConfig config;
  private final Reconnect reconnect = new Reconnect();
  private final Deque<RosterPresent> chainParts = new ArrayDeque<>();
  private Optional<String> ticket = Optional.empty();
  private StoreRecord.RelayPin relay;
  private int urlIndex;
  private @Nullable RelayConnection connection;
  private @Nullable Future<?> timer;
  private boolean admitted;
  private boolean trusted;
  private boolean chainSent;
  private boolean stopped = true;
  private String endReason = "";
  private boolean stay;
  private boolean endedHere;

  Connector(Owner owner, EventLoop loop, EngineConfig config, StoreRecord.RelayPin relay) {
    this.owner = owner;
    this.loop = loop;
    this.config = config;
    this.relay = relay;
  }

  String url() {
    return relay.urls().get(urlIndex % relay.urls().size());
  }

  StoreRecord.RelayPin relay() {
    return relay;
  }

  boolean isAdmitted() {
    return admitted;
  }

  ConnectionState state(boolean caughtUp) {
    if (connection == null) {
      return ConnectionState.OFFLINE;
    }
    if (!admitted) {
      return ConnectionState.CONNECTING;
    }
    return caughtUp ? ConnectionState.LIVE : ConnectionState.CATCHING_UP;
  }

  /** Connects now, unless a connection is there or on its way. */
  void connect() {
    stopped = false;
    cancelTimer();
    if (connection != null) {
      return;
    }
    admitted = false;
    trusted = false;
    chainSent = false;
    stay = false;
    endedHere = false;
    endReason = "";
    chainParts.clear();
    Optional<String> shown = ticket;
    ticket = Optional.empty(); // good for one attempt
    connection = owner.dial(URI.create(url()), shown, owner.purpose(), relay.identity(), this);
  }

  /** Sends a frame in the admitted session; false if there is no room. */
  boolean send(ClientFrame frame) {
    return connection != null && connection.send(frame);
  }

  long queuedBytes() {
    return connection == null ? 0 : connection.queuedBytes();
  }

  /** Ends the session; {@code comeBack}: by the ordinary rules, else not by itself. */
  void end(String reason, boolean comeBack) {
    stay = !comeBack;
    endedHere = true;
    endReason = reason;
    if (connection != null) {
      connection.abort(reason);
    }
  }

  /** Whether nothing is connected and nothing is going to. */
  boolean isIdle() {
    return connection == null && timer == null;
  }

  /** Whether everything that was to be sent has left. */
  boolean isFlushed() {
    return connection != null && connection.isFlushed();
  }

  /** Says goodbye behind what waits on the control channel, and does not come back by itself. */
  void leave() {
    RelayConnection open = connection;
    stay = true;
    admitted = false; // nothing more is sent
    endReason = "Everything wanted is here.";
    if (open != null) {
      timer = loop.schedule(() -> open.abort(endReason), GOODBYE_MILLIS);
      open.bye();
    }
  }

  /** Does not come back by itself after the end of this session. */
  void stayAway() {
    stay = true;
  }

  /** Cuts the connection at once and does not come back. */
  void stop() {
    stopped = true;
    cancelTimer();
    if (connection != null) {
      connection.abort("Closed here.");
    }
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  @Override
  public void verified(VerifiedRelay verified) {
    trusted = true;
    if (!verified.identity().equals(relay.identity())) {
      relay = new StoreRecord.RelayPin(relay.urls(), verified.identity(), relay.accessToken());
      owner.pinned(relay);
    }
  }

  @Override
  public void frame(RelayFrame frame) {
    if (frame.hasWelcome()) {
      admitted = true;
      reconnect.admitted(config.ticker().getAsLong());
      reconnect.windowNamed(frame.getWelcome().getReconnect());
      compareClocks(frame.getWelcome().getServerTimeMillis());
    } else if (frame.hasNotice() && frame.getNotice().hasReconnect()) {
      reconnect.windowNamed(frame.getNotice().getReconnect());
    } else if (frame.hasGoAway()) {
      goAway(frame.getGoAway());
    } else if (!admitted && frame.hasError()) {
      refused();
      return;
    }
    if (admitted) {
      owner.frame(frame);
    }
  }

  private void compareClocks(long relayMillis) {
    long ahead = config.clock().millis() - relayMillis;
    if (relayMillis != 0 && Math.abs(ahead) > SyncEvent.ClockOff.TOLERATED_MILLIS) {
      owner.tell(new SyncEvent.ClockOff(ahead));
    }
  }

  private void goAway(GoAway goAway) {
    if (goAway.getReason() == GoAwayReason.GO_AWAY_REASON_REPLACED) {
      owner.tell(new SyncEvent.Displaced());
    }
  }

  /** ADMIT-3: after the first refusal the device shows its roster, if it has one; the second one is final. */
  private void refused() {
    RelayConnection open = connection;
    if (open == null || chainSent) {
      return;
    }
    chainSent = true;
    chainParts.addAll(owner.chain());
    if (chainParts.isEmpty()) {
      owner.tell(new SyncEvent.NotAdmitted(ErrorCode.UNAUTHORIZED.advice()));
      end("The relay did not admit this device.", false);
    } else {
      sendChain(open);
    }
  }

  private void sendChain(RelayConnection open) {
    while (!chainParts.isEmpty()) {
      if (!open.send(ClientFrame.newBuilder().setRosterPresent(chainParts.peek()).build())) {
        return;
      }
      chainParts.remove();
    }
  }

  @Override
  public void writable() {
    RelayConnection open = connection;
    if (open != null && !chainParts.isEmpty()) {
      sendChain(open);
    }
    if (admitted) {
      owner.writable();
    }
  }

  @Override
  public void ended(String reason, ReconnectCause cause, @Nullable ErrorCode code) {
    boolean refusedForGood = !admitted && code == ErrorCode.UNAUTHORIZED;
    connection = null;
    cancelTimer();
    admitted = false;
    chainParts.clear();
    owner.sessionEnded();
    if (refusedForGood) {
      owner.tell(new SyncEvent.NotAdmitted(ErrorCode.UNAUTHORIZED.advice()));
    }
    if (!trusted && code == ErrorCode.INVALID_MESSAGE) {
      owner.tell(new SyncEvent.RelayNotTrusted(reason));
    }
    if (stopped) {
      return;
    }
    if (cause instanceof ReconnectCause.GivenSlot given) {
      ticket = Optional.of(given.slot().ticket()); // and back to the address that gave it
    } else {
      urlIndex++;
    }
    ReconnectCause own = endedHere ? new ReconnectCause.EndedHere() : cause;
    ReconnectCause why = stay ? new ReconnectCause.ToldToStay() : own;
    OptionalLong delay =
        reconnect.nextDelayMillis(why, config.ticker().getAsLong(), config.random());
    owner.tell(
        new SyncEvent.Disconnected(endReason.isEmpty() ? reason : endReason, delay.orElse(-1)));
    if (delay.isPresent()) {
      timer = loop.schedule(this::connect, delay.getAsLong());
    }
  }
}
