package dev.zerok.protocol.roster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.admin.Replacement;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.epoch.EpochBoxes;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.roster.RosterChange.BadBoxReported;
import dev.zerok.protocol.roster.RosterChange.DeviceAdded;
import dev.zerok.protocol.roster.RosterChange.DeviceLeft;
import dev.zerok.protocol.roster.RosterChange.DeviceRemoved;
import dev.zerok.protocol.roster.RosterChange.EpochChanged;
import dev.zerok.protocol.roster.RosterChange.GroupClosed;
import dev.zerok.protocol.roster.RosterChange.RoleChanged;
import dev.zerok.protocol.roster.RosterChange.RosterWasReset;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.Rekey;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.protocol.wire.RosterHead;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every kind of entry does to a roster. */
class RosterEffectsTest {
  private static final ByteString HASH = ByteString.copyFrom(new byte[32]);

  private final GroupFixture group = GroupFixture.founded("effects");

  @Test
  @Tag("ROSTER-1")
  void genesis_makesAGroupOfOneAdminInEpochOne() {
    RosterDevice first = group.roster.devices().get(group.firstId);

    assertThat(group.roster.length()).isEqualTo(1);
    assertThat(group.roster.epoch()).isEqualTo(1);
    assertThat(group.roster.devices().keySet()).containsExactly(group.firstId);
    assertThat(first)
        .isEqualTo(
            new RosterDevice(
                group.firstId,
                ByteString.copyFrom(group.firstKeys.noise().publicKey()),
                ByteString.copyFrom(group.firstKeys.sign().publicKey()),
                ByteString.copyFrom(group.firstKeys.seal().publicKey()),
                Role.ROLE_ADMIN,
                0));
    assertThat(group.roster.rootKey())
        .isEqualTo(ByteString.copyFrom(group.root.sign().publicKey()));
    assertThat(group.roster.rootSealKey())
        .isEqualTo(ByteString.copyFrom(group.root.seal().publicKey()));
    assertThat(group.roster.changes())
        .containsExactly(new DeviceAdded(first, null),
            new EpochChanged(1, lastBody().getGenesis().getRekey()));
  }

  @Test
  void add_takesADeviceInWithoutANewEpoch() {
    DeviceKeyPairs member = group.join(Role.ROLE_MEMBER);

    RosterDevice added = group.roster.devices().get(group.id(member));
    assertThat(added.isAdmin()).isFalse();
    assertThat(added.addedAt()).isEqualTo(1);
    assertThat(group.roster.epoch()).isEqualTo(1);
    assertThat(group.roster.changes()).containsExactly(new DeviceAdded(added, group.firstId));
    assertThat(group.roster.byNoiseKey(added.noiseKey())).contains(added);
    assertThat(group.roster.byNoiseKey(added.signKey())).isEmpty();
  }

  @Test
  @Tag("ROSTER-6")
  void add_thatReplaces_putsTheReplacedDeviceOutAndBeginsAnEpoch() {
    DeviceKeyPairs lost = group.join(Role.ROLE_MEMBER);
    RosterDevice lostDevice = group.roster.devices().get(group.id(lost));
    DeviceKeyPairs fresh = group.newKeys();

    EpochSecret next = group.nextEpoch();
    group.append(
        group.first.add(
            group.roster, group.entryOf(fresh, Role.ROLE_MEMBER),
            new Replacement(group.id(lost), next, group.random), GroupFixture.NOW));

    Departure departure = Departure.at(2, Departure.Kind.REPLACED);
    RosterDevice freshDevice = group.roster.devices().get(group.id(fresh));
    assertThat(group.roster.devices().keySet()).containsExactlyInAnyOrder(group.firstId,
        group.id(fresh));
    assertThat(group.roster.departure(group.id(lost))).contains(departure);
    Rekey rekey = lastBody().getAdd().getRekey();
    assertThat(group.roster.epoch()).isEqualTo(2);
    assertThat(group.roster.commitment())
        .isEqualTo(EpochBoxes.commitment(group.crypto, group.groupId(), next));
    assertThat(rekey.getBoxesList().stream().map(box -> DeviceId.of(box.getDeviceId())).toList())
        .containsExactlyElementsOf(group.roster.devices().keySet());
    assertThat(group.roster.changes())
        .containsExactly(
            new DeviceRemoved(lostDevice, departure, group.firstId),
            new DeviceAdded(freshDevice, group.firstId),
            new EpochChanged(2, rekey));
  }

