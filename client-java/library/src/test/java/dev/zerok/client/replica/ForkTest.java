package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.seal.SealedBlob;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.ResetReason;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterHead;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ForkTest {
  private final ScriptedDevice device = ScriptedDevice.online();

  private void assertForked() {
    assertThat(device.stopped()).isEqualTo(StopCause.FORK);
    assertThat(device.events(SyncEvent.ForkDetected.class)).hasSize(1);
    assertThat(device.others)
        .filteredOn(ReplicaEffect.EndSession.class::isInstance)
        .extracting(effect -> ((ReplicaEffect.EndSession) effect).comeBack())
        .containsExactly(false);
  }

  @Test
  @Tag("RECV-5")
  void aCursorLeftOut_isAFork() {
    device.frame(StreamFrames.deliver(5, device.bob.text("one too far")));

    assertForked();
    assertThat(device.acknowledged()).isZero();
    assertThat(device.texts()).isEmpty();
  }

  @Test
  @Tag("RECV-5")
  void aCursorThatGoesBack_isAFork() {
    device.show(device.bob.text("first"));
    device.frame(StreamFrames.deliver(4, device.bob.text("again at 4")));

    assertForked();
    assertThat(device.texts()).containsExactly("first");
  }

  @Test
  @Tag("RECV-5")
  void aGapThatDoesNotBeginAtTheNextCursor_isAFork() {
    device.frame(StreamFrames.gap(5, 6));

    assertForked();
  }

  @Test
  @Tag("RECV-4")
  void aGapThatBeginsWithAnOwnPushThatIsKnown_countsFromTheNextCursorOn() {
    device.push("ours");
    device.pump();
    device.frame(StreamFrames.pushAck(1, 4));
    device.frame(StreamFrames.gap(4, 6));
    device.frame(StreamFrames.caughtUp(6));

    assertThat(device.stopped()).isNull();
    assertThat(device.events(SyncEvent.GapReported.class))
        .containsExactly(new SyncEvent.GapReported(5, 6, false));
  }

  @Test
  @Tag("RECV-4")
  void aGapOverNothingButAnOwnPushThatIsKnown_isNone() {
    device.push("ours");
    device.pump();
    device.frame(StreamFrames.pushAck(1, 4));
    device.frame(StreamFrames.gap(4, 4));

    assertThat(device.stopped()).isNull();
    assertThat(device.events(SyncEvent.GapReported.class)).isEmpty();
  }

  @Test
  @Tag("RECV-5")
  void aGapOverABlobThatCame_isAFork() {
    device.show(device.bob.text("first"));
    device.frame(StreamFrames.gap(4, 6));

    assertForked();
  }

  @Test
  @Tag("RECV-5")
  void aGapThatGoesBackBehindWhatTheStreamHasShown_isAFork() {
    device.show(device.bob.text("first"));
    device.frame(StreamFrames.gap(4, 6));

    assertForked();
  }

  @Test
  @Tag("RECV-5")
  void caughtUpBeyondWhatCame_isAFork() {
    device.frame(StreamFrames.caughtUp(4));

    assertForked();
  }

  @Test
  @Tag("RECV-5")
  void anOwnPushAtTwoCursors_isAFork() {
    device.push("ours");
    device.pump();
    device.frame(StreamFrames.pushAck(1, 5));
    device.restart();
    device.connect();
    device.frame(StreamFrames.pushAck(1, 6));

    assertForked();
  }

  @Test
  @Tag("RECV-5")
  void aBlobAtTheCursorThatWasAcknowledgedForAnOwnPush_isAFork() {
    device.push("ours");
    device.pump();
    device.frame(StreamFrames.pushAck(1, 5));
    device.show(device.bob.text("at 4"));
    assertThat(device.replica.view().cursor()).isEqualTo(5);
    device.frame(StreamFrames.deliver(5, device.bob.text("at 5, too")));

    assertForked();

    assertForked();
  }

  @Test
  @Tag("RECV-5")
  void aRosterEntryAtTwoCursors_isAFork() {
    device.frame(StreamFrames.roster(4, device.group.entries.get(0)));

    assertForked();
  }

  @Test
  @Tag("RECV-5")
  void anotherBlobAtAPlaceThatWasParkedBeforeACrash_isAFork_soNothingIsSwallowed() {
    device.appIsFast = false;
    SealedBlob first = device.carol.text("with the app");
    SealedBlob second = device.bob.text("the second");
    device.show(first);
    device.frame(StreamFrames.of(StreamFrames.flipped(5, second)));
    assertThat(device.events(SyncEvent.BlobParked.class)).hasSize(1);
    device.restart();
    device.connect();
    device.frame(StreamFrames.deliver(4, first));
    device.frame(StreamFrames.deliver(5, second));

    assertForked();
  }

  @Test
  @Tag("RECV-6")
  void afterAFork_nothingMoreIsAcknowledgedOrSent_whateverComes() {
    device.appIsFast = false;
    device.show(device.bob.text("with the app"));
    device.push("waits");
    device.frame(StreamFrames.deliver(9, device.bob.text("left out")));
    assertForked();
    device.applyLast();
    device.frame(StreamFrames.deliver(5, device.bob.text("more")));
    device.frame(StreamFrames.caughtUp(5));
    device.pump();
    device.disconnect();
    device.restart();
    device.connect();
    device.pump();

    assertThat(device.sent).isEmpty();
    assertThat(device.stopped()).isEqualTo(StopCause.FORK);
    assertThat(device.texts()).containsExactly("with the app");
  }

  @Test
  @Tag("SEAL-5")
  void blobsReorderedBetweenSenders_areAFork_whenSomebodySignsTheTrueOrder() {
    SealedBlob first = device.bob.text("first");
    SealedBlob second = device.carol.text("second");
    Position truth = device.place.next(first.blobHash()).next(second.blobHash());
    device.frame(StreamFrames.deliver(4, second));
    device.frame(StreamFrames.deliver(5, first));
    assertThat(device.stopped()).isNull();

    device.frame(StreamFrames.deliver(6, device.bob.text("third", truth)));

    assertForked();
    assertThat(device.texts()).containsExactly("second", "first");
  }

  @Test
  @Tag("SEAL-3")
  void aBlobDroppedFromTheMiddleOfARun_isAFork() {
    device.show(device.bob.text("first"));
    device.bob.text("dropped");
    device.frame(StreamFrames.deliver(5, device.bob.text("third")));

    assertForked();
    assertThat(device.texts()).containsExactly("first");
  }

  @Test
  @Tag("RECV-1")
  void theLastBlobOfARemovedDevice_thatIsNotTheOneItsRemovalNames_isAForkEvenIfItDoesNotOpen() {
    SealedBlob last = device.bob.text("last");
    GroupFixture group = device.group;
    group.append(group.first.remove(group.roster, device.bob.id, 1, last.blobHash(),
        group.nextEpoch(), group.random, GroupFixture.NOW));
    device.showNewestEntry();
    device.frame(StreamFrames.of(StreamFrames.flipped(5, last)));

    assertForked();
  }

  @Test
  @Tag("RECV-1")
  void aRemoveThatNamesAnotherBlobThanTheOneThatCameBeforeIt_isAFork() {
    device.show(device.bob.text("for this device"));
    GroupFixture group = device.group;
    group.append(group.first.remove(group.roster, device.bob.id, 1, ScriptedDevice.noHash(),
        group.nextEpoch(), group.random, GroupFixture.NOW));
    device.showNewestEntry();

    assertForked();
    assertThat(device.acknowledged()).isEqualTo(4);
  }

  @Test
  @Tag("RECV-1")
  void aRemoveThatNamesTheBlobThatCameBeforeIt_orAnEarlierOne_isNoFork() {
    SealedBlob first = device.bob.text("first");
    device.show(first);
    device.show(device.bob.text("second"));
    GroupFixture group = device.group;
    group.append(group.first.remove(group.roster, device.bob.id, 1, first.blobHash(),
        group.nextEpoch(), group.random, GroupFixture.NOW));
    device.showNewestEntry();
    device.pump();

    assertThat(device.stopped()).isNull();
    assertThat(device.texts()).containsExactly("first", "second");
    assertThat(device.acknowledged()).isEqualTo(6);
  }

  @Test
  @Tag("ROSTER-10")
  void aWelcomeWithAnotherRoster_isAFork_andNothingIsSent() {
    device.disconnect();
    device.push("waits");
    RosterHead other = device.group.roster.head()
        .toBuilder()
        .setHash(ScriptedDevice.noHash())
        .build();
    device.frame(StreamFrames.of(device.welcome().setRosterHead(other)));
    device.pump();

    assertForked();
    assertThat(device.sent).isEmpty();
  }

  @Test
  @Tag("ROSTER-10")
  void anotherEntryAtAPlaceThatIsKnown_isAFork() {
    GroupFixture other = device.group;
    RosterEntry rival = other.first.rekey(rosterOfTwo(), other.nextEpoch(), other.random,
        GroupFixture.NOW);
    device.frame(StreamFrames.roster(4, rival));

    assertForked();
    assertThat(device.acknowledged()).isZero();
    assertThat(device.replica.view().roster().length()).isEqualTo(3);
  }

  private Roster rosterOfTwo() {
    GroupFixture group = device.group;
    try {
      return Roster.replay(group.crypto, group.crypto.suite(),
          group.groupId(), group.entries.subList(0, 2));
    } catch (ProtocolViolation e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Tag("ROSTER-10")
  void aStreamUnderAnOlderRoster_thatHidesARemoval_isAFork_andNothingIsAcknowledged() {
    RosterHead old = device.group.roster.head();
    device.group.join(Role.ROLE_MEMBER);
    device.showNewestEntry();
    device.disconnect();
    device.sent.clear();
    device.frame(StreamFrames.of(device.welcome().setRosterHead(old)));
    device.frame(StreamFrames.deliver(5, device.bob.text("as if nothing had happened")));

    assertForked();
    assertThat(device.acknowledged()).isZero();
    assertThat(device.texts()).isEmpty();
    assertThat(device.replica.view().roster().length()).isEqualTo(4);
  }

  @Test
  void anOlderRosterOfARelayThatSaysItLostData_isAReset_notAFork() {
    RosterHead old = device.group.roster.head();
    device.group.join(Role.ROLE_MEMBER);
    device.showNewestEntry();
    device.disconnect();
    device.frame(StreamFrames.of(device.welcome().setRosterHead(old)));
    device.frame(StreamFrames.reset(ResetReason.RESET_REASON_HEAD_BEHIND));

    assertThat(device.stopped()).isEqualTo(StopCause.RELAY_RESET);
  }

  @Test
  void anotherLogWithoutAReset_isNotFollowed() {
    device.disconnect();
    device.frame(StreamFrames.of(
        device.welcome()
            .setLogId(ByteString.copyFrom(new byte[]{
                1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}))));
    device.frame(StreamFrames.deliver(4, device.bob.text("of another log")));

    assertThat(device.stopped()).isEqualTo(StopCause.RELAY_RESET);
    assertThat(device.texts()).isEmpty();
    assertThat(device.acknowledged()).isZero();
  }

  @Test
  void cursorsBeyondTheHighest_endTheSession() {
    long beyond = Long.MIN_VALUE;
    for (var frame : List.of(
        StreamFrames.of(StreamFrames.delivered(beyond, device.bob.text("x"))),
        StreamFrames.gap(4, beyond), StreamFrames.pushAck(1, beyond),
        StreamFrames.roster(beyond, device.group.entries.get(0)),
        StreamFrames.caughtUp(beyond))) {
      device.others.clear();
      device.frame(frame);

      assertThat(device.others).as(frame.getFrameCase().name())
          .hasSize(1)
          .allSatisfy(effect -> assertThat(effect).isInstanceOf(ReplicaEffect.EndSession.class));
    }
    assertThat(device.replica.view().cursor()).isEqualTo(3);
  }

  @Test
  void aStreamThatGoesOnBehindTheHighestCursor_endsTheSession_andIsNoCrash() {
    device.frame(StreamFrames.gap(4, Long.MAX_VALUE));
    device.frame(StreamFrames.of(
        StreamFrames.delivered(Long.MIN_VALUE, device.bob.text("x"))));

    assertThat(device.others).hasAtLeastOneElementOfType(ReplicaEffect.EndSession.class);
    assertThat(device.texts()).isEmpty();
  }
}
