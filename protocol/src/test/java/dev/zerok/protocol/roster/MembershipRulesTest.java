package dev.zerok.protocol.roster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.admin.Replacement;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.Rekey;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.protocol.wire.RosterEntry;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who may be removed, replaced, demoted, and who may report a box. */
class MembershipRulesTest {
  private static final long NOW = GroupFixture.NOW;
  private static final ByteString HASH = ByteString.copyFrom(new byte[32]);

  private final GroupFixture group = GroupFixture.founded("membership");

  @Test
  @Tag("ROSTER-6")
  void remove_ofTheSignerOrOfADeviceOutsideTheGroup_isRefused() {
    DeviceKeyPairs left = group.join(Role.ROLE_MEMBER);
    group.append(group.signer(left).leave(group.roster, NOW));

    assertRefused("ROSTER-6", remove(group.firstId, 0, ByteString.EMPTY));
    assertRefused("ROSTER-6", remove(group.id(left), 0, ByteString.EMPTY));
    assertRefused("ROSTER-6", remove(group.id(group.newKeys()), 0, ByteString.EMPTY));
  }

  @Test
  @Tag("ROSTER-6")
  void remove_namesASequenceWithItsHashOrNeither() {
    DeviceId member = group.id(group.join(Role.ROLE_MEMBER));

    assertRefused("ROSTER-6", remove(member, 5, ByteString.EMPTY));
    assertRefused("ROSTER-6", remove(member, 0, HASH));
    assertRefused("ROSTER-6", remove(member, 5, HASH.substring(1)));
    assertRefused("ROSTER-6", remove(member, -1, HASH));
    group.append(remove(member, Long.MAX_VALUE, HASH));
  }

  @Test
  @Tag("ROSTER-6")
  void remove_ofAnIdThatIsNoId_isRefused() {
    DeviceId member = group.id(group.join(Role.ROLE_MEMBER));
    RosterBody.Builder body = GroupFixture.bodyOf(remove(member, 0, ByteString.EMPTY)).toBuilder();
    body.getRemoveBuilder().setDeviceId(member.bytes().substring(1));

    assertThat(group.refusal(group.signed(group.firstKeys.sign(), body)).code())
        .isEqualTo(ErrorCode.INVALID_MESSAGE);
  }

  @Test
  @Tag("ROSTER-6")
  void replaces_namesADeviceOfTheGroupOtherThanTheSigner() {
    assertRefused("ROSTER-6", addReplacing(group.firstId));
    assertRefused("ROSTER-6", addReplacing(group.id(group.newKeys())));

    DeviceKeyPairs lost = group.join(Role.ROLE_MEMBER);
    group.append(addReplacing(group.id(lost)));
    assertRefused("ROSTER-6", addReplacing(group.id(lost)));
  }

  @Test
  @Tag("ROSTER-5")
  void add_carriesANewEpochExactlyWhenItReplaces() {
    DeviceId lost = group.id(group.join(Role.ROLE_MEMBER));
    RosterBody.Builder replacing = GroupFixture.bodyOf(addReplacing(lost)).toBuilder();
    RosterBody.Builder plain =
        GroupFixture
            .bodyOf(group.first.add(group.roster,
                group.entryOf(group.newKeys(), Role.ROLE_MEMBER), null, NOW))
            .toBuilder();

    RosterBody.Builder without = replacing.clone();
    without.getAddBuilder().clearRekey();
    assertRefused("ROSTER-5", group.signed(group.firstKeys.sign(), without));
    RosterBody.Builder empty = plain.clone();
    empty.getAddBuilder().setRekey(Rekey.getDefaultInstance());
    assertRefused("ROSTER-5", group.signed(group.firstKeys.sign(), empty));
    RosterBody.Builder needless = plain.clone();
    needless.getAddBuilder()
        .setRekey(
            GroupFixture
                .bodyOf(group.first.rekey(group.roster, group.epoch.next(group.random),
                    group.random, NOW))
                .getRekey());
    assertRefused("ROSTER-5", group.signed(group.firstKeys.sign(), needless));
    RosterBody.Builder forTheLostOne = replacing.clone();
    forTheLostOne.getAddBuilder().getRekeyBuilder().getBoxesBuilder(1).setDeviceId(lost.bytes());
    assertRefused("ROSTER-5", group.signed(group.firstKeys.sign(), forTheLostOne));
    group.append(group.signed(group.firstKeys.sign(), replacing));
  }

  @Test
  @Tag("ROSTER-7")
  void lastAdmin_canNeitherLeaveNorBeDemoted() {
    group.join(Role.ROLE_MEMBER);

    assertRefused("ROSTER-7", group.first.leave(group.roster, NOW));
    assertRefused("ROSTER-7",
        group.first.setRole(group.roster, group.firstId, Role.ROLE_MEMBER, NOW));
    assertRefused("ROSTER-7",
        group.first.setRole(group.roster, group.firstId, Role.ROLE_DORMANT, NOW));

    DeviceKeyPairs second = group.join(Role.ROLE_ADMIN);
    group.append(group.first.leave(group.roster, NOW));
    assertRefused("ROSTER-7", group.signer(second).leave(group.roster, NOW));
  }

