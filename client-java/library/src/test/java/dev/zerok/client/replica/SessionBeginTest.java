package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.Reset;
import dev.zerok.protocol.wire.ResetReason;
import dev.zerok.protocol.wire.Role;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SessionBeginTest {
  private static final ByteString OTHER_LOG =
      ByteString.copyFrom(new byte[15]).concat(ByteString.copyFromUtf8("x"));

  private final ReplicaGroup group = ReplicaGroup.founded();
  private final FakeRelay relay = group.relay;
  private final ReplicaDevice first = group.first;

  private void answerWithAnotherLog(long ownApplied, boolean andReset) {
    relay.lieTo = first;
    relay.lie = frames -> frames.stream()
        .flatMap(frame -> frame.hasWelcome()
            ? welcomeOfAnotherLog(frame, ownApplied, andReset)
            : frame.hasCaughtUp() ? Stream.of(frame)
            : Stream.of())
        .toList();
  }

  private static Stream<RelayFrame> welcomeOfAnotherLog(RelayFrame welcome, long ownApplied,
      boolean andReset) {
    RelayFrame shown = welcome.toBuilder()
        .setWelcome(welcome.getWelcome()
            .toBuilder()
            .setLogId(OTHER_LOG)
            .setOwnApplied(ownApplied)
            .setOwnDeviceSeq(0)
            .clearOwnPushHash())
        .build();
    RelayFrame reset = RelayFrame.newBuilder()
        .setReset(Reset.newBuilder()
            .setLogId(OTHER_LOG)
            .setReason(ResetReason.RESET_REASON_UNKNOWN_LOG))
        .build();
    return andReset ? Stream.of(shown, reset) : Stream.of(shown);
  }

  @Test
  @Tag("RESET-1")
  @Tag("LOG-3")
  void relayThatLostItsData_isFollowedIntoItsNewLog_withAllOwnPushes() {
    group.join("second");
    first.push("acknowledged");
    relay.run();
    relay.disconnect(first);
    first.push("waiting");
    int pushesBefore = relay.pushes.size();
    answerWithAnotherLog(0, true);
    relay.connect(first);

    assertThat(first.stopped()).isNull();
    assertThat(first.events(SyncEvent.RelayLostData.class))
        .containsExactly(new SyncEvent.RelayLostData("it began a new log", 1));
    assertThat(first.connected).isFalse();
    assertThat(relay.pushes).hasSize(pushesBefore);
    assertThat(first.hello().getLast())
        .isEqualTo(Position.start(first.replica.view().self().group(), LogId.of(OTHER_LOG))
            .toWire());
    assertThat(first.replica.view().outboxCount()).isEqualTo(2);
    Hello before = first.hello();

    first.crash();

    assertThat(first.hello()).isEqualTo(before);
    assertThat(first.replica.view().outboxCount()).isEqualTo(2);
  }

  @Test
  @Tag("LOG-3")
  void anotherLogWithoutReset_isNotTakenForThisOne() {
    answerWithAnotherLog(0, false);
    relay.disconnect(first);
    relay.connect(first);

    assertThat(first.stopped()).isEqualTo(StopCause.RELAY_RESET);
    assertThat(first.events(SyncEvent.RelayReset.class)).hasSize(1);
  }

  @Test
  @Tag("RESET-3")
  void copyOfAStore_thatNeverSawALogInWhichItsDeviceAcknowledged_isOlder() {
    relay.disconnect(first);
    answerWithAnotherLog(7, true);
    relay.connect(first);

    assertThat(first.stopped()).isEqualTo(StopCause.STORE_OLDER);
    assertThat(first.events(SyncEvent.StoreIsOlder.class)).hasSize(1);
  }

  @Test
  @Tag("RESET-3")
  void relayThatForgotAcknowledgedPushesInTheSameLog_getsThemAgain() {
    group.join("second");
    first.push("one");
    relay.run();
    relay.disconnect(first);
    relay.lieTo = first;
    relay.lie = frames -> frames.stream()
        .filter(RelayFrame::hasWelcome)
        .map(frame -> frame.toBuilder()
            .setWelcome(
                frame.getWelcome().toBuilder().setOwnDeviceSeq(0).clearOwnPushHash())
            .build())
        .toList();
    var before = List.copyOf(relay.pushes);
    relay.connect(first);

    assertThat(first.events(SyncEvent.RelayLostData.class))
        .extracting(SyncEvent.RelayLostData::again)
        .containsExactly(1);
    assertThat(relay.pushes.subList(before.size(), relay.pushes.size())).isEqualTo(before);
  }

  @Test
  @Tag("PAIR-5")
  void aRosterThatIsNotTheInviters_isRefused_andNothingIsPushedOrApplied() throws Exception {
    ReplicaDevice joiner = group.let("joiner", Role.ROLE_MEMBER);
    joiner.store.commit(List.of(
        new StoreRecord.JoinProof(relay.roster.length(), ByteString.copyFrom(new byte[32]))));
    joiner.crash();
    first.push("not for a device that was led astray");
    relay.connect(joiner);

    assertThat(joiner.stopped()).isEqualTo(StopCause.JOIN_REFUSED);
    assertThat(joiner.texts()).isEmpty();
    joiner.crash();
    assertThat(joiner.stopped()).isEqualTo(StopCause.JOIN_REFUSED);
  }

  @Test
  @Tag("PAIR-5")
  void aRelayThatKeepsTheRosterBack_getsNoBlobIntoANewDevice() {
    ReplicaDevice joiner = group.let("joiner", Role.ROLE_MEMBER);
    first.push("one");
    relay.run();
    relay.lieTo = joiner;
    relay.lie = frames -> frames.stream().filter(frame -> !frame.hasRosterEntries()).toList();
    relay.connect(joiner);

    assertThat(joiner.stopped()).isEqualTo(StopCause.FORK);
    assertThat(joiner.texts()).isEmpty();
  }

  @Test
  void presentedChain_isTheWholeRosterInParts() {
    group.join("second");

    var parts = first.replica.chain(ByteString.copyFromUtf8("token"));

    assertThat(parts).hasSize(1);
    assertThat(parts.get(0).getMore()).isFalse();
    assertThat(parts.get(0).getAccessToken()).isEqualTo(ByteString.copyFromUtf8("token"));
    assertThat(parts.get(0).getEntriesList()).containsExactlyElementsOf(
        relay.entries.stream().map(FakeRelay.Entry::roster).toList());
  }
}
