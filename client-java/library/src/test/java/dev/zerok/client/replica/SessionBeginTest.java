package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.Reset;
import dev.zerok.protocol.wire.ResetReason;
import dev.zerok.protocol.wire.Role;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SessionBeginTest {
  private static final ByteString OTHER_LOG =
      ByteString.copyFrom(new byte[15]).concat(ByteString.copyFromUtf8("x"));

  private final ReplicaGroup group = ReplicaGroup.founded();
  private final FakeRelay relay = group.relay;
  private final ReplicaDevice first = group.first;

  @Test
  @Tag("LOG-3")
  void aRelayThatLostItsData_isReported_andTheOutboxLosesNothing() {
    relay.disconnect(first);
    first.push("before");
    relay.lieTo = first;
    relay.lie = frames -> frames.stream()
        .filter(RelayFrame::hasWelcome)
        .flatMap(frame -> List.of(
            frame.toBuilder()
                .setWelcome(frame.getWelcome().toBuilder().setLogId(OTHER_LOG))
                .build(),
            RelayFrame.newBuilder()
                .setReset(Reset.newBuilder()
                    .setLogId(OTHER_LOG)
                    .setReason(ResetReason.RESET_REASON_UNKNOWN_LOG))
                .build())
            .stream())
        .toList();
    relay.connect(first);
    assertThat(first.stopped()).isEqualTo(StopCause.RELAY_RESET);
    assertThat(first.events(SyncEvent.RelayReset.class)).hasSize(1);
    assertThat(relay.pushes).isEmpty();

    first.push("after");
    first.crash();

    assertThat(first.replica.view().outboxCount()).isEqualTo(2);
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
