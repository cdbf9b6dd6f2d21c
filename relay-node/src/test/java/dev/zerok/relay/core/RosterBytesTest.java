package dev.zerok.relay.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.position.LogHashes;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterEntry;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RosterBytesTest {
  private final GroupFixture group = GroupFixture.founded("roster bytes");
  private final FakeServingRecords untouchable = new FakeServingRecords();

  @Test
  @Tag("ERR-2")
  void append_toARosterThatNoRosterPresentCouldCarry_isRefusedAndNothingIsPlaced() {
    RosterEntry entry =
        group.first.rekey(group.roster, group.nextEpoch(), group.random, GroupFixture.NOW);
    long full = Limits.PRESENTED_CHAIN_BYTES - entry.getSerializedSize() + 1L;
    LogId logId = LogId.of(new byte[LogId.LENGTH]);
    ByteString hash = LogHashes.start(group.groupId(), logId);
    GroupState state =
        new GroupState(
            group.groupId(),
            new GroupRecord(logId, 1, hash, 0, full, 0),
            group.roster,
            Map.of(group.firstId, DeviceRecord.added(1, 0)),
            CheckpointRecords.NONE,
            UsageState.none());
    LiveSession session =
        state.beginSession(new SessionKey(group.groupId(), group.firstId, 1), PushRate.DEFAULT,
            PushRate.DEFAULT, 0);
    Turn turn = new Turn(untouchable.shard(), new ReleaseChains(), 1, new LastSeen(0, 1, false));

    new RosterRules(group.crypto).append(turn, state, session, entry);

    ErrorCode code = ErrorCode.GROUP_QUOTA_EXCEEDED;
    RelayFrame error = RelayFrame.newBuilder().setError(ErrorFrames.of(code)).build();
    assertThat(turn.effects())
        .containsExactly(new ShardEffect.Rejected(session.key(), code, error));
    assertThat(state.head()).isEqualTo(1);
    assertThat(state.roster()).isSameAs(group.roster);
  }
}
