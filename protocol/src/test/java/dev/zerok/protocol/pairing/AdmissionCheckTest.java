package dev.zerok.protocol.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.admin.JoinSignatures;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.PairAdmit;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterHead;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AdmissionCheckTest {
  private final GroupFixture group = GroupFixture.founded("admission");
  private final DeviceKeyPairs phone = group.newKeys();
  private final DeviceId phoneId = phone.deviceId(group.crypto, group.groupId());
  private final Roster before = group.roster;
  private final Roster joined = joined();
  private final PairAdmission honest = admission(joined.head(), group.epoch);

  @Test
  @Tag("PAIR-5")
  void requireAdmitted_theInvitersRosterOrALongerOne_isAccepted() throws Exception {
    check(honest, joined, phoneId);
    EpochSecret next = group.epoch.next(group.random);
    group.append(group.first.rekey(group.roster, next, group.random, GroupFixture.NOW));
    check(honest, group.roster, phoneId);
  }

  @Test
  @Tag("PAIR-5")
  void requireAdmitted_aRosterWithoutThatHead_isRefused() {
    RosterHead other = joined.head().toBuilder().setHash(ByteString.copyFrom(new byte[32])).build();

    assertRefused(honest, before, phoneId);
    assertRefused(admission(other, group.epoch), joined, phoneId);
  }

  @Test
  @Tag("PAIR-5")
  void requireAdmitted_anotherEntryThanTheOwnAdd_isRefused() {
    assertRefused(admission(before.head(), group.epoch), joined, phoneId);
    assertRefused(honest, joined, group.firstId);
    assertRefused(honest, joined, group.newKeys().deviceId(group.crypto, group.groupId()));
  }

  @Test
  @Tag("PAIR-5")
  void requireAdmitted_withSecretsThatTheRosterDoesNotCommitTo_isRefused() {
    EpochSecret other = EpochSecret.first(group.random);
    EpochSecret otherEpoch = group.epoch.next(group.random);

    assertRefused(admission(joined.head(), other), joined, phoneId);
    assertRefused(admission(joined.head(), otherEpoch), joined, phoneId);
  }

  @Test
  @Tag("PAIR-5")
  void requireAdmitted_withOtherSecretsThanThoseOfAnEpochThatIsOver_isRefused() {
    EpochSecret next = group.epoch.next(group.random);
    group.append(group.first.rekey(group.roster, next, group.random, GroupFixture.NOW));

    assertRefused(
        admission(joined.head(), EpochSecret.first(group.random)), group.roster, phoneId);
  }

  @Test
  @Tag("PAIR-5")
  void requireAdmitted_aResetThatListsTheDevice_isNoAdd() {
    DeviceKeyPairs fresh = group.newKeys();
    EpochSecret next = group.nextEpoch();
    group.append(
        group.rootSigner.reset(
            group.roster, List.of(group.entryOf(fresh, Role.ROLE_ADMIN)), next, group.random,
            GroupFixture.NOW));

    assertRefused(admission(group.roster.head(), next), group.roster, group.id(fresh));
  }

  @Test
  void fromWire_withAFieldOfTheWrongSize_isRefused() throws Exception {
    PairAdmit wire = honest.toWire();
    ByteString short31 = ByteString.copyFrom(new byte[31]);

    assertThat(PairAdmission.fromWire(wire).toWire()).isEqualTo(wire);
    for (PairAdmit.Builder wrong : List.of(
        wire.toBuilder().setEpoch(0),
        wire.toBuilder().setEpoch(-1),
        wire.toBuilder().setEpochSecret(short31),
        wire.toBuilder().setStreamSecret(short31),
        wire.toBuilder().clearRosterHead(),
        wire.toBuilder().clearSeen(),
        wire.toBuilder().setSeen(wire.getSeen().toBuilder().setCursor(0)),
        wire.toBuilder().setSeen(wire.getSeen().toBuilder().clearRunningHash()),
        wire.toBuilder().addCheckpointHashes(short31))) {
      assertThrows(PairingFailure.class, () -> PairAdmission.fromWire(wrong.build()));
    }
  }

  @Test
  void toString_ofAnAdmission_holdsNoSecret() {
    assertThat(honest.toString()).isEqualTo("PairAdmission[roster of 2, epoch 1]");
  }

  private Roster joined() {
    DeviceEntry entry =
        JoinSignatures.entry(
            group.crypto,
            group.groupId(),
            phone,
            Role.ROLE_MEMBER,
            ByteString.copyFrom(group.random.bytes(32)));
    group.append(group.first.add(group.roster, entry, null, GroupFixture.NOW));
    return group.roster;
  }

  private PairAdmission admission(RosterHead head, EpochSecret epoch) {
    Position seen = Position.start(group.groupId(), LogId.of(new byte[16])).next(before.hashAt(0));
    return new PairAdmission(head, epoch, seen, List.of());
  }

  private void check(PairAdmission admission, Roster roster, DeviceId own)
      throws ProtocolViolation {
    AdmissionCheck.requireAdmitted(group.crypto, group.groupId(), admission, roster, own);
  }

  private void assertRefused(PairAdmission admission, Roster roster, DeviceId own) {
    ProtocolViolation refused =
        assertThrows(ProtocolViolation.class, () -> check(admission, roster, own));
    assertThat(refused).hasMessageContaining("Pair again");
  }
}
