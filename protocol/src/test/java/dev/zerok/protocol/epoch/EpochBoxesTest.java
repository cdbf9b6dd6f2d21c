package dev.zerok.protocol.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.hash.Labelled;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.Rekey;
import dev.zerok.protocol.wire.Role;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EpochBoxesTest {
  private final GroupFixture group = GroupFixture.founded("boxes");
  private final DeviceKeyPairs member = group.join(Role.ROLE_MEMBER);
  private final EpochSecret next = group.nextEpoch();
  private final Rekey rekey =
      GroupFixture.bodyOf(group.first.rekey(group.roster, next, group.random, GroupFixture.NOW))
          .getRekey();

  @Test
  void everyDeviceAndTheRoot_openTheirOwnBox() throws ProtocolViolation {
    for (DeviceKeyPairs keys : new DeviceKeyPairs[]{group.firstKeys, member}) {
      assertSame(
          EpochBoxes.open(group.crypto, group.groupId(), rekey, group.id(keys), keys.seal(),
              group.epoch.streamSecret()));
    }
    assertSame(EpochBoxes.openRoot(group.crypto, group.root, rekey));
    assertThat(rekey.getRootBox().size()).isEqualTo(112);
  }

  @Test
  void commitment_isTheLabelledHashOfEpochAndBothSecrets() {
    byte[] body =
        ByteBuffer.allocate(68)
            .putInt(2)
            .put(next.secret().expose())
            .put(next.streamSecret().expose())
            .array();
    byte[] input = Labelled.input("epoch-commit", group.roster.suite(), group.groupId(), body);

    assertThat(rekey.getCommitment()).isEqualTo(ByteString.copyFrom(Sha256.of(input)));
    assertThat(EpochBoxes.commitment(group.crypto, group.groupId(), next))
        .isEqualTo(rekey.getCommitment());
  }

  @Test
  @Tag("ROSTER-11")
  void boxOfAnotherDeviceOrKeyOrEpochOrCommitment_doesNotOpen() {
    DeviceId id = group.id(member);
    KeyPair seal = member.seal();

    assertBad(rekey, id, group.firstKeys.seal());
    assertBad(rekey, group.firstId, seal);
    assertBad(rekey, group.id(group.newKeys()), seal);
    assertBad(changed(r -> r.setEpoch(3)), id, seal);
    assertBad(changed(r -> r.setEpoch(0)), id, seal);
    assertBad(changed(r -> r.setCommitment(Sha256.of(ByteString.EMPTY))), id, seal);
    assertBad(changed(r -> r.getBoxesBuilder(1).setSealed(r.getBoxes(0).getSealed())),
        otherOfTwo(0), sealOf(otherOfTwo(0)));
    assertBad(changed(r -> r.getBoxesBuilder(0).setSealed(ByteString.EMPTY)), boxId(0),
        sealOf(boxId(0)));
    assertBad(changed(r -> r.getBoxesBuilder(0).setSealed(ByteString.copyFrom(new byte[112]))),
        boxId(0), sealOf(boxId(0)));
    assertThatThrownBy(() -> EpochBoxes.openRoot(group.crypto, GroupFixture.empty("x").root, rekey))
        .isInstanceOf(ProtocolViolation.class);
  }

  @Test
  @Tag("ROSTER-11")
  void boxOfAnotherGroup_doesNotOpen() {
    assertThatThrownBy(
        () -> EpochBoxes.open(group.crypto, GroupFixture.empty("x").groupId(), rekey,
            group.id(member), member.seal(), group.epoch.streamSecret()))
        .isInstanceOf(ProtocolViolation.class);
  }

  @Test
  @Tag("ROSTER-13")
  void boxWithAnotherStreamSecret_doesNotOpen_thoughItFitsItsCommitment() {
    EpochSecret other = new EpochSecret(2, Secret.random(group.random, EpochSecret.LENGTH),
        Secret.random(group.random, EpochSecret.LENGTH));
    Rekey shuffled =
        GroupFixture
            .bodyOf(group.first.rekey(group.roster, other, group.random, GroupFixture.NOW))
            .getRekey();

    assertThat(shuffled.getCommitment())
        .isEqualTo(EpochBoxes.commitment(group.crypto, group.groupId(), other));
    assertBad(shuffled, group.id(member), member.seal());
  }

  @Test
  void nextEpoch_hasAFreshSecretAndTheSameStreamSecret() {
    EpochSecret following = next.next(group.random);

    assertThat(following.epoch()).isEqualTo(3);
    assertThat(following.secret().matches(next.secret())).isFalse();
    assertThat(following.streamSecret().matches(next.streamSecret())).isTrue();
    following.close();
    assertThat(next.streamSecret().matches(next.copy().streamSecret())).isTrue();
    assertThat(next).hasToString("EpochSecret[epoch 2]");
  }

  @Test
  void close_wipesBothSecrets() {
    EpochSecret closed = next.copy();
    closed.close();

    assertThatThrownBy(() -> closed.secret().expose()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> closed.streamSecret().expose())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
        () -> new EpochSecret(0, Secret.adopt(new byte[32]), Secret.adopt(new byte[32])))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
        () -> new EpochSecret(1, Secret.adopt(new byte[31]), Secret.adopt(new byte[32])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void assertSame(EpochSecret opened) {
    assertThat(opened.epoch()).isEqualTo(2);
    assertThat(opened.secret().matches(next.secret())).isTrue();
    assertThat(opened.streamSecret().matches(next.streamSecret())).isTrue();
  }

  private void assertBad(Rekey changed, DeviceId device, KeyPair seal) {
    assertThatThrownBy(() -> EpochBoxes.open(group.crypto, group.groupId(), changed, device, seal,
        group.epoch.streamSecret()))
        .isInstanceOf(ProtocolViolation.class);
  }

  private Rekey changed(Consumer<Rekey.Builder> change) {
    Rekey.Builder builder = rekey.toBuilder();
    change.accept(builder);
    return builder.build();
  }

  private DeviceId boxId(int index) {
    return DeviceId.of(rekey.getBoxes(index).getDeviceId());
  }

  private DeviceId otherOfTwo(int index) {
    return boxId(1 - index);
  }

  private KeyPair sealOf(DeviceId id) {
    return id.equals(group.firstId) ? group.firstKeys.seal() : member.seal();
  }
}
