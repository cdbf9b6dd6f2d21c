package dev.zerok.protocol.session;

import static dev.zerok.protocol.session.SessionSamples.deliver;
import static dev.zerok.protocol.session.SessionSamples.pushAck;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.session.ClientSessionEvent.FrameReceived;
import dev.zerok.protocol.wire.CaughtUp;
import dev.zerok.protocol.wire.MailboxEvent;
import dev.zerok.protocol.wire.MailboxMessage;
import dev.zerok.protocol.wire.Notice;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Relays that proved their identity and then break the protocol: the client ends, and its app gets nothing of it. */
class BrokenRelayTest {
  private static final RelayFrame WELCOME =
      RelayFrame.newBuilder().setWelcome(SessionSamples.WELCOME).build();
  private static final RelayFrame REFUSAL =
      RelayFrame.newBuilder().setError(ErrorFrames.refusal()).build();

  @Test
  void streamBeforeWelcome_endsTheSession() {
    for (RelayFrame frame : List.of(deliver(1, 300), pushAck(1, 1), notice(), mailbox(),
        caughtUp())) {
      RawRelay relay = RawRelay.established(SessionSamples.syncing());
      relay.send(frame);
      assertEnded(relay);
    }
  }

  @Test
  void secondWelcome_endsTheSession() {
    RawRelay relay = RawRelay.admitting();
    relay.send(WELCOME);
    assertEnded(relay);
  }

  @Test
  void welcomeAfterARefusalWithoutAChain_endsTheSession() {
    RawRelay relay = RawRelay.established(SessionSamples.syncing());
    relay.send(REFUSAL);
    relay.atClient.clear();
    relay.send(WELCOME);
    assertEnded(relay);
  }

  @Test
  void welcomeToAJoiner_endsTheSession() {
    RawRelay relay = RawRelay.established(SessionSamples.joining());
    relay.send(WELCOME);
    assertEnded(relay);
  }

  @Test
  @Tag("ADMIT-3")
  void secondRefusalOfAnyKind_endsTheSession() {
    RawRelay relay = RawRelay.established(SessionSamples.syncing());
    relay.send(REFUSAL);
    relay.send(REFUSAL);

    assertThat(relay.atClient).containsExactly(
        new FrameReceived(REFUSAL),
        new FrameReceived(REFUSAL),
        new SessionEnded(SessionEnded.NORMAL, ErrorCode.UNAUTHORIZED,
            "the relay ended the session: " + REFUSAL.getError().getMessage()));
  }

  @Test
  @Tag("REC-3")
  void garbageRecord_endsTheSession() {
    RawRelay relay = RawRelay.admitting();
    relay.sendRecord((byte) 9, (byte) 9, (byte) 9);
    assertEnded(relay);
  }

  @Test
  @Tag("REC-4")
  void unknownFrameBelow1000_endsTheSession_from1000OnItIsIgnored() {
    RawRelay relay = RawRelay.admitting();
    relay.sendUnknown(1_000);
    assertThat(relay.atClient).isEmpty();
    relay.sendUnknown(7);
    assertEnded(relay);
  }

  @Test
  @Tag("NOISE-1")
  void replayedMessage_endsTheSession() {
    RawRelay relay = RawRelay.admitting();
    byte[] message =
        relay.sealed((byte) 1, (byte) 0, (byte) 0, (byte) 0, (byte) 2, (byte) 0x2a, (byte) 0);
    assertThat(relay.client.receive(message, 0)).containsExactly(new FrameReceived(
        RelayFrame.newBuilder().setCaughtUp(CaughtUp.getDefaultInstance()).build()));

    assertThat(relay.client.receive(message, 0)).singleElement().isInstanceOf(SessionEnded.class);
    assertThat(relay.client.nextMessage()).isNull();
  }

  private static RelayFrame caughtUp() {
    return RelayFrame.newBuilder().setCaughtUp(CaughtUp.newBuilder().setCursor(1)).build();
  }

  private static RelayFrame notice() {
    return RelayFrame.newBuilder().setNotice(Notice.getDefaultInstance()).build();
  }

  private static RelayFrame mailbox() {
    return RelayFrame.newBuilder()
        .setMailboxMessage(
            MailboxMessage.newBuilder().setEvent(MailboxEvent.MAILBOX_EVENT_JOINED))
        .build();
  }

  private static void assertEnded(RawRelay relay) {
    assertThat(relay.atClient).singleElement().isInstanceOfSatisfying(SessionEnded.class, end -> {
      assertThat(end.closeCode()).isEqualTo(SessionEnded.NORMAL);
      assertThat(end.code()).isEqualTo(ErrorCode.INVALID_MESSAGE);
    });
    assertThat(relay.client.ended()).isTrue();
    assertThat(relay.client.nextMessage()).isNull();
  }
}
