package dev.zerok.protocol.session;

import static dev.zerok.protocol.session.SessionSamples.HELLO;
import static dev.zerok.protocol.session.SessionSamples.MAILBOX;
import static dev.zerok.protocol.session.SessionSamples.bytes;
import static dev.zerok.protocol.session.SessionSamples.chainPart;
import static dev.zerok.protocol.session.SessionSamples.hello;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.zerok.protocol.channel.Channel;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.session.RelaySessionEvent.HelloReceived;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.Bye;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.LogPosition;
import dev.zerok.protocol.wire.MailboxJoin;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterHead;
import dev.zerok.protocol.wire.RosterPresent;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that speak Noise and then break the protocol: one Error 1000 in words, and the end. */
class BrokenClientTest {
  @Test
  @Tag("SESS-1")
  void anyOtherFirstFrame_endsTheSession() {
    for (ClientFrame first : List.of(
        SessionSamples.push(1), SessionSamples.ack(0, 0), chainPart(false, 1),
        SessionSamples.mailboxSend(MAILBOX),
        ClientFrame.newBuilder().setBye(Bye.getDefaultInstance()).build())) {
      RawClient client = new RawClient();
      client.send(first);
      assertEndedWith1000(client, "The first frame must be Hello or MailboxJoin.");
    }
  }

  @Test
  @Tag("SESS-1")
  void secondHello_endsTheSession_beforeAndAfterAdmission() {
    RawClient early = new RawClient();
    early.send(hello(HELLO));
    early.atRelay.clear();
    early.send(hello(HELLO));
    assertEndedWith1000(early, "Wait for the relay's answer before the next frame.");

    RawClient member = RawClient.member();
    member.send(hello(HELLO));
    assertEndedWith1000(member, "a session begins once: no second Hello, no MailboxJoin");
  }

  @Test
  @Tag("SESS-1")
  void commandBeforeWelcome_endsTheSession_whetherRefusedOrNot() {
    RawClient waiting = new RawClient();
    waiting.send(hello(HELLO));
    waiting.atRelay.clear();
    waiting.send(SessionSamples.push(1));
    assertEndedWith1000(waiting, "Wait for the relay's answer before the next frame.");

    RawClient refused = new RawClient();
    refused.send(hello(HELLO));
    refused.relay.refused(0);
    refused.received();
    refused.atRelay.clear();
    refused.send(SessionSamples.push(1));
    assertEndedWith1000(refused, "Wait for the relay's answer before the next frame.");
  }

  @Test
  @Tag("SESS-1")
  void rosterPresentOfAMember_endsTheSession() {
    RawClient member = RawClient.member();
    member.send(SessionSamples.ack(0, 0));
    member.atRelay.clear();
    member.send(chainPart(false, 1));
    assertEndedWith1000(member, "RosterPresent comes right behind Hello or after a refusal, once");
  }

  @Test
  @Tag("ADMIT-3")
  void secondChainOfAMember_endsTheSession() {
    RawClient member = RawClient.member();
    member.send(chainPart(false, 1));
    assertThat(member.relay.ended()).isFalse();
    member.send(chainPart(false, 1));
    assertEndedWith1000(member, "RosterPresent comes right behind Hello or after a refusal, once");
  }

  @Test
  @Tag("ADMIT-3")
  void secondChainBehindHello_endsTheSession() {
    RawClient client = new RawClient();
    client.send(hello(HELLO));
    client.atRelay.clear();
    client.send(chainPart(false, 1));
    client.send(chainPart(false, 1));
    assertEndedWith1000(client, "a session may present one chain only");
  }

  @Test
  @Tag("ADMIT-3")
  void chainWithoutEntries_endsTheSession() {
    RawClient client = refused();
    client.send(chainPart(true));
    assertEndedWith1000(client, "a RosterPresent must have entries");
  }

  @Test
  @Tag("ADMIT-3")
  void chainOver16MiB_endsTheSession_asSoonAsItIsOver() {
    RawClient client = refused();
    ClientFrame megabyte = ClientFrame.newBuilder()
        .setRosterPresent(RosterPresent.newBuilder()
            .setMore(true)
            .addAllEntries(Collections.nCopies(
                4,
                RosterEntry.newBuilder()
                    .setBody(bytes(262_050, 1))
                    .setSignature(bytes(64, 1))
                    .build())))
        .build();
    for (int sent = 0; sent < 16; sent++) {
      client.send(megabyte);
      assertThat(client.relay.ended()).isFalse();
    }
    client.send(megabyte);
    assertEndedWith1000(client, "a chain has at most 10000 entries and 16777216 bytes");
  }