  @Test
  @Tag("ROSTER-6")
  void remove_putsTheDeviceOutBehindTheNamedSequenceAndBeginsAnEpoch() {
    DeviceKeyPairs member = group.join(Role.ROLE_MEMBER);
    RosterDevice device = group.roster.devices().get(group.id(member));

    group.append(
        group.first.remove(
            group.roster, device.id(), 7, HASH, group.nextEpoch(), group.random, GroupFixture.NOW));

    Departure departure = new Departure(Departure.Kind.REMOVED, 2, 7, HASH);
    assertThat(group.roster.devices().keySet()).containsExactly(group.firstId);
    assertThat(group.roster.departure(device.id())).contains(departure);
    assertThat(group.roster.byNoiseKey(device.noiseKey())).isEmpty();
    assertThat(group.roster.everKnown(device.id())).contains(device);
    assertThat(group.roster.epoch()).isEqualTo(2);
    assertThat(group.roster.changes())
        .containsExactly(
            new DeviceRemoved(device, departure, group.firstId),
            new EpochChanged(2, lastBody().getRemove().getRekey()));
  }

  @Test
  @Tag("ROSTER-5")
  void rekey_beginsTheNextEpochForExactlyTheDevicesOfTheGroup() {
    DeviceKeyPairs member = group.join(Role.ROLE_MEMBER);

    EpochSecret next = group.nextEpoch();
    group.append(group.first.rekey(group.roster, next, group.random, GroupFixture.NOW));

    Rekey rekey = lastBody().getRekey();
    assertThat(group.roster.epoch()).isEqualTo(2);
    assertThat(group.roster.commitment()).isEqualTo(rekey.getCommitment());
    assertThat(group.roster.commitmentOf(2)).contains(rekey.getCommitment());
    assertThat(group.roster.commitmentOf(3)).isEmpty();
    assertThat(rekey.getBoxesList().stream().map(box -> DeviceId.of(box.getDeviceId())).toList())
        .containsExactlyInAnyOrder(group.firstId, group.id(member))
        .isSorted();
    assertThat(group.roster.epochAt(0)).isZero();
    assertThat(group.roster.epochAt(1)).isEqualTo(1);
    assertThat(group.roster.epochAt(2)).isEqualTo(1);
    assertThat(group.roster.epochAt(3)).isEqualTo(2);
  }

  @Test
  void leave_putsTheLeavingDeviceOutAndKeepsTheEpoch() {
    DeviceKeyPairs member = group.join(Role.ROLE_MEMBER);
    RosterDevice device = group.roster.devices().get(group.id(member));

    group.append(group.signer(member).leave(group.roster, GroupFixture.NOW));

    Departure departure = Departure.at(2, Departure.Kind.LEFT);
    assertThat(group.roster.devices().keySet()).containsExactly(group.firstId);
    assertThat(group.roster.epoch()).isEqualTo(1);
    assertThat(group.roster.changes()).containsExactly(new DeviceLeft(device, departure));
  }

  @Test
  void setRole_changesTheRoleAndNothingElse() {
    DeviceId member = group.id(group.join(Role.ROLE_MEMBER));

    for (Role role : List.of(Role.ROLE_DORMANT, Role.ROLE_ADMIN, Role.ROLE_MEMBER)) {
      Role before = group.roster.devices().get(member).role();
      group.append(group.first.setRole(group.roster, member, role, GroupFixture.NOW));

      RosterDevice changed = group.roster.devices().get(member);
      assertThat(changed.role()).isEqualTo(role);
      assertThat(changed.isDormant()).isEqualTo(role == Role.ROLE_DORMANT);
      assertThat(group.roster.everKnown(member)).contains(changed);
      assertThat(group.roster.changes()).containsExactly(new RoleChanged(changed, before));
    }
  }

  @Test
  @Tag("ROSTER-4")
  void reset_replacesTheListAndKeepsDevicesOfTheGroupWithTheirOwnKeys() {
    DeviceId staying = group.id(group.join(Role.ROLE_MEMBER));
    DeviceKeyPairs fresh = group.newKeys();
    RosterDevice firstDevice = group.roster.devices().get(group.firstId);
    List<DeviceEntry> listed =
        List.of(entryOf(staying, Role.ROLE_ADMIN), group.entryOf(fresh, Role.ROLE_MEMBER));

    group.append(group.rootSigner.reset(group.roster, listed, group.nextEpoch(), group.random,
        GroupFixture.NOW));

    Roster roster = group.roster;
    assertThat(roster.devices().keySet()).containsExactlyInAnyOrder(staying, group.id(fresh));
    assertThat(roster.devices().get(staying).addedAt()).isEqualTo(1);
    assertThat(roster.devices().get(staying).isAdmin()).isTrue();
    assertThat(roster.departure(staying)).isEmpty();
    assertThat(roster.departure(group.firstId)).contains(Departure.at(2, Departure.Kind.RESET));
    assertThat(roster.epoch()).isEqualTo(2);
    assertThat(roster.changes())
        .containsExactlyInAnyOrder(
            new RosterWasReset(2),
            new DeviceRemoved(firstDevice, Departure.at(2, Departure.Kind.RESET), null),
            new RoleChanged(roster.devices().get(staying), Role.ROLE_MEMBER),
            new DeviceAdded(roster.devices().get(group.id(fresh)), null),
            new EpochChanged(2, lastBody().getReset().getRekey()));
  }

