package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.position.LogHashes;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.seal.OpenFailure;
import dev.zerok.protocol.seal.SealedBlob;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.PayloadKind;
import dev.zerok.protocol.wire.Role;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReceivingRulesTest {
  private final ScriptedDevice device = ScriptedDevice.online();

  @Test
  @Tag("RECV-2")
  void aBlobThatComesAgainAtAnotherCursorOfTheLog_isAFork_andIsNotHandedOnAgain() {
    SealedBlob blob = device.bob.text("once");
    device.show(blob);
    device.show(blob);

    assertThat(device.texts()).containsExactly("once");
    assertThat(device.acknowledged()).isEqualTo(4);
    assertThat(device.stopped()).isEqualTo(StopCause.FORK);
  }

  @Test
  @Tag("RECV-2")
  void aBlobThatWasNotApplied_comesAgainAtItsCursor_andIsNoFork() {
    device.appIsFast = false;
    SealedBlob first = device.bob.text("first");
    SealedBlob second = device.bob.text("second");
    device.show(first);
    device.show(second);
    device.disconnect();
    device.appIsFast = true;
    device.connect();
    device.frame(StreamFrames.deliver(4, first));
    device.frame(StreamFrames.deliver(5, second));
    device.applyLast();

    assertThat(device.stopped()).isNull();
    assertThat(device.texts()).containsExactly("first", "second");
    assertThat(device.acknowledged()).isEqualTo(5);
  }

  @Test
  @Tag("RECV-2")
  void equalSequencesOfTwoSenders_areTwoBlobs() {
    device.show(device.bob.text("bob's first"));
    device.show(device.carol.text("carol's first"));

    assertThat(device.texts()).containsExactly("bob's first", "carol's first");
  }

  @Test
  @Tag("RECV-3")
  void aBlobThatDoesNotOpen_isKeptReportedAndAcknowledged() {
    device.frame(StreamFrames.of(StreamFrames.flipped(4, device.bob.text("damaged"))));

    assertThat(device.handedOver).isEmpty();
    assertThat(device.events(SyncEvent.BlobParked.class))
        .extracting(SyncEvent.BlobParked::sender, SyncEvent.BlobParked::deviceSeq,
            SyncEvent.BlobParked::cursor)
        .containsExactly(tuple(device.bob.id, 1L, 4L));
    assertThat(device.acknowledged()).isEqualTo(4);
    assertThat(device.store.load().parked().keySet()).containsExactly(4L);
  }

  @Test
  @Tag("RECV-3")
  void aParkedBlob_isHandedOnWhenItsEpochSecretIsThere_afterABoxThatDidNotOpen() throws Exception {
    EpochSecret next = group().nextEpoch();
    group().append(device.rekeyWithABadBox(next));
    device.showNewestEntry();
    device.show(device.bob.text("of the next epoch"));
    assertThat(device.events(SyncEvent.BadBox.class)).hasSize(1);
    assertThat(device.texts()).isEmpty();
    assertThat(device.acknowledged()).isEqualTo(5);

    device.store.commit(List.of(new StoreRecord.EpochKeys(next.epoch(), next.secret().copy(),
        next.streamSecret().copy())));
    device.restart();
    device.connect();
    device.frame(StreamFrames.caughtUp(5));

    assertThat(device.texts()).containsExactly("of the next epoch");
    assertThat(device.replica.view().parked()).isZero();
    assertThat(device.store.load().parked()).isEmpty();
    assertThat(device.stopped()).isNull();
  }

  @Test
  @Tag("RECV-3")
  void aParkedBlob_isShownWithItsReason_staysWhenTriedInVain_andIsGoneWhenDropped() {
    device.frame(StreamFrames.of(StreamFrames.flipped(4, device.bob.text("damaged"))));
    device.restart();

    assertThat(device.replica.view().parkedBlobs()).singleElement()
        .satisfies(blob -> {
          assertThat(blob.cursor()).isEqualTo(4);
          assertThat(blob.sender()).isEqualTo(device.bob.id);
          assertThat(blob.reason()).isEqualTo(OpenFailure.Reason.DOES_NOT_DECRYPT.words());
          assertThat(blob.sinceMillis()).isEqualTo(GroupFixture.NOW);
          assertThat(blob.bytes()).isGreaterThan(256);
        });
    int[] opened = {-1};
    assertThat(device.replica.retryParked(count -> opened[0] = count, GroupFixture.NOW).records())
        .isEmpty();
    assertThat(opened).containsExactly(0);

    assertThat(device.replica.dropParked(5).records()).isEmpty();
    assertThat(device.replica.dropParked(4).records())
        .containsExactly(new StoreRecord.Unparked(4));
    assertThat(device.replica.view().parkedBlobs()).isEmpty();
  }

  @Test
  @Tag("SEAL-4")
  void aBlobOfAnEpochThatBeganUnseen_isAFork_parkedByNobody_andNothingIsPushedAnyMore() {
    SealedBlob removedLater = device.carol.text("by the removed device");
    EpochSecret next = group().nextEpoch();
    group().append(group().first.remove(group().roster, device.carol.id, 0, empty(), next,
        group().random, GroupFixture.NOW));
    device.show(device.bob.seal(PayloadKind.PAYLOAD_KIND_DATA, "after it", next, null));
    device.frame(StreamFrames.deliver(5, removedLater));

    assertThat(device.stopped()).isEqualTo(StopCause.FORK);
    assertThat(device.texts()).isEmpty();
    assertThat(device.store.load().parked()).isEmpty();
    assertThat(device.acknowledged()).isZero();
    assertThatThrownBy(() -> device.push("under the old epoch")).isInstanceOf(SyncProblem.class);
  }

  @Test
  @Tag("ROSTER-13")
  void aRekeyWithAnotherStreamSecret_isABadBox_andStreamsKeepTheirIds() {
    StreamId notes = device.replica.streamId("notes");
    EpochSecret other = new EpochSecret(2, Secret.random(group().random, EpochSecret.LENGTH),
        Secret.random(group().random, EpochSecret.LENGTH));
    group().append(
        group().first.rekey(group().roster, other, group().random, GroupFixture.NOW));
    device.showNewestEntry();

    assertThat(device.events(SyncEvent.BadBox.class))
        .containsExactly(new SyncEvent.BadBox(group().firstId, 2));
    assertThat(device.replica.streamId("notes")).isEqualTo(notes);
    assertThat(device.store.load().epochs()).containsOnlyKeys(1);
  }

  private GroupFixture group() {
    return device.group;
  }

  @Test
  @Tag("RECV-4")
  void afterAGap_theRunningHashIsUnknown_untilAnotherDeviceSignsOneBeyondIt() {
    Position place = device.place;
    SealedBlob lost = device.bob.text("expired");
    place = place.next(lost.blobHash());
    device.frame(StreamFrames.gap(4, 4));
    assertThat(appliedPosition()).isEqualTo(new Position(ScriptedDevice.LOG, 4, empty()));

    SealedBlob unsigned = device.carol.text("signs no position");
    Position signed = place.next(unsigned.blobHash());
    device.frame(StreamFrames.deliver(5, unsigned));
    assertThat(appliedPosition().isHashKnown()).isFalse();

    SealedBlob telling = device.bob.text("signs position 5", signed);
    device.frame(StreamFrames.deliver(6, telling));

    assertThat(appliedPosition()).isEqualTo(signed.next(telling.blobHash()));
    assertThat(device.texts()).containsExactly("signs no position", "signs position 5");
    assertThat(device.events(SyncEvent.GapReported.class))
        .containsExactly(new SyncEvent.GapReported(4, 4, false));
    assertThat(device.stopped()).isNull();
  }

  @Test
  @Tag("RECV-5")
  void aGapOverEntriesThatWereToldAheadOfTheStream_isNoFork() {
    device.group.join(Role.ROLE_MEMBER);
    device.push("own");
    device.pump();
    device.frame(StreamFrames.roster(4, device.group.entries.get(3)));
    device.frame(StreamFrames.pushAck(1, 5));
    assertThat(device.replica.view().cursor()).isEqualTo(5);

    device.frame(StreamFrames.gap(4, 6));
    device.frame(StreamFrames.deliver(7, device.bob.text("goes on")));

    assertThat(device.stopped()).isNull();
    assertThat(device.texts()).containsExactly("goes on");
    assertThat(device.events(SyncEvent.GapReported.class))
        .containsExactly(new SyncEvent.GapReported(6, 6, false));
  }

  @Test
  @Tag("RECV-5")
  void aGapOverEntriesThatAreAllKnown_losesNothing() {
    device.group.join(Role.ROLE_MEMBER);
    device.frame(StreamFrames.roster(4, device.group.entries.get(3)));
    device.frame(StreamFrames.gap(4, 4));
    device.frame(StreamFrames.deliver(5, device.bob.text("goes on")));

    assertThat(device.stopped()).isNull();
    assertThat(device.texts()).containsExactly("goes on");
    assertThat(device.events(SyncEvent.GapReported.class)).isEmpty();
    assertThat(appliedPosition().isHashKnown()).isTrue();
  }

  @Test
  @Tag("RECV-4")
  void afterAGap_aPositionSignedBeforeItsEnd_bringsNothingBack() {
    Position before = device.place;
    device.frame(StreamFrames.gap(4, 6));
    device.frame(StreamFrames.deliver(7, device.bob.text("signs position 3", before)));

    assertThat(appliedPosition()).isEqualTo(new Position(ScriptedDevice.LOG, 7, empty()));
    assertThat(device.stopped()).isNull();
  }

  private static ByteString empty() {
    return ByteString.EMPTY;
  }

  private Position appliedPosition() {
    return device.store.load().applied().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(value = PayloadKind.class, names = {"PAYLOAD_KIND_VOID", "PAYLOAD_KIND_PROFILE",
      "PAYLOAD_KIND_HEARTBEAT"})
  @Tag("RECV-7")
  void whatIsNotTheApps_isNotHandedToIt_butAcknowledged(PayloadKind kind) {
    device.show(device.bob.ofKind(kind));
    device.show(device.bob.text("the app's"));

    assertThat(device.texts()).containsExactly("the app's");
    assertThat(device.events).isEmpty();
    assertThat(device.acknowledged()).isEqualTo(5);
  }

  @Test
  @Tag("RECV-8")
  void welcomeWithAPushThatTheStoreDoesNotKnow_showsAnOldCopy_andNothingIsPushed() {
    device.disconnect();
    device.push("new");
    device.frame(StreamFrames.of(device.welcome().setOwnDeviceSeq(2)));
    device.pump();

    assertOldCopy();
  }

  @Test
  @Tag("RECV-8")
  void welcomeWithAnotherPushUnderAKnownSequence_showsAClone_andNothingIsPushed() {
    device.push("ours");
    device.disconnect();
    device.frame(StreamFrames.of(
        device.welcome()
            .setOwnDeviceSeq(1)
            .setOwnPushHash(LogHashes.pushHash(ScriptedDevice.noHash(), 0))));
    device.pump();

    assertOldCopy();
  }

  @Test
  @Tag("RECV-8")
  void welcomeWithAWatermarkAheadOfTheStore_showsAnOldCopy_andNothingIsPushed() {
    device.push("new");
    device.disconnect();
    device.frame(StreamFrames.of(device.welcome().setOwnApplied(4)));
    device.pump();

    assertOldCopy();
  }

  @Test
  @Tag("RECV-8")
  void welcomeWithAWatermark_toAStoreThatWasNeverConnected_showsAnOldCopy() {
    ScriptedDevice restored = new ScriptedDevice();
    restored.frame(StreamFrames.of(restored.welcome().setOwnApplied(4)));

    assertThat(restored.stopped()).isEqualTo(StopCause.STORE_OLDER);
    assertThat(restored.events(SyncEvent.StoreIsOlder.class)).hasSize(1);
  }

  private void assertOldCopy() {
    assertThat(device.stopped()).isEqualTo(StopCause.STORE_OLDER);
    assertThat(device.events(SyncEvent.StoreIsOlder.class)).hasSize(1);
    assertThat(device.sent).isEmpty();
  }

  @Test
  void theWatermarkThatARelayBeginsWith_isNoSignOfAnOldCopy() {
    ScriptedDevice fresh = new ScriptedDevice();
    fresh.frame(StreamFrames.of(fresh.welcome().setOwnApplied(1)));

    assertThat(fresh.stopped()).isNull();
  }

  @Test
  @Tag("RECV-8")
  void firstSessionThatEndsBeforeItsFirstEntry_isNoSignOfAnOldCopy_either() {
    ScriptedDevice fresh = new ScriptedDevice();
    fresh.frame(StreamFrames.of(fresh.welcome().setOwnApplied(1)));
    fresh.disconnect();
    fresh.restart();
    fresh.frame(StreamFrames.of(fresh.welcome().setOwnApplied(1)));

    assertThat(fresh.stopped()).isNull();
  }

  @Test
  @Tag("RECV-8")
  void watermarkBehindTheRoster_afterAFirstSessionWithoutEntries_showsAnOldCopy() {
    ScriptedDevice restored = new ScriptedDevice();
    restored.frame(StreamFrames.of(restored.welcome().setOwnApplied(1)));
    restored.disconnect();
    restored.frame(StreamFrames.of(restored.welcome().setOwnApplied(4)));

    assertThat(restored.stopped()).isEqualTo(StopCause.STORE_OLDER);
  }

  @Test
  @Tag("PAIR-7")
  void everyAdd_isReportedToTheApp_memberOrAdmin() {
    SigningPeer dave = new SigningPeer(device.group, device.group.join(Role.ROLE_MEMBER));
    device.showNewestEntry();
    SigningPeer erin = new SigningPeer(device.group, device.group.join(Role.ROLE_ADMIN));
    device.showNewestEntry();

    assertThat(device.events).isEqualTo(List.of(
        new SyncEvent.DeviceJoined(dave.id, false, false),
        new SyncEvent.DeviceJoined(erin.id, true, false)));
  }
}
