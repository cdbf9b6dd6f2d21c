package dev.zerok.protocol.session;

import static dev.zerok.protocol.session.SessionSamples.HELLO;
import static dev.zerok.protocol.session.SessionSamples.WELCOME;
import static dev.zerok.protocol.session.SessionSamples.chainPart;
import static dev.zerok.protocol.session.SessionSamples.syncing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.GoAway;
import dev.zerok.protocol.wire.GoAwayReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final SessionEnded TOO_SLOW =
      new SessionEnded(SessionEnded.POLICY, null, "the client was too slow to open its session");
  private static final SessionEnded SILENT =
      new SessionEnded(SessionEnded.POLICY, null, "the client was silent for too long");
  private static final SessionEnded RELAY_TOO_SLOW =
      new SessionEnded(SessionEnded.NORMAL, null, "the relay was too slow to open the session");

  private final ConnectedPair pair =
      new ConnectedPair(SessionSamples.relayConfig(), SessionSamples.clientConfig(syncing()));

  @Test
  @Tag("WS-4")
  void handshake_mustBeDoneWithin10Seconds() {
    assertThat(pair.relay.nextDeadlineMillis()).isEqualTo(10_000);
    assertThat(pair.relay.tick(9_999)).isEmpty();
    assertThat(pair.relay.tick(10_000)).containsExactly(TOO_SLOW);
    assertThat(pair.relay.nextMessage()).isNull();
  }

  @Test
  @Tag("WS-4")
  void message1AtTheLastMoment_winsNoTime() {
    pair.nowMillis = 9_999;
    pair.clientToRelay();

    assertThat(pair.relay.tick(10_000)).containsExactly(TOO_SLOW);
  }

  @Test
  @Tag("WS-4")
  void firstFrame_mustComeWithin10SecondsOfTheHandshake() {
    pair.nowMillis = 5_000;
    pair.clientToRelay();
    pair.relayToClient();
    pair.clientToRelay();

    assertThat(pair.relay.tick(14_999)).isEmpty();
    assertThat(pair.relay.tick(15_000)).containsExactly(TOO_SLOW);
  }

  @Test
  @Tag("WS-4")
  void ignoredFrames_winNoTime() {
    RawClient client = new RawClient();
    client.sendRecord((byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 3, (byte) 0xc0, (byte) 0x3e,
        (byte) 1);

    assertThat(client.atRelay).isEmpty();
    assertThat(client.relay.tick(10_000)).containsExactly(TOO_SLOW);
  }

  @Test
  @Tag("WS-4")
  void afterTheFirstFrame_theRelaysOwnDecisionMayTakeItsTime() {
    pair.pump();

    assertThat(pair.relay.tick(74_999)).isEmpty();
    assertThat(pair.relay.nextDeadlineMillis()).isEqualTo(75_000);
  }

  @Test
  @Tag("ADMIT-3")
  void chain_mustBeThereWithin60SecondsOfTheRefusal_howeverMuchOfItCame() {
    RawClient client = new RawClient();
    client.send(SessionSamples.hello(HELLO));
    client.relay.refused(5_000);
    assertThat(client.relay.nextDeadlineMillis()).isEqualTo(65_000);
    client.send(chainPart(true, new int[100]));
    client.relay.heard(60_000);

    assertThat(client.relay.tick(64_999)).isEmpty();
    assertThat(client.relay.tick(65_000)).containsExactly(TOO_SLOW);
  }

  @Test
  @Tag("ADMIT-3")
  void chainThatIsThere_hasNoDeadlineAnyMore() {
    RawClient client = new RawClient();
    client.send(SessionSamples.hello(HELLO));
    client.relay.refused(0);
    client.send(chainPart(false, 1));
    client.relay.heard(60_000);

    assertThat(client.relay.tick(60_000)).isEmpty();
  }

  @Test
  @Tag("SESS-2")
  void relayThatHearsNothingFor75Seconds_ends_andAnyByteIsLife() {
    ConnectedPair admitted = ConnectedPair.admitted();
    admitted.relay.heard(10_000);

    assertThat(admitted.relay.tick(84_999)).isEmpty();
    assertThat(admitted.relay.tick(85_000)).containsExactly(SILENT);
  }

  @Test
  @Tag("SESS-2")
  void everyMessage_isLifeForBothSides() {
    ConnectedPair admitted = ConnectedPair.admitted();
    admitted.nowMillis = 20_000;
    admitted.client.send(SessionSamples.ack(0, 0), 20_000);
    admitted.relaySends(SessionSamples.pushAck(1, 1));

    assertThat(admitted.relay.nextDeadlineMillis()).isEqualTo(95_000);
    assertThat(admitted.client.nextDeadlineMillis()).isEqualTo(95_000);
    assertThat(admitted.relay.tick(94_999)).isEmpty();
    assertThat(admitted.client.tick(94_999)).isEmpty();
  }

  @Test
  @Tag("SESS-2")
  void clientThatHearsNothingFor75Seconds_ends_andAnyByteIsLife() {
    ConnectedPair admitted = ConnectedPair.admitted();
    admitted.client.heard(10_000);

    assertThat(admitted.client.tick(84_999)).isEmpty();
    assertThat(admitted.client.tick(85_000)).containsExactly(
        new SessionEnded(SessionEnded.NORMAL, null, "the relay was silent for too long"));
    assertThat(admitted.client.reconnectCause()).isEqualTo(new ReconnectCause.LostWithoutWord());
  }

  @Test
  @Tag("WS-4")
  void relayThatDoesNotAnswerTheHandshake_isGivenUp() {
    assertThat(pair.client.tick(9_999)).isEmpty();
    assertThat(pair.client.tick(10_000)).containsExactly(RELAY_TOO_SLOW);
  }

  @Test
  void relayThatGivesNoVerdict_isGivenUp_thoughItPings() {
    pair.pump();
    pair.client.heard(59_999);

    assertThat(pair.client.tick(59_999)).isEmpty();
    assertThat(pair.client.tick(60_000)).containsExactly(RELAY_TOO_SLOW);
  }

  @Test
  void longChainOnASlowLine_isNotGivenUpWhileItIsBeingSent() {
    pair.pump();
    pair.relay.refused(0);
    pair.pump();
    pair.client.send(chainPart(false, new int[1_000]), 0);
    pair.client.heard(60_000);
    assertThat(pair.client.tick(60_000)).isEmpty();
    pair.nowMillis = 61_000;
    pair.pump();
    pair.client.heard(119_999);

    assertThat(pair.client.tick(119_999)).isEmpty();
    assertThat(pair.client.tick(120_000)).containsExactly(RELAY_TOO_SLOW);
  }

  @Test
  @Tag("SESS-3")
  void session_endsAfter24HoursGiveOrTake2_withAGoAwayAndASlot() {
    long youngest = Long.MAX_VALUE;
    long oldest = 0;
    for (int seed = 0; seed < 300; seed++) {
      RawClient client = new RawClient(SessionSamples.relayConfig(), new FakeRandomSource(seed));
      client.send(SessionSamples.hello(HELLO));
      client.relay.admitted(WELCOME);
      client.received();
      client.relay.heard(Duration.ofHours(30).toMillis());
      long end = client.relay.nextDeadlineMillis();

      assertThat(client.relay.tick(end - 1)).isEmpty();
      assertThat(client.relay.tick(end)).containsExactly(
          new SessionEnded(SessionEnded.NORMAL, null, "GO_AWAY_REASON_SESSION_AGE"));
      GoAway goAway = client.received().get(0).getGoAway();
      assertThat(goAway.getReason()).isEqualTo(GoAwayReason.GO_AWAY_REASON_SESSION_AGE);
      assertThat(goAway.getReturnAfterMillis()).isBetween(0, 60_000);
      youngest = Math.min(youngest, end);
      oldest = Math.max(oldest, end);
    }

    assertThat(youngest).isBetween(Duration.ofHours(22).toMillis(),
        Duration.ofMinutes(22 * 60 + 10).toMillis());
    assertThat(oldest).isBetween(Duration.ofMinutes(26 * 60 - 10).toMillis(),
        Duration.ofHours(26).toMillis());
  }

  @Test
  void eventsAfterADeadline_areNone() {
    pair.relay.tick(10_000);

    assertThat(pair.relay.receive(new byte[32], 10_001)).isEqualTo(List.of());
    assertThat(pair.relay.tick(10_002)).isEmpty();
  }
}