  @Test
  @Tag("ADMIT-3")
  @Tag("ROSTER-8")
  void chainOver10000Entries_endsTheSession() {
    RawClient client = refused();
    client.send(chainPart(true, new int[10_000 / 2]));
    client.send(chainPart(true, new int[10_000 / 2]));
    assertThat(client.relay.ended()).isFalse();
    client.send(chainPart(false, 1));
    assertEndedWith1000(client, "a chain has at most 10000 entries and 16777216 bytes");
  }

  @Test
  @Tag("ADMIT-3")
  void entryThatNobodyCouldVerify_endsTheSession_beforeItIsHeld() {
    Map<RosterEntry, String> unverifiable = Map.of(
        RosterEntry.getDefaultInstance(), "a presented roster entry must have a body",
        SessionSamples.entry(1).toBuilder().clearBody().build(),
        "a presented roster entry must have a body",
        SessionSamples.entry(1).toBuilder().clearSignature().build(),
        "a presented roster entry's signature must have 64 bytes",
        SessionSamples.entry(1).toBuilder().setSignature(bytes(63, 1)).build(),
        "a presented roster entry's signature must have 64 bytes",
        SessionSamples.entry(1).toBuilder().setSignature(bytes(65, 1)).build(),
        "a presented roster entry's signature must have 64 bytes");
    unverifiable.forEach((entry, words) -> {
      ChainBudget budget = new ChainBudget(Limits.DEFAULT_PRESENTED_CHAINS_BYTES);
      RawClient client =
          new RawClient(SessionSamples.relayConfig(budget), new FakeRandomSource("r"));
      client.send(hello(HELLO));
      client.relay.refused(0);
      client.received();
      client.atRelay.clear();
      client.send(ClientFrame.newBuilder()
          .setRosterPresent(
              RosterPresent.newBuilder().addAllEntries(Collections.nCopies(5_000, entry)))
          .build());
      assertEndedWith1000(client, words);
      assertThat(budget.heldBytes()).isZero();
    });
  }

  @Test
  @Tag("ROSTER-8")
  void entryOver256KiB_endsTheSession() {
    RawClient client = refused();
    client.send(ClientFrame.newBuilder()
        .setRosterPresent(RosterPresent.newBuilder()
            .addEntries(RosterEntry.newBuilder().setBody(bytes(262_144, 1))))
        .build());
    assertEndedWith1000(client, "a roster entry has at most 262144 bytes");
  }

  static List<Hello> malformedHellos() {
    LogPosition last = SessionSamples.helloAt(5).getLast();
    return List.of(
        HELLO.toBuilder().setGroupId(bytes(31, 1)).build(),
        HELLO.toBuilder().clearGroupId().build(),
        HELLO.toBuilder().setStoreIncarnation(bytes(17, 1)).build(),
        HELLO.toBuilder().setReceiveWindow(65_535).build(),
        HELLO.toBuilder().setReceiveWindow(16_777_217).build(),
        HELLO.toBuilder().setReceiveWindow(-1).build(),
        HELLO.toBuilder().setAccessToken(bytes(257, 1)).build(),
        HELLO.toBuilder().setLast(last.toBuilder().clearLogId()).build(),
        HELLO.toBuilder().setLast(last.toBuilder().setCursor(-1)).build(),
        HELLO.toBuilder().setLast(last.toBuilder().setRunningHash(bytes(31, 1))).build(),
        HELLO.toBuilder().setRosterHead(RosterHead.newBuilder().setHash(bytes(32, 1))).build(),
        HELLO.toBuilder()
            .setRosterHead(RosterHead.newBuilder().setLength(1).setHash(bytes(33, 1)))
            .build());
  }

  @ParameterizedTest
  @MethodSource("malformedHellos")
  void malformedHello_endsTheSession(Hello malformed) {
    RawClient client = new RawClient();
    client.send(hello(malformed));

    assertThat(client.atRelay).singleElement()
        .isInstanceOfSatisfying(
            SessionEnded.class, end -> assertThat(end.code()).isEqualTo(ErrorCode.INVALID_MESSAGE));
  }

  @Test
  void helloAtTheEdgesOfItsRanges_isReported() {
    Hello edge = SessionSamples.helloAt(Long.MAX_VALUE)
        .toBuilder()
        .setReceiveWindow(65_536)
        .setAccessToken(bytes(256, 1))
        .setLast(SessionSamples.helloAt(0).getLast().toBuilder().clearRunningHash())
        .setRosterHead(RosterHead.newBuilder().setLength(1).setHash(bytes(32, 1)))
        .build();
    RawClient client = new RawClient();
    client.send(hello(edge));

    assertThat(client.atRelay).containsExactly(
        new HelloReceived(ByteString.copyFrom(SessionSamples.DEVICE_KEY.publicKey()), edge));
  }