  @Test
  @Tag("ROSTER-7")
  void reset_withoutAnAdmin_isRefused() {
    DeviceEntry member =
        group.roster.entryOf(group.firstId)
            .orElseThrow()
            .toBuilder()
            .setRole(Role.ROLE_MEMBER)
            .build();

    assertRefused("ROSTER-7", reset(List.of(member)));
    assertRefused("ROSTER-7", reset(List.of()));
  }

  @Test
  @Tag("ROSTER-3")
  void reset_whoseDevicesDoNotAscend_isRefused() {
    group.join(Role.ROLE_MEMBER);
    List<DeviceEntry> ascending =
        group.roster.devices()
            .keySet()
            .stream()
            .map(id -> group.roster.entryOf(id).orElseThrow())
            .toList();
    RosterBody.Builder good = GroupFixture.bodyOf(reset(ascending)).toBuilder();

    RosterBody.Builder swapped = good.clone();
    swapped.getResetBuilder().setDevices(0, ascending.get(1)).setDevices(1, ascending.get(0));
    assertRefused("ROSTER-3", group.signed(group.root.sign(), swapped));
    RosterBody.Builder doubled = good.clone();
    doubled.getResetBuilder().setDevices(1, ascending.get(0));
    assertRefused("ROSTER-3", group.signed(group.root.sign(), doubled));
    group.append(group.signed(group.root.sign(), good));
  }

  @Test
  void setRole_toAnUnknownRoleOrOfADeviceOutsideTheGroup_isRefused() {
    DeviceId member = group.id(group.join(Role.ROLE_MEMBER));
    RosterBody.Builder body =
        GroupFixture.bodyOf(group.first.setRole(group.roster, member, Role.ROLE_ADMIN, NOW))
            .toBuilder();

    for (int role : List.of(0, 4)) {
      RosterBody.Builder unknown = body.clone();
      unknown.getSetRoleBuilder().setRoleValue(role);
      assertRefused("ROSTER-1", group.signed(group.firstKeys.sign(), unknown));
    }
    assertRefused("ROSTER-1",
        group.first.setRole(group.roster, group.id(group.newKeys()), Role.ROLE_ADMIN, NOW));
  }

  @Test
  @Tag("ROSTER-8")
  void setRole_toTheRoleThatTheDeviceHas_isRefused() {
    DeviceId member = group.id(group.join(Role.ROLE_MEMBER));

    assertRefused("ROSTER-8",
        group.first.setRole(group.roster, group.firstId, Role.ROLE_ADMIN, NOW));
    for (Role role : List.of(Role.ROLE_MEMBER, Role.ROLE_DORMANT, Role.ROLE_ADMIN)) {
      if (role != Role.ROLE_MEMBER) {
        group.append(group.first.setRole(group.roster, member, role, NOW));
      }
      assertRefused("ROSTER-8", group.first.setRole(group.roster, member, role, NOW));
    }
  }

  @Test
  @Tag("ROSTER-11")
  void badBox_ofAnEpochWithoutABoxForTheSigner_isRefused() {
    DeviceKeyPairs late = group.join(Role.ROLE_MEMBER);

    assertRefused("ROSTER-11", group.signer(late).badBox(group.roster, 1, NOW));
    assertRefused("ROSTER-11", group.first.badBox(group.roster, 2, NOW));
    assertRefused("ROSTER-11", group.first.badBox(group.roster, 0, NOW));
    group.append(group.first.badBox(group.roster, 1, NOW));
  }

  @Test
  @Tag("ROSTER-11")
  void badBox_forTheSameEpochAgain_isRefused() {
    group.append(group.first.badBox(group.roster, 1, NOW));

    assertRefused("ROSTER-11", group.first.badBox(group.roster, 1, NOW));
    group.append(group.first.rekey(group.roster, group.nextEpoch(), group.random, NOW));
    group.append(group.first.badBox(group.roster, 2, NOW));
  }

  private RosterEntry remove(DeviceId device, long lastSeq, ByteString lastHash) {
    return group.first.remove(group.roster, device, lastSeq, lastHash,
        group.epoch.next(group.random), group.random, NOW);
  }

  private RosterEntry addReplacing(DeviceId replaced) {
    return group.first.add(
        group.roster, group.entryOf(group.newKeys(), Role.ROLE_MEMBER),
        new Replacement(replaced, group.epoch.next(group.random), group.random), NOW);
  }

  private RosterEntry reset(List<DeviceEntry> devices) {
    return group.rootSigner.reset(group.roster, devices, group.epoch.next(group.random),
        group.random, NOW);
  }

  private void assertRefused(String rule, RosterEntry entry) {
    ProtocolViolation refusal = group.refusal(entry);
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_MESSAGE);
    assertThat(refusal).hasMessageContaining("(" + rule + ")");
  }
}
