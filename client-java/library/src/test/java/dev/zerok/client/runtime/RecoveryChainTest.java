package dev.zerok.client.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zerok.client.model.SyncProblem;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the recovery kit makes of a group's roster (ADMIT-7). */
class RecoveryChainTest {
  private static final int MORE_THAN_ONE_ENTRY_HOLDS = 740;

  private final GroupFixture group = GroupFixture.founded("recovered");
  private final DeviceKeyPairs keys = group.newKeys();

  private RecoveryChain.Renewed recover(boolean keepOthers) throws Exception {
    return RecoveryChain.after(group.entries, group.crypto, group.root, keys, keepOthers,
        group.random, GroupFixture.NOW);
  }

  @Test
  @Tag("ADMIT-7")
  void newDevice_isTheOnlyOne_andTheStreamSecretStays() throws Exception {
    group.join(Role.ROLE_MEMBER);

    RecoveryChain.Renewed renewed = recover(false);

    Roster roster = Roster.replay(group.crypto, Suite.STD1, group.groupId(), renewed.entries());
    assertThat(roster.devices().keySet()).containsExactly(group.id(keys));
    assertThat(roster.epoch()).isEqualTo(2).isEqualTo(renewed.epoch().epoch());
    assertThat(renewed.epoch().streamSecret().expose())
        .isEqualTo(group.epoch.streamSecret().expose());
    assertThat(renewed.epoch().secret().expose()).isNotEqualTo(group.epoch.secret().expose());
  }

  @Test
  @Tag("ADMIT-7")
  @Tag("ROSTER-13")
  void streamSecret_isTheGroupsFirst_whateverALaterBoxHolds() throws Exception {
    EpochSecret lie = new EpochSecret(2, Secret.random(group.random, EpochSecret.LENGTH),
        Secret.random(group.random, EpochSecret.LENGTH));
    group.append(group.first.rekey(group.roster, lie, group.random, GroupFixture.NOW));

    RecoveryChain.Renewed renewed = recover(false);

    assertThat(renewed.epoch().streamSecret().matches(group.epoch.streamSecret())).isTrue();
    assertThat(renewed.epoch().epoch()).isEqualTo(3);
  }

  @Test
  @Tag("ADMIT-7")
  void closedGroup_staysClosed() {
    group.append(group.rootSigner.close(group.roster, GroupFixture.NOW));

    assertThatThrownBy(() -> recover(false)).isInstanceOfSatisfying(SyncProblem.class,
        problem -> assertThat(problem.reason()).isEqualTo(SyncProblem.Reason.KIT_REFUSED));
  }

  @Test
  @Tag("ROSTER-8")
  void moreDevicesThanOneEntryHolds_areRefusedWithTheLimit_andWithoutThemItWorks()
      throws Exception {
    for (int i = 0; i < MORE_THAN_ONE_ENTRY_HOLDS; i++) {
      group.join(Role.ROLE_MEMBER);
    }

    assertThatThrownBy(() -> recover(true))
        .isInstanceOfSatisfying(SyncProblem.class,
            problem -> assertThat(problem.reason()).isEqualTo(SyncProblem.Reason.TOO_LARGE))
        .hasMessageContaining("742 devices")
        .hasMessageContaining("262144");
    assertThat(recover(false).entries()).hasSize(MORE_THAN_ONE_ENTRY_HOLDS + 2);
  }
}
