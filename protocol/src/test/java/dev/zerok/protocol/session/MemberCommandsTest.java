package dev.zerok.protocol.session;

import static dev.zerok.protocol.session.SessionSamples.MAILBOX;
import static dev.zerok.protocol.session.SessionSamples.PUSH;
import static dev.zerok.protocol.session.SessionSamples.WELCOME;
import static dev.zerok.protocol.session.SessionSamples.ack;
import static dev.zerok.protocol.session.SessionSamples.bytes;
import static dev.zerok.protocol.session.SessionSamples.push;
import static dev.zerok.protocol.session.SessionSamples.pushAck;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.session.RelaySessionEvent.CommandReceived;
import dev.zerok.protocol.wire.CaughtUp;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.Gap;
import dev.zerok.protocol.wire.MailboxClose;
import dev.zerok.protocol.wire.MailboxOpen;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterAppend;
import dev.zerok.protocol.wire.RosterEntries;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.SessionLimits;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MemberCommandsTest {
  private final RawClient member = RawClient.member();

  @Test
  void everyCommandOfAMember_isHandedOnAsItIs() {
    List<ClientFrame> commands = List.of(
        push(1),
        push(PUSH.toBuilder()
            .setDeviceSeq(2)
            .setKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT)
            .setCovers(4)
            .setStream(bytes(16, 1))
            .build()),
        push(PUSH.toBuilder()
            .setDeviceSeq(3)
            .setKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT_PART)
            .setCovers(4)
            .build()),
        ack(0, 0),
        ClientFrame.newBuilder()
            .setRosterAppend(RosterAppend.newBuilder().setEntry(SessionSamples.entry(1)))
            .build(),
        mailboxOpen(MAILBOX.bytes(), 600),
        SessionSamples.mailboxSend(MAILBOX),
        ClientFrame.newBuilder()
            .setMailboxClose(MailboxClose.newBuilder().setMailboxId(MAILBOX.bytes()))
            .build());
    commands.forEach(member::send);

    assertThat(member.atRelay)
        .containsExactlyElementsOf(commands.stream().map(CommandReceived::new).toList());
  }

  static List<Push> malformedPushes() {
    Push.Builder checkpoint = PUSH.toBuilder().setKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT);
    return List.of(
        PUSH.toBuilder().clearKind().build(),
        PUSH.toBuilder().setKindValue(4).build(),
        PUSH.toBuilder().setCovers(1).build(),
        checkpoint.setCovers(-1).build(),
        PUSH.toBuilder().setStream(bytes(15, 1)).build(),
        PUSH.toBuilder().setStream(bytes(16, 0)).build(),
        PUSH.toBuilder().setEpoch(0).build(),
        PUSH.toBuilder().setEpoch(-1).build(),
        PUSH.toBuilder().setPayload(bytes(296, 1)).build(),
        PUSH.toBuilder().clearPayload().build());
  }

  @ParameterizedTest
  @MethodSource("malformedPushes")
  @Tag("PUSH-8")
  @Tag("ERR-1")
  void malformedPush_isAnsweredWith1000AndItsSequence_andTheSessionGoesOn(Push malformed) {
    member.send(push(malformed));
    member.send(push(2));

    assertThat(member.received()).singleElement().satisfies(frame -> {
      assertThat(frame.getError().getCode()).isEqualTo(1000);
      assertThat(frame.getError().getDeviceSeq()).isEqualTo(1);
      assertThat(frame.getError().getMessage()).isNotEmpty();
    });
    assertThat(member.atRelay).containsExactly(new CommandReceived(push(2)));
  }

  @Test
  @Tag("PUSH-8")
  void pushWithoutASequence_endsTheSession() {
    for (long deviceSeq : new long[]{0, -1, Long.MIN_VALUE}) {
      RawClient client = RawClient.member();
      client.send(push(deviceSeq));
      assertEnded(client, "device_seq must be at least 1");
    }
  }

  @Test
  @Tag("PUSH-6")
  void pushNumber257WithoutAnAnswer_endsTheSession() {
    for (int seq = 1; seq <= 256; seq++) {
      member.send(push(seq));
    }
    assertThat(member.atRelay).hasSize(256).hasOnlyElementsOfType(CommandReceived.class);
    member.atRelay.clear();
    member.send(push(257));
    assertEnded(member, "at most 256 pushes may be unanswered: wait for PushAck");
  }

  @Test
  @Tag("PUSH-6")
  void eachAnswer_makesRoomForOnePush_anAckAsWellAsARefusal() {
    for (int seq = 1; seq <= 256; seq++) {
      member.send(push(seq));
    }
    member.relay.send(pushAck(1, 1));
    member.relay.send(error(ErrorFrames.forPush(ErrorCode.RATE_LIMITED, 2, 10)));
    member.send(push(257));
    member.send(push(258));
    assertThat(member.relay.ended()).isFalse();
    member.send(push(259));
    assertThat(member.relay.ended()).isTrue();
  }

  @Test
  @Tag("PUSH-6")
  void ackOfAPushThatDoesNotWait_makesNoRoom() {
    for (int seq = 1; seq <= 256; seq++) {
      member.send(push(seq));
    }
    member.relay.send(pushAck(999, 1));
    member.send(push(257));
    assertThat(member.relay.ended()).isTrue();
  }

  @Test
  @Tag("PUSH-3")
  @Tag("PUSH-6")
  void pushesBehindAHole_areDroppedWithoutAnswer_andDoNotCount() {
    for (int seq = 2; seq <= 257; seq++) {
      member.send(push(seq));
    }
    member.relay.send(error(ErrorFrames.sequenceGap(2, 1)));
    for (int seq = 258; seq <= 600; seq++) {
      member.send(push(seq));
    }
    assertThat(member.relay.ended()).isFalse();

    for (int seq = 1; seq <= 256; seq++) {
      member.send(push(seq));
    }
    assertThat(member.relay.ended()).isFalse();
    member.send(push(257));
    assertThat(member.relay.ended()).isTrue();
  }

  @Test
  @Tag("PUSH-3")
  @Tag("PUSH-6")
  void expectedPushThatIsUnderWayAlready_countsWithAllThatFollowIt() throws Exception {
    UnansweredPushes pushes = new UnansweredPushes(256);
    for (long seq : new long[]{5, 6, 4, 5}) {
      pushes.came(seq);
    }
    pushes.refused(ErrorFrames.sequenceGap(5, 4));
    assertThat(pushes.count()).isEqualTo(2);
    pushes.acknowledged(4);
    pushes.acknowledged(5);
    pushes.came(6);

    assertThat(pushes.count()).isEqualTo(1);
  }

  @Test
  @Tag("PUSH-6")
  void pushThatTheStreamAnsweredBeforeItCame_doesNotCount() {
    for (int seq = 1; seq <= 10; seq++) {
      member.relay.send(pushAck(seq, seq));
    }
    for (int seq = 1; seq <= 266; seq++) {
      member.send(push(seq));
    }
    assertThat(member.relay.ended()).isFalse();
    member.send(push(267));
    assertThat(member.relay.ended()).isTrue();
  }

  @Test
  @Tag("PUSH-6")
  void pushThatTheStreamAnsweredBeforeItCame_countsWhenItComesAgain() throws Exception {
    UnansweredPushes pushes = new UnansweredPushes(256);
    pushes.acknowledged(1);
    pushes.came(1);
    pushes.acknowledged(1);
    pushes.came(1);

    assertThat(pushes.count()).isEqualTo(1);
  }

  @Test
  @Tag("PUSH-6")
  void smallerBoundOfWelcome_counts_butNoneIsOver256() {
    assertThat(pushesUntilTheEnd(3)).isEqualTo(4);
    assertThat(pushesUntilTheEnd(1_000)).isEqualTo(257);
  }

  @Test
  @Tag("DELIV-5")
  void ackOfWhatWasSent_isHandedOn_alsoALowerOne() {
    member.relay.send(SessionSamples.deliver(7, 300));
    member.send(ack(7, 5));
    member.send(ack(3, 3));
    member.relay.send(pushAck(1, 9));
    member.send(ack(9, 9));

    assertThat(member.atRelay).containsExactly(
        new CommandReceived(ack(7, 5)), new CommandReceived(ack(3, 3)),
        new CommandReceived(ack(9, 9)));
  }

  private static RelayFrame rosterEntryAt(long cursor) {
    return RelayFrame.newBuilder()
        .setRosterEntries(RosterEntries.newBuilder()
            .addEntries(PlacedRosterEntry.newBuilder()
                .setCursor(cursor)
                .setEntry(SessionSamples.entry(1))))
        .build();
  }

  static List<RelayFrame> framesThatReachCursor7() {
    return List.of(
        SessionSamples.deliver(7, 300),
        pushAck(1, 7),
        RelayFrame.newBuilder().setGap(Gap.newBuilder().setFrom(2).setTo(7)).build(),
        RelayFrame.newBuilder().setCaughtUp(CaughtUp.newBuilder().setCursor(7)).build());
  }

  @Test
  @Tag("DELIV-2")
  @Tag("DELIV-5")
  void rosterEntryOfTheStream_mayBeAcknowledged() {
    member.relay.send(SessionSamples.deliver(6, 300));
    member.relay.send(rosterEntryAt(7));
    member.send(ack(7, 7));
    assertThat(member.atRelay).containsExactly(new CommandReceived(ack(7, 7)));
  }

  @Test
  @Tag("DELIV-2")
  @Tag("DELIV-5")
  void rosterEntryBehindWelcome_mayNotBeAcknowledgedBeforeTheStreamComesToIt() {
    member.relay.send(rosterEntryAt(7));
    member.send(ack(7, 7));
    assertEnded(member, "an Ack went beyond what this session was sent");
  }

  @ParameterizedTest
  @MethodSource("framesThatReachCursor7")
  @Tag("DELIV-5")
  void everyCursorThatWasSent_mayBeAcknowledged_butNotTheNext(RelayFrame frame) {
    member.relay.send(frame);
    member.send(ack(7, 7));
    assertThat(member.atRelay).containsExactly(new CommandReceived(ack(7, 7)));
    member.send(ack(8, 7));
    assertThat(member.relay.ended()).isTrue();
  }

  @Test
  @Tag("DELIV-5")
  void ackBeyondWhatWasSent_endsTheSession() {
    member.relay.send(SessionSamples.deliver(7, 300));
    member.received();
    member.send(ack(8, 7));
    assertEnded(member, "an Ack went beyond what this session was sent");
  }

  @Test
  @Tag("DELIV-5")
  void ackOf2To63_endsTheSession() {
    member.send(ack(Long.MIN_VALUE, 0));
    assertEnded(member, "an Ack went beyond what this session was sent");
  }

  @Test
  @Tag("DELIV-5")
  void appliedOverReceived_endsTheSession() {
    member.relay.send(SessionSamples.deliver(7, 300));
    member.received();
    member.send(ack(5, 6));
    assertEnded(member, "an Ack must not have applied over received");
  }

  @Test
  @Tag("DELIV-5")
  void positionOfHello_mayBeAcknowledged_butNotBeyondTheHead() {
    assertThat(ackAfterHelloAt(40, 40).relay.ended()).isFalse();
    assertThat(ackAfterHelloAt(40, 41).relay.ended()).isTrue();
    assertThat(ackAfterHelloAt(101, 101).relay.ended()).isTrue();
  }

  @Test
  @Tag("DELIV-5")
  @Tag("LOG-3")
  void afterReset_onlyTheRelaysOwnWatermarkMayBeAcknowledged() {
    RawClient client = new RawClient();
    client.send(SessionSamples.hello(SessionSamples.helloAt(40)));
    client.relay.admitted(WELCOME.toBuilder().setOwnApplied(3).build());
    client.relay.send(RelayFrame.newBuilder()
        .setReset(dev.zerok.protocol.wire.Reset.newBuilder().setHeadCursor(100))
        .build());
    client.send(ack(3, 3));
    assertThat(client.relay.ended()).isFalse();
    client.send(ack(4, 4));
    assertThat(client.relay.ended()).isTrue();
  }

  @Test
  @Tag("ROSTER-8")
  void rosterAppendOver256KiB_endsTheSession() {
    member.send(ClientFrame.newBuilder()
        .setRosterAppend(RosterAppend.newBuilder()
            .setEntry(RosterEntry.newBuilder().setBody(bytes(262_144, 1))))
        .build());
    assertEnded(member, "a roster entry has at most 262144 bytes");
  }

  @Test
  void malformedMailboxCommands_endTheSession() {
    for (ClientFrame malformed : List.of(
        mailboxOpen(bytes(15, 1), 600), mailboxOpen(MAILBOX.bytes(), 601),
        mailboxOpen(MAILBOX.bytes(), -1),
        ClientFrame.newBuilder().setMailboxClose(MailboxClose.getDefaultInstance()).build(),
        ClientFrame.newBuilder()
            .setMailboxSend(dev.zerok.protocol.wire.MailboxSend.getDefaultInstance())
            .build())) {
      RawClient client = RawClient.member();
      client.send(malformed);
      assertThat(client.atRelay).singleElement().isInstanceOf(SessionEnded.class);
    }
  }

  private static int pushesUntilTheEnd(int bound) {
    RawClient client = new RawClient();
    client.send(SessionSamples.hello(SessionSamples.HELLO));
    client.relay.admitted(
        WELCOME.toBuilder()
            .setLimits(SessionLimits.newBuilder().setMaxPushesInFlight(bound))
            .build());
    int sent = 0;
    while (!client.relay.ended()) {
      client.send(push(++sent));
    }
    return sent;
  }

  private static RawClient ackAfterHelloAt(long position, long cursor) {
    RawClient client = new RawClient();
    client.send(SessionSamples.hello(SessionSamples.helloAt(position)));
    client.relay.admitted(WELCOME);
    client.send(ack(cursor, cursor));
    return client;
  }

  private static ClientFrame mailboxOpen(ByteString id, int ttlSeconds) {
    return ClientFrame.newBuilder()
        .setMailboxOpen(MailboxOpen.newBuilder().setMailboxId(id).setTtlSeconds(ttlSeconds))
        .build();
  }

  private static RelayFrame error(Error error) {
    return RelayFrame.newBuilder().setError(error).build();
  }

  private static void assertEnded(RawClient client, String words) {
    assertThat(client.atRelay).containsExactly(
        new SessionEnded(SessionEnded.PROTOCOL_ERROR, ErrorCode.INVALID_MESSAGE, words));
    assertThat(client.received()).extracting(frame -> frame.getError().getMessage())
        .containsExactly(words);
  }
}
