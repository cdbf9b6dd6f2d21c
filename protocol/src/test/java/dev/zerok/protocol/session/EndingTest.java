package dev.zerok.protocol.session;

import static dev.zerok.protocol.session.SessionSamples.deliver;
import static dev.zerok.protocol.session.SessionSamples.goAway;
import static dev.zerok.protocol.session.SessionSamples.pushAck;
import static dev.zerok.protocol.wire.GoAwayReason.GO_AWAY_REASON_REMOVED;
import static dev.zerok.protocol.wire.GoAwayReason.GO_AWAY_REASON_REPLACED;
import static dev.zerok.protocol.wire.GoAwayReason.GO_AWAY_REASON_SHUTDOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.session.RelaySessionEvent.CommandReceived;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RetryLater;
import dev.zerok.protocol.wire.RosterEntries;
import dev.zerok.protocol.wire.RosterHead;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EndingTest {
  private final ConnectedPair pair = ConnectedPair.admitted();

  @Test
  @Tag("SESS-6")
  void shutdown_reachesTheClient_whichComesBackInItsSlot() {
    List<RelaySessionEvent> end = pair.relay.end(goAway(GO_AWAY_REASON_SHUTDOWN, 1_234));
    pair.pump();

    assertThat(end)
        .containsExactly(new SessionEnded(SessionEnded.NORMAL, null, "GO_AWAY_REASON_SHUTDOWN"));
    assertThat(pair.framesAtClient()).containsExactly(goAway(GO_AWAY_REASON_SHUTDOWN, 1_234));
    assertThat(pair.client.ended()).isTrue();
    assertThat(pair.client.reconnectCause()).isEqualTo(new ReconnectCause.ToldWhen(1_234));
  }

  @Test
  @Tag("SESS-4")
  void displacedSession_isToldSo_andItsClientStaysAway() {
    pair.relay.end(goAway(GO_AWAY_REASON_REPLACED, 0));
    pair.pump();

    assertThat(pair.framesAtClient()).containsExactly(goAway(GO_AWAY_REASON_REPLACED, 0));
    assertThat(pair.client.reconnectCause()).isEqualTo(new ReconnectCause.ToldToStay());
  }

  @Test
  @Tag("ADMIT-5")
  void removedDevice_getsTheRemoveEntry_thenGoAway_andNothingThatWaited() {
    pair.relay.send(deliver(5, 40_000));
    pair.relayToClient();
    pair.relay.send(deliver(6, 300));
    RelayFrame remove = entries(9);
    pair.relay.endAfter(remove, goAway(GO_AWAY_REASON_REMOVED, 0).getGoAway());
    pair.pump();

    assertThat(pair.framesAtClient())
        .containsExactly(deliver(5, 40_000), remove, goAway(GO_AWAY_REASON_REMOVED, 0));
    assertThat(pair.relay.nextMessage()).isNull();
  }

  @Test
  void answersThatWait_goOutBeforeTheLastWord_bulkFramesDoNot() {
    pair.relay.send(deliver(5, 300));
    pair.relay.send(pushAck(1, 4));
    pair.relay.end(goAway(GO_AWAY_REASON_SHUTDOWN, 0));
    pair.pump();

    assertThat(pair.framesAtClient()).containsExactly(pushAck(1, 4),
        goAway(GO_AWAY_REASON_SHUTDOWN, 0));
  }

  @Test
  @Tag("ERR-1")
  void errorAboutNothingInParticular_endsTheSession() {
    RelayFrame overloaded = error(ErrorFrames.later(ErrorCode.RELAY_OVERLOADED, 500));
    List<RelaySessionEvent> end = pair.relay.send(overloaded);
    pair.pump();

    assertThat(end).containsExactly(new SessionEnded(
        SessionEnded.POLICY, ErrorCode.RELAY_OVERLOADED, ErrorCode.RELAY_OVERLOADED.advice()));
    assertThat(pair.framesAtClient()).containsExactly(overloaded);
    assertThat(pair.client.ended()).isTrue();
    assertThat(pair.client.reconnectCause()).isEqualTo(new ReconnectCause.ToldWhen(500));
  }

  @Test
  @Tag("ERR-1")
  @Tag("ERR-2")
  void errorAboutAPushAMailboxOrTheRosterHead_endsNothing() {
    List<RelayFrame> errors = List.of(
        error(ErrorFrames.forPush(ErrorCode.STALE_EPOCH, 3, 0)),
        error(ErrorFrames.forMailbox(ErrorCode.INVALID_MESSAGE, "too long",
            SessionSamples.MAILBOX.bytes())),
        error(ErrorFrames.rosterConflict(RosterHead.newBuilder().setLength(2).build())));
    errors.forEach(pair::relaySends);

    assertThat(pair.framesAtClient()).isEqualTo(errors);
    assertThat(pair.atRelay).isEmpty();
    assertThat(pair.client.ended()).isFalse();
    assertThat(pair.relay.ended()).isFalse();
  }

  @Test
  void retryLater_endsBothSides() {
    RelayFrame later =
        RelayFrame.newBuilder().setRetryLater(RetryLater.newBuilder().setAfterMillis(7)).build();
    pair.relaySends(later);

    assertThat(pair.atRelay)
        .containsExactly(
            new SessionEnded(SessionEnded.NORMAL, null, "the client shall come back later"));
    assertThat(pair.framesAtClient()).containsExactly(later);
    assertThat(pair.client.reconnectCause()).isEqualTo(new ReconnectCause.ToldWhen(7));
  }

  @Test
  void bye_letsAcksOutFirst_andPushesThatWaitStayInTheOutbox() {
    pair.client.send(SessionSamples.push(1), 0);
    pair.client.send(SessionSamples.ack(0, 0), 0);
    List<ClientSessionEvent> end = pair.client.bye();
    pair.pump();

    assertThat(end).containsExactly(new SessionEnded(SessionEnded.NORMAL, null, "we said Bye"));
    assertThat(pair.atRelay).containsExactly(
        new CommandReceived(SessionSamples.ack(0, 0)),
        new SessionEnded(SessionEnded.NORMAL, null, "the client said Bye"));
    assertThat(pair.client.bye()).isEmpty();
    assertThat(pair.client.send(SessionSamples.push(2), 0)).isFalse();
  }

  @Test
  void readerThatNeverReads_costsABoundedAmount_andIsGivenUp() {
    int sent = 0;
    long most = 0;
    List<RelaySessionEvent> end = List.of();
    while (end.isEmpty()) {
      end = pair.relay.send(deliver(++sent, 100_000));
      most = Math.max(most, pair.relay.queuedBytes());
    }

    assertThat(end).containsExactly(
        new SessionEnded(SessionEnded.POLICY, null, "the client does not read what it is sent"));
    assertThat(most).isLessThanOrEqualTo(RelaySessionConfig.DEFAULT_QUEUED_BULK_BYTES);
    assertThat(sent).isEqualTo(42);
    assertThat(pair.relay.queuedBytes()).isZero();
    assertThat(pair.relay.nextMessage()).isNull();
  }

  @Test
  void answersToAClientThatNeverReads_areBoundedToo() {
    RawClient client = RawClient.member();
    int sent = 0;
    while (!client.relay.ended()) {
      client.send(SessionSamples
          .push(SessionSamples.PUSH.toBuilder().setDeviceSeq(++sent).clearKind().build()));
      assertThat(client.relay.queuedBytes())
          .isLessThanOrEqualTo(RelaySessionConfig.DEFAULT_QUEUED_CONTROL_BYTES);
    }

    assertThat(client.atRelay).containsExactly(
        new SessionEnded(SessionEnded.POLICY, null, "the client does not read what it is sent"));
  }

  @Test
  void clientsFullQueue_takesNothing_untilSomethingWasSent() {
    var large = SessionSamples.push(
        SessionSamples.PUSH.toBuilder().setPayload(SessionSamples.bytes(1_048_576, 1)).build());
    int taken = 0;
    while (pair.client.send(large, 0)) {
      taken++;
    }
    assertThat(taken).isEqualTo(3);
    pair.pump();

    assertThat(pair.client.send(large, 0)).isTrue();
    assertThat(pair.atRelay).hasSize(3).hasOnlyElementsOfType(CommandReceived.class);
  }

  @Test
  void lastWordThatIsNone_isOurOwnFault() {
    assertThatThrownBy(() -> pair.relay.end(pushAck(1, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void endDuringTheHandshake_sendsNothing() {
    RelaySession young = new RelaySession(
        SessionSamples.relayConfig(), new FakeRandomSource("young"), 0);
    ClientSession client = new ClientSession(
        SessionSamples.clientConfig(SessionSamples.syncing()),
        new FakeRandomSource("c"), 0);
    byte[] message1 = client.nextMessage();
    assertThat(message1).isNotNull();
    young.receive(message1, 0);
    List<RelaySessionEvent> end = young.end(goAway(GO_AWAY_REASON_SHUTDOWN, 0));

    assertThat(end)
        .containsExactly(new SessionEnded(SessionEnded.NORMAL, null, "GO_AWAY_REASON_SHUTDOWN"));
    assertThat(young.nextMessage()).isNull();
  }

  private static RelayFrame error(dev.zerok.protocol.wire.Error error) {
    return RelayFrame.newBuilder().setError(error).build();
  }

  private static RelayFrame entries(long cursor) {
    return RelayFrame.newBuilder()
        .setRosterEntries(RosterEntries.newBuilder()
            .addEntries(
                PlacedRosterEntry.newBuilder().setCursor(cursor).setEntry(SessionSamples.entry(1))))
        .build();
  }
}
