package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.admin.Replacement;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which entries make an admin's client sign a Rekey, and which settle that. */
class RosterDutiesTest {
  private static final long NOW = GroupFixture.NOW;

  private final GroupFixture group = GroupFixture.founded("duties");
  private final DeviceKeyPairs otherAdmin = group.join(Role.ROLE_ADMIN);
  private final DeviceKeyPairs member = group.join(Role.ROLE_MEMBER);
  private final DeviceKeyPairs leaving = group.join(Role.ROLE_MEMBER);

  @Test
  @Tag("ROSTER-12")
  void leave_isAnsweredByEveryAdminAndByNobodyElse() {
    assertThat(owesRekey(group.firstKeys)).isFalse();

    leave();

    assertThat(owesRekey(group.firstKeys)).isTrue();
    assertThat(owesRekey(otherAdmin)).isTrue();
    assertThat(owesRekey(member)).isFalse();
    assertThat(owesRekey(leaving)).isFalse();
  }

  @Test
  @Tag("ROSTER-12")
  void leave_isOwedForUntilANewEpochBegins() {
    leave();
    group.join(Role.ROLE_MEMBER);
    group.append(group.first.setRole(group.roster, group.id(member), Role.ROLE_DORMANT, NOW));
    assertThat(owesRekey(group.firstKeys)).isTrue();

    group.append(group.first.rekey(group.roster, group.nextEpoch(), group.random, NOW));

    assertThat(owesRekey(group.firstKeys)).isFalse();
    assertThat(owesRekey(otherAdmin)).isFalse();
  }

  @Test
  @Tag("ROSTER-12")
  void leave_isSettledByARemove() {
    leave();

    group.append(
        group.first.remove(
            group.roster, group.id(member), 0, ByteString.EMPTY, group.nextEpoch(), group.random,
            NOW));

    assertThat(owesRekey(group.firstKeys)).isFalse();
  }

  @Test
  @Tag("ROSTER-12")
  void leave_isSettledByAnAddThatReplaces() {
    leave();

    group.append(
        group.first.add(
            group.roster, group.entryOf(group.newKeys(), Role.ROLE_MEMBER),
            new Replacement(group.id(member), group.nextEpoch(), group.random), NOW));

    assertThat(owesRekey(group.firstKeys)).isFalse();
  }

  @Test
  @Tag("ROSTER-12")
  void leave_inAGroupThatWasClosed_isNotAnswered() {
    leave();

    group.append(group.first.close(group.roster, NOW));

    assertThat(owesRekey(group.firstKeys)).isFalse();
  }

  @Test
  void badBox_isAnsweredWithANewEpoch() {
    group.append(group.first.rekey(group.roster, group.nextEpoch(), group.random, NOW));

    group.append(group.signer(member).badBox(group.roster, 2, NOW));

    assertThat(owesRekey(group.firstKeys)).isTrue();
    assertThat(owesRekey(member)).isFalse();
  }

  private void leave() {
    group.append(group.signer(leaving).leave(group.roster, NOW));
  }

  private boolean owesRekey(DeviceKeyPairs device) {
    return RosterDuties.owesRekey(group.roster, group.entries, group.id(device));
  }
}
