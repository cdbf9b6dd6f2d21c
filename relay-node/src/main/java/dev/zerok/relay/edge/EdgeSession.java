package dev.zerok.relay.edge;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.session.RelaySession;
import dev.zerok.protocol.session.RelaySessionConfig;
import dev.zerok.protocol.session.RelaySessionEvent;
import dev.zerok.protocol.session.SessionEnded;
import dev.zerok.protocol.wire.GoAway;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RetryLater;
import dev.zerok.protocol.wire.RosterEntries;
import dev.zerok.relay.port.AdmissionResult;
import dev.zerok.relay.port.DeviceRequest;
import dev.zerok.relay.port.MailboxResult;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection's session: joins the protocol's {@link RelaySession}, which knows bytes, with the router, which
 * knows groups. Lives on the connection's event loop; answers of the router are brought there first.
 */
final class EdgeSession implements MessageSession, DeviceStream.Outlet, RootParty.Outlet {
  private final EdgeWiring wiring;
  private final EdgeConnection connection;
  private final ConnectionLimits.Place place;
  private final String address;
  private final RelaySession relay;
  private @Nullable Party party;
  private @Nullable SessionEnded ending;
  private boolean gone;

  EdgeSession(
      EdgeWiring wiring,
      EdgeConnection connection,
      UpgradePolicy.Welcomed welcomed,
      String address,
      ConnectionLimits.Place place) {
    this.wiring = wiring;
    this.connection = connection;
    this.place = place;
    this.address = address;
    RelaySessionConfig config =
        new RelaySessionConfig(
            wiring.crypto(),
            wiring.noiseStatic(),
            wiring.certificate().get(),
            welcomed.selected(),
            welcomed.offered(),
            wiring.config().timings(),
            RelaySessionConfig.DEFAULT_QUEUED_CONTROL_BYTES,
            RelaySessionConfig.DEFAULT_QUEUED_BULK_BYTES,
            wiring.presentedChains());
    this.relay = new RelaySession(config, wiring.random(), now());
  }

  @Override
  public void received(byte[] message) {
    if (ending == null) {
      take(relay.receive(message, now()));
    }
  }

  @Override
  public boolean isOpening() {
    return ending == null && relay.isOpening();
  }

  @Override
  public void heard() {
    relay.heard(now());
  }

  @Override
  public byte @Nullable [] nextMessage() {
    if (party != null && ending == null) {
      party.fill(relay.queuedBytes(), now());
    }
    return relay.nextMessage();
  }

  @Override
  public @Nullable SessionEnded ending() {
    return ending;
  }

  @Override
  public void tick(long nowMillis) {
    if (ending == null) {
      take(relay.tick(nowMillis));
    }
    if (party instanceof DeviceParty device) {
      device.window().tell(nowMillis);
    }
  }

  @Override
  public void drain() {
    GoAway shutdown =
        GoAway.newBuilder()
            .setReason(GoAwayReason.GO_AWAY_REASON_SHUTDOWN)
            .setReturnAfterMillis((int) wiring.door().returnAfterMillis())
            .build();
    take(relay.end(RelayFrame.newBuilder().setGoAway(shutdown).build()));
  }

  @Override
  public void closed() {
    gone = true;
    leaveParty();
    relay.close();
  }

  @Override
  public void send(RelayFrame frame) {
    take(relay.send(frame));
  }

  @Override
  public <T> void whenDone(CompletionStage<T> stage, Consumer<T> then) {
    stage.whenComplete(
        (value, failure) -> connection.execute(
            () -> {
              if (failure != null) {
                connection.defect(failure);
              } else if (!gone && ending == null) {
                then.accept(value);
              }
            }));
  }

  /** Another device signals; a session in which much waits does without (SIGNAL-4). */
  void signal(RelayFrame frame) {
    if (relay.queuedBytes() >= DeviceStream.LOW_WATER_BYTES) {
      wiring.observer().signalSkipped();
    } else {
      take(relay.send(frame));
    }
  }

  /** Another device's signal was dropped on its way here. Any thread. */
  void signalSkipped() {
    wiring.observer().signalSkipped();
  }

  /** The router evicted this device (ADMIT-5, SESS-4). */
  void evicted(@Nullable RelayFrame lastEntry, GoAwayReason reason) {
    GoAway goAway = GoAway.newBuilder().setReason(reason).build();
    take(
        lastEntry == null
            ? relay.end(RelayFrame.newBuilder().setGoAway(goAway).build())
            : relay.endAfter(lastEntry, goAway));
  }

  /** The mailbox of this joiner is over: what waits still goes out, then the connection closes. */
  void mailboxOver() {
    take(List.of(new SessionEnded(SessionEnded.NORMAL, null, "the mailbox is over")));
  }

