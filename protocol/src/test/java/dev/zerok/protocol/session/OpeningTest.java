package dev.zerok.protocol.session;

import static dev.zerok.protocol.session.SessionSamples.HELLO;
import static dev.zerok.protocol.session.SessionSamples.MAILBOX;
import static dev.zerok.protocol.session.SessionSamples.WELCOME;
import static dev.zerok.protocol.session.SessionSamples.chainPart;
import static dev.zerok.protocol.session.SessionSamples.entry;
import static dev.zerok.protocol.session.SessionSamples.joining;
import static dev.zerok.protocol.session.SessionSamples.syncing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.identity.VerifiedRelay;
import dev.zerok.protocol.session.ClientSessionEvent.FrameReceived;
import dev.zerok.protocol.session.ClientSessionEvent.RelayVerified;
import dev.zerok.protocol.session.RelaySessionEvent.ChainPresented;
import dev.zerok.protocol.session.RelaySessionEvent.CommandReceived;
import dev.zerok.protocol.session.RelaySessionEvent.HelloReceived;
import dev.zerok.protocol.session.RelaySessionEvent.JoinRequested;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.MailboxEvent;
import dev.zerok.protocol.wire.MailboxMessage;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OpeningTest {
  private static final ByteString DEVICE =
      ByteString.copyFrom(SessionSamples.DEVICE_KEY.publicKey());
  private static final RelayFrame REFUSAL =
      RelayFrame.newBuilder().setError(ErrorFrames.refusal()).build();
  private static final SessionEnded REFUSED_FOR_GOOD =
      new SessionEnded(SessionEnded.POLICY, ErrorCode.UNAUTHORIZED,
          ErrorCode.UNAUTHORIZED.advice());

  @Test
  @Tag("SESS-1")
  @Tag("NOISE-6")
  void device_isVerifiedByBothSides_thenAsksAndIsAdmitted() {
    ConnectedPair pair = ConnectedPair.atTheDoor(syncing());
    pair.relay.admitted(WELCOME);
    pair.pump();

    assertThat(pair.atRelay).containsExactly(new HelloReceived(DEVICE, HELLO));
    assertThat(pair.atClient).containsExactly(
        new RelayVerified(new VerifiedRelay(SessionSamples.IDENTITY.publicKey(), List.of())),
        new FrameReceived(RelayFrame.newBuilder().setWelcome(WELCOME).build()));
  }

  @Test
  @Tag("MBX-2")
  void joiner_asksForItsMailboxAndIsJoined() {
    ConnectedPair pair = ConnectedPair.atTheDoor(joining());
    pair.relay.joined();
    pair.relaySends(joinedFrame());
    pair.client.send(SessionSamples.mailboxSend(MAILBOX), 0);
    pair.pump();

    assertThat(pair.atRelay).containsExactly(
        new JoinRequested(DEVICE, MAILBOX),
        new CommandReceived(SessionSamples.mailboxSend(MAILBOX)));
    assertThat(pair.framesAtClient()).containsExactly(joinedFrame());
  }

  @Test
  @Tag("MBX-2")
  @Tag("ADMIT-2")
  void refusedJoiner_getsTheOneRefusal_andTheSessionEnds() {
    ConnectedPair pair = ConnectedPair.atTheDoor(joining());
    List<RelaySessionEvent> end = pair.relay.refused(0);
    pair.pump();

    assertThat(end).containsExactly(REFUSED_FOR_GOOD);
    assertThat(pair.framesAtClient()).containsExactly(REFUSAL);
    assertThat(pair.client.ended()).isTrue();
    assertThat(pair.client.reconnectCause()).isEqualTo(new ReconnectCause.ToldToStay());
  }

  @Test
  @Tag("ADMIT-2")
  @Tag("ADMIT-3")
  @Tag("ERR-1")
  void refusedDevice_mayPresentOneChain_andGoesOnAsIfItsHelloHadBeenAdmitted() {
    ConnectedPair pair = ConnectedPair.atTheDoor(syncing());
    pair.relay.refused(0);
    pair.pump();
    assertThat(pair.framesAtClient()).containsExactly(REFUSAL);
    assertThat(pair.client.ended()).isFalse();

    pair.client.send(chainPart(true, 1, 2), 0);
    pair.client.send(chainPart(false, 3), 0);
    pair.pump();
    pair.relay.admitted(WELCOME);
    pair.pump();

    assertThat(pair.atRelay).containsExactly(
        new HelloReceived(DEVICE, HELLO),
        new ChainPresented(DEVICE, HELLO, List.of(entry(1), entry(2), entry(3)), ByteString.EMPTY));
    assertThat(pair.framesAtClient())
        .containsExactly(REFUSAL, RelayFrame.newBuilder().setWelcome(WELCOME).build());
  }

  @Test
  @Tag("ADMIT-2")
  @Tag("ADMIT-3")
  void refusedChain_getsTheSameRefusalAgain_andTheSessionEndsWith1008() {
    ConnectedPair pair = ConnectedPair.atTheDoor(syncing());
    pair.relay.refused(0);
    pair.pump();
    pair.client.send(chainPart(false, 1), 0);
    pair.pump();
    List<RelaySessionEvent> end = pair.relay.refused(0);
    pair.pump();

    assertThat(end).containsExactly(REFUSED_FOR_GOOD);
    assertThat(pair.framesAtClient()).containsExactly(REFUSAL, REFUSAL);
    assertThat(pair.client.ended()).isTrue();
  }

  @Test
  @Tag("ADMIT-3")
  void chainRightBehindHello_waitsForTheRefusal() {
    ConnectedPair pair = ConnectedPair.atTheDoor(syncing());
    pair.client.send(chainPart(true, 1), 0);
    pair.client.send(chainPart(false, 2), 0);
    pair.pump();
    assertThat(pair.atRelay).containsExactly(new HelloReceived(DEVICE, HELLO));

    List<RelaySessionEvent> events = pair.relay.refused(0);
    pair.pump();
    pair.relay.admitted(WELCOME);
    pair.pump();

    assertThat(events).containsExactly(
        new ChainPresented(DEVICE, HELLO, List.of(entry(1), entry(2)), ByteString.EMPTY));
    assertThat(pair.framesAtClient())
        .containsExactly(REFUSAL, RelayFrame.newBuilder().setWelcome(WELCOME).build());
  }

  @Test
  @Tag("ADMIT-3")
  void chainRightBehindHello_thatWasNotNeeded_isDroppedInAllItsParts() {
    ConnectedPair pair = ConnectedPair.atTheDoor(syncing());
    pair.client.send(chainPart(true, 1), 0);
    pair.client.send(chainPart(false, 2), 0);
    pair.clientToRelay();
    pair.relay.admitted(WELCOME);
    pair.pump();
    pair.client.send(SessionSamples.push(1), 0);
    pair.pump();

    assertThat(pair.atRelay)
        .containsExactly(new HelloReceived(DEVICE, HELLO),
            new CommandReceived(SessionSamples.push(1)));
  }

  @Test
  @Tag("ADMIT-3")
  void accessToken_isTheLastOneThatCame() {
    RawClient client = new RawClient();
    client.send(SessionSamples
        .hello(HELLO.toBuilder().setAccessToken(ByteString.copyFromUtf8("of hello")).build()));
    client.send(withToken(chainPart(true, 1), "of chain"));
    client.send(chainPart(false, 2));

    List<RelaySessionEvent> events = client.relay.refused(0);

    assertThat(events).hasOnlyElementsOfType(ChainPresented.class);
    assertThat(((ChainPresented) events.get(0)).accessToken())
        .isEqualTo(ByteString.copyFromUtf8("of chain"));
  }

  @Test
  void decisionAfterTheEnd_isIgnored() {
    ConnectedPair pair = ConnectedPair.atTheDoor(syncing());
    pair.client.bye();
    pair.pump();

    assertThat(pair.atRelay).containsExactly(
        new HelloReceived(DEVICE, HELLO),
        new SessionEnded(SessionEnded.NORMAL, null, "the client said Bye"));
    assertThat(pair.relay.admitted(WELCOME)).isEmpty();
    assertThat(pair.relay.refused(0)).isEmpty();
    assertThat(pair.relay.joined()).isEmpty();
    assertThat(pair.relay.send(SessionSamples.deliver(1, 1))).isEmpty();
    assertThat(pair.relay.nextMessage()).isNull();
  }

  @Test
  void decisionThatNobodyAskedFor_isOurOwnFault() {
    RelaySession early = new RelaySession(
        SessionSamples.relayConfig(), new FakeRandomSource("r"), 0);
    ConnectedPair pair = ConnectedPair.admitted();

    assertThatThrownBy(() -> early.admitted(WELCOME)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> pair.relay.admitted(WELCOME))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> pair.relay.refused(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(pair.relay::joined).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Tag("SESS-1")
  void client_mayNotSendWhatTheRelayWouldRefuse() {
    ConnectedPair pair = ConnectedPair.atTheDoor(syncing());
    assertThatThrownBy(() -> pair.client.send(SessionSamples.push(1), 0))
        .isInstanceOf(IllegalStateException.class);
    pair.relay.admitted(WELCOME);
    pair.pump();
    assertThatThrownBy(() -> pair.client.send(SessionSamples.hello(HELLO), 0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> pair.client.send(chainPart(false, 1), 0))
        .isInstanceOf(IllegalStateException.class);
  }

  private static RelayFrame joinedFrame() {
    return RelayFrame.newBuilder()
        .setMailboxMessage(MailboxMessage.newBuilder()
            .setMailboxId(MAILBOX.bytes())
            .setEvent(MailboxEvent.MAILBOX_EVENT_JOINED))
        .build();
  }

  private static ClientFrame withToken(ClientFrame part, String token) {
    ClientFrame.Builder frame = part.toBuilder();
    frame.getRosterPresentBuilder().setAccessToken(ByteString.copyFromUtf8(token));
    return frame.build();
  }
}
