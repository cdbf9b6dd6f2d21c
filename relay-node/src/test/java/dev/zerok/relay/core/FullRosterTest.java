package dev.zerok.relay.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.position.LogHashes;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterEntry;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FullRosterTest {
  private final GroupFixture group = GroupFixture.founded("full roster");
  private final DeviceId member = group.id(group.join(Role.ROLE_MEMBER));
  private final FakeServingRecords untouchable = new FakeServingRecords();

  @Test
  @Tag("ERR-2")
  @Tag("ROSTER-8")
  void append_behindTheLastPlaceThatDevicesHave_isRefusedAsInvalidAndNothingIsPlaced() {
    group.fillUnsigned(member, Limits.ROSTER_ENTRIES - Limits.ROSTER_ROOT_ENTRIES);
    Roster full = group.roster;
    RosterEntry entry =
        group.first.rekey(full, group.nextEpoch(), group.random, GroupFixture.NOW);
    LogId logId = LogId.of(new byte[LogId.LENGTH]);
    ByteString hash = LogHashes.start(group.groupId(), logId);
    long bytes = group.entries.stream().mapToLong(RosterEntry::getSerializedSize).sum();
    GroupState state =
        new GroupState(
            group.groupId(),
            new GroupRecord(logId, full.length(), hash, 0, bytes, 0),
            full,
            Map.of(group.firstId, DeviceRecord.added(1, 0), member, DeviceRecord.added(2, 0)),
            CheckpointRecords.NONE,
            UsageState.none());
    LiveSession session =
        state.beginSession(new SessionKey(group.groupId(), group.firstId, 1), PushRate.DEFAULT,
            PushRate.DEFAULT, 0);
    Turn turn = new Turn(untouchable.shard(), new ReleaseChains(), 1, new LastSeen(0, 1, false));

    new RosterRules(group.crypto).append(turn, state, session, entry);

    assertThat(turn.effects()).singleElement()
        .isInstanceOfSatisfying(ShardEffect.Rejected.class, rejected -> {
          assertThat(rejected.session()).isEqualTo(session.key());
          assertThat(rejected.code()).isEqualTo(ErrorCode.INVALID_MESSAGE);
          assertThat(rejected.error().getError().getMessage()).contains("ROSTER-8");
          assertThat(rejected.error().getError().getDeviceSeq()).isZero();
        });
    assertThat(state.head()).isEqualTo(full.length());
    assertThat(state.roster()).isSameAs(full);
  }
}
