package dev.zerok.protocol.roster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.EpochBox;
import dev.zerok.protocol.wire.Rekey;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterBody;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What must hold for every new epoch. */
class RekeyRulesTest {
  private static final long NOW = GroupFixture.NOW;

  private final GroupFixture group = GroupFixture.founded("rekey");

  RekeyRulesTest() {
    group.join(Role.ROLE_MEMBER);
    group.join(Role.ROLE_MEMBER);
  }

  @Test
  @Tag("ROSTER-5")
  void epoch_thatDoesNotFollowThePresentOne_isRefused() {
    assertRefused(rekey -> rekey.setEpoch(1));
    assertRefused(rekey -> rekey.setEpoch(3));
    assertRefused(Rekey.Builder::clearEpoch);
    assertRefused(rekey -> rekey.setEpoch(-1));
  }

  @Test
  @Tag("ROSTER-5")
  void boxes_thatDoNotNameExactlyTheGroupInOrder_areRefused() {
    assertRefused(rekey -> rekey.removeBoxes(1));
    assertRefused(Rekey.Builder::clearBoxes);
    assertRefused(rekey -> rekey.addBoxes(rekey.getBoxes(2)));
    assertRefused(rekey -> rekey.setBoxes(1, rekey.getBoxes(0)));
    assertRefused(
        rekey -> {
          EpochBox first = rekey.getBoxes(0);
          rekey.setBoxes(0, rekey.getBoxes(1)).setBoxes(1, first);
        });
    ByteString stranger = group.id(group.newKeys()).bytes();
    assertRefused(rekey -> rekey.getBoxesBuilder(1).setDeviceId(stranger));
  }

  @Test
  @Tag("ROSTER-5")
  void boxesAndCommitment_ofAnotherLength_areRefused() {
    assertRefused(
        rekey -> rekey.getBoxesBuilder(0).setSealed(rekey.getBoxes(0).getSealed().substring(1)));
    assertRefused(rekey -> rekey.setRootBox(rekey.getRootBox().substring(1)));
    assertRefused(Rekey.Builder::clearRootBox);
    assertRefused(rekey -> rekey.setCommitment(rekey.getCommitment().substring(1)));
    assertRefused(Rekey.Builder::clearCommitment);
  }

  @Test
  @Tag("ROSTER-5")
  void remove_thatStillSealsToTheRemovedDevice_isRefused() {
    DeviceKeyPairs gone = group.join(Role.ROLE_MEMBER);
    RosterBody.Builder remove =
        GroupFixture.bodyOf(
            group.first.remove(
                group.roster, group.id(gone), 0, ByteString.EMPTY, group.epoch.next(group.random),
                group.random, NOW))
            .toBuilder();
    Rekey toAll =
        GroupFixture
            .bodyOf(
                group.first.rekey(group.roster, group.epoch.next(group.random), group.random, NOW))
            .getRekey();
    remove.getRemoveBuilder().setRekey(toAll);

    assertThat(group.refusal(group.signed(group.firstKeys.sign(), remove)))
        .hasMessageContaining("(ROSTER-5)");
  }

  @Test
  @Tag("ROSTER-5")
  void genesis_thatDoesNotBeginWithEpochOne_isRefused() {
    GroupFixture unborn = GroupFixture.empty("unborn");
    RosterBody.Builder genesis = GroupFixture.bodyOf(unborn.genesis()).toBuilder();
    genesis.getGenesisBuilder().getRekeyBuilder().setEpoch(2);

    assertThat(unborn.refusal(unborn.signed(unborn.root.sign(), genesis)))
        .hasMessageContaining("(ROSTER-5)");
  }

  private void assertRefused(Consumer<Rekey.Builder> change) {
    RosterBody.Builder body =
        GroupFixture
            .bodyOf(
                group.first.rekey(group.roster, group.epoch.next(group.random), group.random, NOW))
            .toBuilder();
    change.accept(body.getRekeyBuilder());
    ProtocolViolation refusal = group.refusal(group.signed(group.firstKeys.sign(), body));
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_MESSAGE);
    assertThat(refusal).hasMessageContaining("(ROSTER-5)");
  }
}
