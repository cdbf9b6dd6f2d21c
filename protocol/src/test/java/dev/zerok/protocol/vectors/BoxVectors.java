package dev.zerok.protocol.vectors;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.epoch.EpochBoxes;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.testkit.VectorObject;
import dev.zerok.protocol.wire.EpochBox;
import dev.zerok.protocol.wire.Rekey;
import dev.zerok.protocol.wire.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Epoch boxes and commitments (PROTOCOL.md § 5). */
final class BoxVectors {
  private final GroupFixture group = GroupFixture.founded("vectors boxes");
  private final DeviceKeyPairs bob = group.join(Role.ROLE_MEMBER);
  private final EpochSecret epoch = group.nextEpoch();
  private final Rekey rekey =
      GroupFixture.bodyOf(group.first.rekey(group.roster, epoch, group.random, GroupFixture.NOW))
          .getRekey();

  private BoxVectors() {}

  static VectorObject file() {
    BoxVectors vectors = new BoxVectors();
    return new VectorObject()
        .text("description",
            "The boxes of one Rekey, what is in them, and boxes that must not be believed")
        .text("section", "5")
        .text("suite", "std1")
        .hex("group_id", vectors.group.groupId().bytes())
        .u32("epoch", vectors.epoch.epoch())
        .hex("epoch_secret", vectors.epoch.secret().expose())
        .hex("stream_secret", vectors.epoch.streamSecret().expose())
        .hex("commitment",
            EpochBoxes.commitment(vectors.group.crypto, vectors.group.groupId(), vectors.epoch))
        .hex("rekey", vectors.rekey.toByteString())
        .objects("boxes", vectors.boxes())
        .object("root_box", vectors.rootBox())
        .objects("refused", vectors.refused());
  }

  private List<VectorObject> boxes() {
    List<VectorObject> boxes = new ArrayList<>();
    Map<DeviceId, DeviceKeyPairs> devices =
        Map.of(group.firstId, group.firstKeys, group.id(bob), bob);
    for (EpochBox box : rekey.getBoxesList()) {
      DeviceId id = DeviceId.of(box.getDeviceId());
      DeviceKeyPairs keys = devices.get(id);
      if (keys == null || !opened(rekey, id, keys).secret().matches(epoch.secret())) {
        throw new AssertionError("a box must open to the secret");
      }
      boxes.add(
          new VectorObject()
              .hex("device_id", id.bytes())
              .hex("seal_private", keys.seal().privateKey().expose())
              .hex("seal_key", keys.seal().publicKey())
              .hex("sealed", box.getSealed()));
    }
    return boxes;
  }

  private VectorObject rootBox() {
    Verdict.of("root box", true,
        () -> EpochBoxes.openRoot(group.crypto, group.root, rekey).close());
    return new VectorObject()
        .hex("seal_private", group.root.seal().privateKey().expose())
        .hex("seal_key", group.root.seal().publicKey())
        .hex("sealed", rekey.getRootBox());
  }

  private List<VectorObject> refused() {
    EpochBox firstBox = rekey.getBoxes(0);
    EpochBox secondBox = rekey.getBoxes(1);
    byte[] flipped = firstBox.getSealed().toByteArray();
    flipped[40] ^= 1;
    byte[] lowOrder = firstBox.getSealed().toByteArray();
    Arrays.fill(lowOrder, 0, 32, (byte) 0);
    EpochSecret other = group.epoch.next(group.random);
    Rekey otherSecret =
        GroupFixture.bodyOf(group.first.rekey(group.roster, other, group.random, GroupFixture.NOW))
            .getRekey();
    EpochSecret otherStream = new EpochSecret(epoch.epoch(), Secret.random(group.random, 32),
        Secret.random(group.random, 32));
    Rekey otherStreams = GroupFixture
        .bodyOf(group.first.rekey(group.roster, otherStream, group.random, GroupFixture.NOW))
        .getRekey();
    return List.of(
        refusal("no box for the device", rekey.toBuilder().clearBoxes()),
        refusal("a flipped bit", withFirst(ByteString.copyFrom(flipped))),
        refusal("an encapsulated key of small order", withFirst(ByteString.copyFrom(lowOrder))),
        refusal("another device's box", withFirst(secondBox.getSealed())),
        refusal("a box of another epoch", rekey.toBuilder().setEpoch(rekey.getEpoch() + 1)),
        refusal("a box whose secret does not match the commitment",
            otherSecret.toBuilder().setCommitment(rekey.getCommitment())),
        refusal("a box with another stream secret than the group's", "ROSTER-13",
            otherStreams.toBuilder()));
  }

  private Rekey.Builder withFirst(ByteString sealed) {
    return rekey.toBuilder().setBoxes(0, rekey.getBoxes(0).toBuilder().setSealed(sealed));
  }

  /** A Rekey that the first box's owner must answer with BadBox. */
  private VectorObject refusal(String name, Rekey.Builder changed) {
    return refusal(name, "ROSTER-11", changed);
  }

  private VectorObject refusal(String name, String rule, Rekey.Builder changed) {
    DeviceId id = DeviceId.of(rekey.getBoxes(0).getDeviceId());
    DeviceKeyPairs keys = id.equals(group.firstId) ? group.firstKeys : bob;
    Verdict.of(name, false, () -> open(changed.build(), id, keys).close());
    return new VectorObject()
        .text("name", name)
        .text("rule", rule)
        .hex("device_id", id.bytes())
        .hex("rekey", changed.build().toByteString());
  }

  private EpochSecret opened(Rekey from, DeviceId id, DeviceKeyPairs keys) {
    try {
      return open(from, id, keys);
    } catch (ProtocolViolation e) {
      throw new AssertionError(e);
    }
  }

  private EpochSecret open(Rekey from, DeviceId id, DeviceKeyPairs keys) throws ProtocolViolation {
    GroupId groupId = group.groupId();
    return EpochBoxes.open(group.crypto, groupId, from, id, keys.seal(),
        epoch.streamSecret());
  }
}
