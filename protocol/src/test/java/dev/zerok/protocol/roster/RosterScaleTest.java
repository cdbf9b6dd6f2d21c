package dev.zerok.protocol.roster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A roster at its limits: 1 000 devices and 10 000 entries are accepted, one more of either is not. */
class RosterScaleTest {
  private static final long NOW = GroupFixture.NOW;

  private final GroupFixture group = GroupFixture.founded("scale");

  @Test
  @Tag("ROSTER-8")
  void fullRoster_isAcceptedAndNothingBeyondIt() throws ProtocolViolation {
    RosterState state = founded();
    List<DeviceKeyPairs> devices = new ArrayList<>(List.of(group.firstKeys));
    while (devices.size() < 1_000) {
      DeviceKeyPairs keys = group.newKeys();
      state = trusted(state,
          group.first.add(group.roster, group.entryOf(keys, Role.ROLE_MEMBER), null, NOW));
      devices.add(keys);
    }
    assertThat(group.roster.devices()).hasSize(1_000);
    RosterEntry oneMore =
        group.first.add(group.roster, group.entryOf(group.newKeys(), Role.ROLE_MEMBER), null, NOW);
    assertThat(group.refusal(oneMore)).hasMessageContaining("(ROSTER-8)");

    // A Remove with its 1 000 boxes still fits one entry.
    RosterEntry remove =
        group.first.remove(
            group.roster, group.id(devices.get(999)), 0, ByteString.EMPTY, group.nextEpoch(),
            group.random, NOW);
    assertThat(remove.getSerializedSize()).isBetween(100_000, 262_144);
    state = trusted(state, remove);

    for (int i = state.length(); i < 10_000; i++) {
      Role role = i % 2 == 0 ? Role.ROLE_DORMANT : Role.ROLE_MEMBER;
      state =
          trusted(state, group.first.setRole(group.roster, group.id(devices.get(1)), role, NOW));
    }
    assertThat(group.roster.length()).isEqualTo(10_000);
    assertThat(group.refusal(group.first.close(group.roster, NOW)))
        .hasMessageContaining("(ROSTER-8)");
    assertThat(group.roster.hashAt(0)).isEqualTo(Roster.entryHash(group.entries.get(0)));
    assertThat(group.roster.epochAt(1_000)).isEqualTo(1);
    assertThat(group.roster.epochAt(10_000)).isEqualTo(2);
  }

  private RosterState founded() throws ProtocolViolation {
    return EntryRules.apply(
        KeyChecks.DONE_BEFORE, RosterState.empty(group.roster.suite(), group.groupId()),
        group.entries.get(0));
  }

  /** Appends without verifying signatures, which are not what this test is about and take nearly all of the time. */
  private RosterState trusted(RosterState state, RosterEntry entry) throws ProtocolViolation {
    RosterState next = EntryRules.apply(KeyChecks.DONE_BEFORE, state, entry);
    group.roster = new Roster(next);
    return next;
  }
}