  @Test
  void joinOfAMalformedMailboxId_endsTheSession() {
    RawClient client = new RawClient();
    client.send(ClientFrame.newBuilder()
        .setMailboxJoin(MailboxJoin.newBuilder().setMailboxId(bytes(15, 1)))
        .build());

    assertThat(client.atRelay).singleElement().isInstanceOf(SessionEnded.class);
  }

  @Test
  @Tag("SESS-1")
  @Tag("MBX-4")
  void joinerThatSendsBeforeItIsJoined_endsTheSession() {
    RawClient client = new RawClient();
    client.send(ClientDialogue.firstFrame(SessionSamples.joining()));
    client.atRelay.clear();
    client.send(SessionSamples.mailboxSend(MAILBOX));
    assertEndedWith1000(client, "Wait for the relay's answer before the next frame.");
  }

  @Test
  @Tag("SESS-1")
  void joinerThatWantsMore_endsTheSession() {
    RawClient pushing = RawClient.joiner();
    pushing.send(SessionSamples.push(1));
    assertEndedWith1000(pushing, "A joiner may only send to its mailbox and close it.");

    RawClient elsewhere = RawClient.joiner();
    elsewhere.send(SessionSamples.mailboxSend(MailboxId.of(bytes(16, 99))));
    assertEndedWith1000(elsewhere, "A joiner may only use the mailbox that it joined.");
  }

  @Test
  @Tag("REC-3")
  void garbageRecord_endsTheSession() {
    RawClient client = RawClient.member();
    client.sendRecord((byte) 0x42, (byte) 1, (byte) 2);
    assertEndedWith1000(client, "a record named channel 66, which does not exist");
  }

  @Test
  @Tag("REC-4")
  void unknownFrameBelow1000_endsTheSession_from1000OnItIsIgnored() {
    RawClient client = RawClient.member();
    client.sendFrame(Channel.CONTROL, unknown(1_000));
    client.sendFrame(Channel.BULK, unknown(4_000));
    assertThat(client.atRelay).isEmpty();
    client.sendFrame(Channel.CONTROL, unknown(999));
    assertEndedWith1000(client, "frame type 999 is not known to this version");
  }

  @Test
  @Tag("SESS-1")
  void ignoredFrameBeforeHello_isNoFirstFrame() {
    RawClient client = new RawClient();
    client.sendFrame(Channel.CONTROL, unknown(1_000));
    client.send(hello(HELLO));

    assertThat(client.atRelay).singleElement().isInstanceOf(HelloReceived.class);
  }

  @Test
  @Tag("REC-5")
  void frameOnTheWrongChannel_endsTheSession() {
    RawClient client = RawClient.member();
    client.sendFrame(Channel.CONTROL, SessionSamples.push(1).toByteString());
    assertEndedWith1000(client, "a frame came on the CONTROL channel but belongs on BULK");
  }

  @Test
  @Tag("NOISE-1")
  void replayedMessage_endsTheSession_andNothingIsSentInAnswer() {
    RawClient client = RawClient.member();
    byte[] message =
        client.sealed((byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 2, (byte) 0x32, (byte) 0);
    assertThat(client.relay.receive(message, 0)).hasSize(1)
        .hasOnlyElementsOfType(
            RelaySessionEvent.CommandReceived.class);

    assertThat(client.relay.receive(message, 0)).containsExactly(
        new SessionEnded(SessionEnded.PROTOCOL_ERROR, null, "a message did not verify: BAD_TAG"));
    assertThat(client.relay.nextMessage()).isNull();
  }

  @Test
  void afterTheEnd_nothingIsReportedAnyMore() {
    RawClient client = RawClient.member();
    client.sendFrame(Channel.CONTROL, unknown(999));
    client.atRelay.clear();
    client.send(SessionSamples.push(1));

    assertThat(client.atRelay).isEmpty();
    assertThat(client.relay.tick(Long.MAX_VALUE)).isEmpty();
    assertThat(client.relay.nextDeadlineMillis()).isEqualTo(Long.MAX_VALUE);
  }

  private static RawClient refused() {
    RawClient client = new RawClient();
    client.send(hello(HELLO));
    client.relay.refused(0);
    client.received();
    client.atRelay.clear();
    return client;
  }

  private static ByteString unknown(int number) {
    return UnknownFieldSet.newBuilder().mergeVarintField(number, 1).build().toByteString();
  }

  private static void assertEndedWith1000(RawClient client, String words) {
    assertThat(client.atRelay).containsExactly(
        new SessionEnded(SessionEnded.PROTOCOL_ERROR, ErrorCode.INVALID_MESSAGE, words));
    assertThat(client.received()).extracting(RelayFrame::getError)
        .extracting(error -> error.getCode() + " " + error.getMessage())
        .containsExactly("1000 " + words);
    assertThat(client.relay.nextMessage()).isNull();
  }
}