  private void take(List<RelaySessionEvent> events) {
    for (RelaySessionEvent event : events) {
      switch (event) {
        case RelaySessionEvent.HelloReceived e -> hello(e.noiseKey(), e.hello());
        case RelaySessionEvent.ChainPresented e -> present(e);
        case RelaySessionEvent.RosterRequested e -> rosterRequested(e);
        case RelaySessionEvent.JoinRequested e -> join(e);
        case RelaySessionEvent.CommandReceived e -> {
          if (party != null) {
            party.command(e.command());
          }
        }
        case SessionEnded e -> end(e);
      }
    }
  }

  private void hello(ByteString noiseKey, Hello hello) {
    LoopDeviceSink sink = new LoopDeviceSink(connection, this);
    admit(hello, sink, wiring.router().hello(request(noiseKey, hello), sink));
  }

  private void present(RelaySessionEvent.ChainPresented e) {
    LoopDeviceSink sink = new LoopDeviceSink(connection, this);
    DeviceRequest request = request(e.noiseKey(), e.hello());
    admit(e.hello(), sink, wiring.router().present(request, e.chain(), e.accessToken(), sink));
  }

  private DeviceRequest request(ByteString noiseKey, Hello hello) {
    return new DeviceRequest(noiseKey, GroupId.of(hello.getGroupId()), hello, address);
  }

  private void admit(Hello hello, LoopDeviceSink sink, CompletionStage<AdmissionResult> stage) {
    onLoop(
        stage,
        result -> {
          switch (result) {
            case AdmissionResult.Admitted admitted -> admitted(hello, sink, admitted);
            case AdmissionResult.Refused refused -> take(relay.refused(now()));
            case AdmissionResult.Busy busy -> later(busy.retryAfterMillis());
          }
        });
  }

  private void admitted(Hello hello, LoopDeviceSink sink, AdmissionResult.Admitted admitted) {
    if (gone || ending != null) {
      admitted.session().detach();
      return;
    }
    DeviceStream stream =
        new DeviceStream(admitted, hello, this, wiring.observer());
    DeviceNews news = new DeviceNews(admitted.session(), stream, this);
    place.admitted();
    wiring.door().sessionOpened();
    wiring.observer().sessionOpened();
    WindowNews window = new WindowNews(wiring.door(), this, now());
    party = new DeviceParty(admitted.session(), stream, news, window);
    take(relay.admitted(admitted.welcome().toBuilder().setReconnect(window.told()).build()));
    sink.open(stream);
  }

  private void rosterRequested(RelaySessionEvent.RosterRequested e) {
    onLoop(
        wiring.router()
            .rosterForRoot(request(e.noiseKey(), e.hello()), e.signature(), e.handshakeHash()),
        found -> {
          if (gone || ending != null) {
            return;
          }
          if (found.isEmpty()) {
            take(relay.refused(now()));
          } else {
            party = new RootParty(found.get(), this);
            party.fill(relay.queuedBytes(), now());
          }
        });
  }

  @Override
  public void show(RosterEntries piece) {
    if (!piece.getMore()) {
      party = null;
    }
    take(relay.showRoster(piece, now()));
  }

  private void join(RelaySessionEvent.JoinRequested e) {
    LoopMailboxSink sink = new LoopMailboxSink(connection, this);
    onLoop(
        wiring.router().joinMailbox(e.noiseKey(), e.mailbox(), sink),
        result -> {
          switch (result) {
            case MailboxResult.Joined joined when gone || ending != null ->
                joined.session().detach();
            case MailboxResult.Joined joined -> {
              party = new JoinerParty(joined.session());
              take(relay.joined());
            }
            case MailboxResult.NotJoined refused -> take(relay.refused(now()));
          }
        });
  }

  private void later(int afterMillis) {
    RetryLater later = RetryLater.newBuilder().setAfterMillis(afterMillis).build();
    take(relay.end(RelayFrame.newBuilder().setRetryLater(later).build()));
  }

  private void end(SessionEnded how) {
    if (ending == null) {
      ending = how;
      wiring.observer().ended(how);
      leaveParty();
    }
  }

  private void leaveParty() {
    Party left = party;
    if (left != null) {
      party = null;
      left.detach();
      if (left instanceof DeviceParty) {
        wiring.door().sessionClosed();
        wiring.observer().sessionClosed();
      }
    }
  }

  /**
   * Runs {@code then} on the event loop, also when the session is over by then: somebody must detach what was
   * attached. A stage that is complete already is taken at once, before anything that its sink is given.
   */
  private <T> void onLoop(CompletionStage<T> stage, Consumer<T> then) {
    stage.whenComplete(
        (value, failure) -> connection.executeInOrder(
            () -> {
              if (failure != null) {
                connection.defect(failure);
              } else {
                then.accept(value);
              }
            }));
  }

  private long now() {
    return wiring.time().monotonicMillis();
  }
}