  @Test
  @Tag("ROSTER-8")
  void close_byAnAdminOrTheRoot_endsTheGroup() {
    Roster open = group.roster;

    group.append(group.first.close(open, GroupFixture.NOW));
    assertThat(group.roster.closed()).isTrue();
    assertThat(group.roster.changes()).containsExactly(new GroupClosed(group.firstId));

    group.roster = open;
    group.append(group.rootSigner.close(open, GroupFixture.NOW));
    assertThat(group.roster.closed()).isTrue();
    assertThat(group.roster.changes()).containsExactly(new GroupClosed(null));
  }

  @Test
  @Tag("ROSTER-11")
  void badBox_isAnEventAndChangesNothing() {
    DeviceKeyPairs member = group.join(Role.ROLE_MEMBER);
    group
        .append(group.first.rekey(group.roster, group.nextEpoch(), group.random, GroupFixture.NOW));
    Roster before = group.roster;

    group.append(group.signer(member).badBox(group.roster, 2, GroupFixture.NOW));

    assertThat(group.roster.devices()).isEqualTo(before.devices());
    assertThat(group.roster.epoch()).isEqualTo(2);
    assertThat(group.roster.changes()).containsExactly(new BadBoxReported(group.id(member), 2));
  }

  @Test
  void append_leavesTheFormerRosterAsItWas() {
    Roster before = group.roster;
    RosterHead head = before.head();

    DeviceId member = group.id(group.join(Role.ROLE_MEMBER));

    assertThat(before.length()).isEqualTo(1);
    assertThat(before.head()).isEqualTo(head);
    assertThat(before.device(member)).isEmpty();
    assertThat(before.everKnown(member)).isEmpty();
    assertThat(group.roster.hashAt(0)).isEqualTo(head.getHash());
  }

  @Test
  @Tag("ROSTER-10")
  void contains_isTrueForPlacesOfThisChainOnly() {
    RosterHead founded = group.roster.head();
    group.join(Role.ROLE_MEMBER);
    RosterHead head = group.roster.head();

    assertThat(group.roster.contains(RosterHead.getDefaultInstance())).isTrue();
    assertThat(group.roster.contains(founded)).isTrue();
    assertThat(group.roster.contains(head)).isTrue();
    assertThat(group.roster.contains(head.toBuilder().setLength(1).build())).isFalse();
    assertThat(group.roster.contains(head.toBuilder().setLength(3).build())).isFalse();
    assertThat(group.roster.contains(head.toBuilder().setLength(-1).build())).isFalse();
    assertThat(group.roster.contains(head.toBuilder().setLength(0).build())).isFalse();
    assertThat(group.roster.contains(head.toBuilder().clearHash().build())).isFalse();
  }

  @Test
  void replayAndRestore_giveTheSameRosterAsAppending() throws Exception {
    DeviceKeyPairs member = group.join(Role.ROLE_ADMIN);
    group.append(group.signer(member)
        .rekey(group.roster, group.nextEpoch(), group.random, GroupFixture.NOW));

    Roster replayed = Roster.replay(group.crypto, Suite.STD1, group.groupId(), group.entries);
    Roster restored = Roster.restore(Suite.STD1, group.groupId(), group.entries);

    for (Roster other : List.of(replayed, restored)) {
      assertThat(other.head()).isEqualTo(group.roster.head());
      assertThat(other.devices()).isEqualTo(group.roster.devices());
      assertThat(other.epoch()).isEqualTo(2);
    }
  }

  private DeviceEntry entryOf(DeviceId id, Role role) {
    return group.roster.entryOf(id).orElseThrow().toBuilder().setRole(role).build();
  }

  private RosterBody lastBody() {
    return GroupFixture.bodyOf(group.entries.get(group.entries.size() - 1));
  }
}
