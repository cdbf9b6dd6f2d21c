package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.seal.OpenFailure;
import dev.zerok.protocol.seal.Opener;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.Notice;
import dev.zerok.protocol.wire.PayloadKind;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.PushCredit;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.SessionLimits;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OutboxRulesTest {
  private final ScriptedDevice device = ScriptedDevice.online();

  @Test
  void aPush_isInTheStoreBeforeAnythingIsSent() {
    ReplicaStep step = device.replica.push("", "text/plain", ByteString.copyFromUtf8("x"), 60,
        GroupFixture.NOW);

    assertThat(step.effects()).isEmpty();
    assertThat(step.records()).hasSize(2)
        .hasAtLeastOneElementOfType(StoreRecord.Outgoing.class)
        .endsWith(new StoreRecord.PushedAt(GroupFixture.NOW));
    device.run(step);
    device.pump();
    assertThat(device.pushesSent()).extracting(Push::toByteString)
        .containsExactly(((StoreRecord.Outgoing) step.records().get(0)).push());
  }

  @Test
  @Tag("PUSH-2")
  void whateverCutsTheSession_theSameBytesAreSentAgain() {
    device.push("a");
    device.push("b");
    device.pump();
    List<Push> first = device.pushesSent();
    device.disconnect();
    device.sent.clear();
    device.connect();
    device.pump();
    assertThat(device.pushesSent()).isEqualTo(first);

    device.restart();
    device.sent.clear();
    device.connect();
    device.pump();
    assertThat(device.pushesSent()).isEqualTo(first).hasSize(2);
  }

  @Test
  void anAcknowledgedPush_isNotSentAgain_butKeptForTheOthers() {
    device.push("a");
    device.pump();
    device.frame(StreamFrames.pushAck(1, 4));
    device.restart();
    device.sent.clear();
    device.connect();
    device.pump();

    assertThat(device.pushesSent()).isEmpty();
    assertThat(device.replica.view().placeOf(1)).isEqualTo(4);
    assertThat(device.replica.view().cursor()).isEqualTo(4);
  }

  @Test
  @Tag("PUSH-4")
  void aPushOfAStaleEpoch_andAllBehindIt_areSealedAnewUnderTheirSequencesAndChained() {
    device.push("a");
    device.push("b");
    device.pump();
    List<Push> stale = device.pushesSent();
    device.sent.clear();
    device.frame(StreamFrames.pushRefused(1, ErrorCode.STALE_EPOCH));
    device.pump();
    assertThat(device.pushesSent()).as("no new epoch is known yet").isEmpty();

    GroupFixture group = device.group;
    group.append(
        group.first.rekey(group.roster, group.nextEpoch(), group.random, GroupFixture.NOW));
    device.showNewestEntry();
    device.pump();

    List<Push> anew = device.pushesSent();
    assertThat(anew).extracting(Push::getDeviceSeq).containsExactly(1L, 2L);
    assertThat(anew).extracting(Push::getEpoch).containsExactly(2, 2);
    assertThat(anew).doesNotContainAnyElementsOf(stale);
    var outbox = device.store.load().outbox();
    assertThat(outbox.get(2L).outgoing().previous())
        .isEqualTo(outbox.get(1L).outgoing().blobHash());
    assertThat(outbox.get(2L).outgoing().push()).isEqualTo(anew.get(1).toByteString());
  }

  @Test
  @Tag("PUSH-3")
  void aSequenceGap_isAnsweredWithTheExpectedPushAndAllBehindIt_asTheyWere() {
    for (String text : List.of("a", "b", "c")) {
      device.push(text);
    }
    device.pump();
    List<Push> first = device.pushesSent();
    device.sent.clear();
    device.frame(StreamFrames.pushAck(1, 4));
    device.frame(StreamFrames.pushRefused(2, ErrorCode.RELAY_OVERLOADED));
    device.frame(StreamFrames.of(Error.newBuilder()
        .setCode(ErrorCode.SEQUENCE_GAP.code())
        .setDeviceSeq(3)
        .setExpectedDeviceSeq(2)));
    device.run(device.replica.pump(Integer.MAX_VALUE, GroupFixture.NOW + 60_000));

    assertThat(device.pushesSent()).isEqualTo(first.subList(1, 3));
  }

  @Test
  @Tag("RECV-7")
  @Tag("PUSH-11")
  void aPushRefusedForGood_isReported_andItsSequenceFilledWithAVoid() {
    device.push("too large for this relay");
    device.push("fine");
    device.pump();
    List<Push> refused = device.pushesSent();
    device.sent.clear();
    device.frame(StreamFrames.pushRefused(1, ErrorCode.BLOB_TOO_LARGE));
    device.pump();

    assertThat(device.events(SyncEvent.PushRejected.class)).containsExactly(
        new SyncEvent.PushRejected(1, ErrorCode.BLOB_TOO_LARGE.advice()));
    assertThat(device.pushesSent()).extracting(Push::getDeviceSeq).containsExactly(1L, 2L);
    assertThat(device.pushesSent()).doesNotContainAnyElementsOf(refused);
    assertThat(device.others).filteredOn(ReplicaEffect.PushSettled.class::isInstance)
        .singleElement()
        .satisfies(
            effect -> assertThat(((ReplicaEffect.PushSettled) effect).problem()).isNotNull());
    assertThat(kindOf(device.pushesSent().get(0))).isEqualTo(PayloadKind.PAYLOAD_KIND_VOID);
    assertThat(kindOf(device.pushesSent().get(1))).isEqualTo(PayloadKind.PAYLOAD_KIND_DATA);

    device.sent.clear();
    device.frame(StreamFrames.pushRefused(1, ErrorCode.BLOB_TOO_LARGE));
    device.pump();

    assertThat(device.pushesSent()).isEmpty();
  }

  private PayloadKind kindOf(Push push) {
    try {
      return Opener.open(device.group.crypto, device.group.groupId(), device.group.epoch,
          device.group.roster, Frames.delivered(push, device.group.firstId, 1))
          .header()
          .getKind();
    } catch (OpenFailure | ProtocolViolation e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Tag("RECV-7")
  void aPushRefusedForGood_staysRefused_alsoWhenItsVoidIsAcknowledged_andAfterARestart() {
    device.push("too large for this relay");
    device.pump();
    device.frame(StreamFrames.pushRefused(1, ErrorCode.BLOB_TOO_LARGE));
    device.pump();
    device.frame(StreamFrames.pushAck(1, 4));
    assertThat(device.replica.view().isPlacedUpTo(1)).isTrue();

    for (int run = 0; run < 2; run++) {
      assertThat(device.replica.view().refusalOf(1)).hasValueSatisfying(problem -> {
        assertThat(problem.reason()).isEqualTo(SyncProblem.Reason.TOO_LARGE);
        assertThat(problem).hasMessageContaining(ErrorCode.BLOB_TOO_LARGE.advice());
      });
      assertThat(device.replica.view().refusalOf(2)).isEmpty();
      device.restart();
    }
  }

  @Test
  void aPauseThatTheRelayAskedFor_endsAfterItsTime_alsoWhenTheClockIsSetBack() {
    device.push("a");
    device.pump();
    device.frame(StreamFrames.of(Error.newBuilder()
        .setCode(ErrorCode.RELAY_OVERLOADED.code())
        .setDeviceSeq(1)
        .setRetryAfterMillis(5_000)));
    device.sent.clear();
    device.run(device.replica.pump(Integer.MAX_VALUE, GroupFixture.NOW + 4_999));
    assertThat(device.pushesSent()).isEmpty();

    device.run(device.replica.pump(Integer.MAX_VALUE, GroupFixture.NOW - 3_600_000));

    assertThat(device.pushesSent()).hasSize(1);
  }

  @Test
  void aPushWithALongerTimeToLiveThanTheRelayAllows_isNotEvenSealed() {
    device.disconnect();
    device.frame(StreamFrames.of(
        device.welcome().setLimits(SessionLimits.newBuilder().setMaxTtlSeconds(3_600))));

    assertThatThrownBy(() -> device.replica.push("", "text/plain", ByteString.copyFromUtf8("x"),
        3_601, GroupFixture.NOW))
        .isInstanceOfSatisfying(SyncProblem.class,
            problem -> assertThat(problem.reason()).isEqualTo(SyncProblem.Reason.REFUSED));
    assertThat(device.replica.lastSeq()).isZero();
    device.run(device.replica.push("", "text/plain", ByteString.copyFromUtf8("x"), 3_600,
        GroupFixture.NOW));
    assertThat(device.replica.lastSeq()).isEqualTo(1);
  }

  @Test
  @Tag("PUSH-7")
  void withoutCredit_nothingIsSent_untilTheRelayRaisesIt() {
    device.disconnect();
    device.push("a");
    device.push("b");
    device.frame(StreamFrames.of(device.welcome().setPushCredit(credit(1))));
    device.pump();
    assertThat(device.pushesSent()).extracting(Push::getDeviceSeq).containsExactly(1L);

    device.frame(RelayFrame.newBuilder()
        .setNotice(Notice.newBuilder().setPushCredit(credit(2)))
        .build());
    device.pump();
    assertThat(device.pushesSent()).extracting(Push::getDeviceSeq).containsExactly(1L, 2L);
  }

  @Test
  @Tag("PUSH-5")
  void groupThatPushedAMonthsShare_isToldInTheRelaysWordsWhenItGoesOn() {
    device.push("a");
    device.pump();

    device.frame(refusedForQuota("This month is used up: it goes on at 2027-02-01 00:00 UTC."));

    assertThat(device.events(SyncEvent.PushDelayed.class)).containsExactly(
        new SyncEvent.PushDelayed(1, ErrorCode.GROUP_QUOTA_EXCEEDED.advice(),
            "This month is used up: it goes on at 2027-02-01 00:00 UTC.", 7_000));
    assertThat(device.events(SyncEvent.PushDelayed.class).get(0).words()).isEqualTo(
        "The relay does not take pushes for now and says:"
            + " \"This month is used up: it goes on at 2027-02-01 00:00 UTC.\"");
  }

  @Test
  void relaysWords_areCut_andNeitherMoveACursorNorTurnTheDirectionNorEndTheirQuotation() {
    device.push("a");
    device.pump();

    device.frame(refusedForQuota("\u001b[2Jpay\u202e \"here\"\u2028now " + "x".repeat(10_000)));

    String shown = device.events(SyncEvent.PushDelayed.class).get(0).relaySays();
    assertThat(shown).hasSize(256)
        .startsWith("\uFFFD[2Jpay\uFFFD 'here'\uFFFDnow xxx");
  }

  @Test
  void relayWithoutWords_isGivenTheGeneralAdvice() {
    device.push("a");
    device.pump();

    device.frame(refusedForQuota(""));

    assertThat(device.events(SyncEvent.PushDelayed.class).get(0).words()).isEqualTo(
        "The relay does not take pushes for now. " + ErrorCode.GROUP_QUOTA_EXCEEDED.advice());
  }

  private static RelayFrame refusedForQuota(String words) {
    return StreamFrames.of(Error.newBuilder()
        .setCode(ErrorCode.GROUP_QUOTA_EXCEEDED.code())
        .setDeviceSeq(1)
        .setRetryAfterMillis(7_000)
        .setMessage(words));
  }

  private static PushCredit credit(long pushes) {
    return PushCredit.newBuilder()
        .setPushes(pushes)
        .setBytes(1 << 20)
        .build();
  }
}
