package dev.zerok.protocol.vectors;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.zerok.protocol.admin.Replacement;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.identity.JoinInput;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.testkit.VectorObject;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.DeviceKeys;
import dev.zerok.protocol.wire.EpochBox;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.protocol.wire.RosterEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Entries that break one rule each, made for the place at which the fixture's chain stands. */
final class RosterRefusals {
  private static final long NOW = GroupFixture.NOW;
  private static final ByteString HASH = ByteString.copyFrom(new byte[32]);

  private final GroupFixture group;
  private final List<VectorObject> cases = new ArrayList<>();

  RosterRefusals(GroupFixture group) {
    this.group = group;
  }

  List<VectorObject> cases() {
    return cases;
  }

  void beforeGenesis() {
    RosterBody good = GroupFixture.bodyOf(group.genesis());
    GroupFixture other = GroupFixture.empty("vectors other roster");
    refuse("genesis of another group", "ROSTER-2", other.genesis());
    genesis("genesis signed by its device", "ROSTER-1", good, body -> {}, group.firstKeys);
    rootGenesis("genesis whose first device is a member", "ROSTER-3", good,
        body -> body.getGenesisBuilder().getFirstBuilder().setRole(Role.ROLE_MEMBER));
    rootGenesis("genesis that begins with epoch 2", "ROSTER-5", good,
        body -> body.getGenesisBuilder().getRekeyBuilder().setEpoch(2));
    rootGenesis("genesis at index 1", "ROSTER-1", good, body -> body.setIndex(1));
    refuse("a close before genesis", "ROSTER-1",
        group.signed(group.root.sign(),
            GroupFixture.bodyOf(group.rootSigner.close(group.roster, NOW)).toBuilder()));
  }

  void inTheMiddle(DeviceKeyPairs member) {
    place(member);
    form();
    devices(member);
    boxes();
    removals(member);
    refuse("a bad box reported twice", "ROSTER-11", badBoxTwice());
  }

  void afterRemoval(DeviceEntry removedEntry, DeviceKeyPairs removed) {
    refuse("a removed device comes back under its keys", "ROSTER-4",
        group.first.add(group.roster, removedEntry, null, NOW));
    refuse("a reset takes a removed device back", "ROSTER-4",
        group.rootSigner.reset(group.roster,
            List.of(group.roster.entryOf(group.firstId).orElseThrow(), removedEntry),
            group.epoch.next(group.random), group.random, NOW));
    refuse("an entry by a removed device", "ROSTER-1",
        group.signer(removed).leave(group.roster, NOW));
  }

  void withOneAdmin() {
    refuse("the last admin leaves", "ROSTER-7", group.first.leave(group.roster, NOW));
    refuse("the last admin becomes a member", "ROSTER-7",
        group.first.setRole(group.roster, group.firstId, Role.ROLE_MEMBER, NOW));
    DeviceEntry demoted =
        group.roster.entryOf(group.firstId)
            .orElseThrow()
            .toBuilder()
            .setRole(Role.ROLE_MEMBER)
            .build();
    refuse("a reset without an admin", "ROSTER-7",
        group.rootSigner.reset(group.roster, List.of(demoted), group.epoch.next(group.random),
            group.random, NOW));
    RosterBody reset =
        GroupFixture.bodyOf(
            group.rootSigner.reset(
                group.roster,
                List.of(group.roster.entryOf(group.firstId).orElseThrow()),
                group.epoch.next(group.random),
                group.random,
                NOW));
    refuse("a reset by an admin", "ROSTER-1",
        group.signed(group.firstKeys.sign(), reset.toBuilder().setSigner(group.firstId.bytes())));
  }

  void afterClose() {
    refuse("an entry after close", "ROSTER-8",
        group.first.badBox(group.roster, group.roster.epoch(), NOW));
    refuse("a second close, by the root", "ROSTER-8", group.rootSigner.close(group.roster, NOW));
  }

  private void place(DeviceKeyPairs member) {
    RosterEntry good = group.first.close(group.roster, NOW);
    byte[] flipped = good.getSignature().toByteArray();
    flipped[7] ^= 1;
    close("another index", "ROSTER-1", body -> body.setIndex(body.getIndex() + 1));
    close("another previous hash", "ROSTER-1", body -> body.setPrevious(HASH));
    refuse("a flipped signature", "ROSTER-1",
        good.toBuilder().setSignature(ByteString.copyFrom(flipped)).build());
    refuse("a member closes the group", "ROSTER-1", group.signer(member).close(group.roster, NOW));
    refuse("a stranger closes the group", "ROSTER-1",
        group.signer(group.newKeys()).close(group.roster, NOW));
    refuse("an admin's entry signed by another key", "ROSTER-1",
        group.signed(member.sign(),
            group.bodyBy(group.firstKeys).setClose(GroupFixture.bodyOf(good).getClose())));
  }

  private void form() {
    RosterBody good = GroupFixture.bodyOf(group.first.close(group.roster, NOW));
    close("version 2", "ROSTER-9", body -> body.setVersion(2));
    UnknownFieldSet.Field empty =
        UnknownFieldSet.Field.newBuilder().addLengthDelimited(ByteString.EMPTY).build();
    RosterBody laterKind =
        good.toBuilder()
            .clearClose()
            .setUnknownFields(UnknownFieldSet.newBuilder().addField(40, empty).build())
            .build();
    refuse("a kind of a later version", "ROSTER-9",
        group.signedBytes(group.firstKeys.sign(), laterKind.toByteString()));
    refuse("no kind", "ROSTER-9",
        group.signed(group.firstKeys.sign(), good.toBuilder().clearClose()));
    ByteString versionTwice =
        ByteString.copyFrom(new byte[]{0x08, 0x01}).concat(good.toByteString());
    refuse("a body that is not canonical", "CANON-1",
        group.signedBytes(group.firstKeys.sign(), versionTwice));
  }

  private void devices(DeviceKeyPairs member) {
    DeviceEntry good = group.entryOf(group.newKeys(), Role.ROLE_MEMBER);
    DeviceEntry other = group.entryOf(group.newKeys(), Role.ROLE_MEMBER);
    device("a device with two keys", "ROSTER-3",
        good.toBuilder().setKeys(good.getKeys().toBuilder().removeKeys(2)));
    device("a device without its own signature", "ROSTER-3", good.toBuilder().clearSignature());
    device("a device with another device's signature", "ROSTER-3",
        good.toBuilder().setSignature(other.getSignature()));
    device("a device of another handshake", "ROSTER-3", good.toBuilder().setHandshakeHash(HASH));
    device("a device whose sealing key has its top bit set", "ROSTER-3", withTopBitSet());
    device("a device that comes dormant", "ROSTER-3", good.toBuilder().setRole(Role.ROLE_DORMANT));
    device("a device that is there already", "ROSTER-4",
        group.roster.entryOf(group.id(member)).orElseThrow().toBuilder());
    refuse("replaces names the signer", "ROSTER-6",
        group.first.add(group.roster, good, replacing(group.firstId), NOW));
    RosterBody replacing =
        GroupFixture.bodyOf(
            group.first.add(group.roster, good, replacing(group.id(member)), NOW));
    add("replaces without a new epoch", replacing, body -> body.getAddBuilder().clearRekey());
    add("a new epoch without replaces", replacing, body -> body.getAddBuilder().clearReplaces());
    refuse("a role that the device has", "ROSTER-8",
        group.first.setRole(group.roster, group.id(member), Role.ROLE_MEMBER, NOW));
  }

  private void boxes() {
    rekey("an epoch left out", body -> body.getRekeyBuilder().setEpoch(group.roster.epoch() + 2));
    rekey("the present epoch again", body -> body.getRekeyBuilder().setEpoch(group.roster.epoch()));
    rekey("a missing box", body -> body.getRekeyBuilder().removeBoxes(1));
    rekey("a box twice", body -> body.getRekeyBuilder().addBoxes(2, body.getRekey().getBoxes(2)));
    rekey("boxes that do not ascend", body -> {
      EpochBox first = body.getRekey().getBoxes(0);
      body.getRekeyBuilder().setBoxes(0, body.getRekey().getBoxes(1)).setBoxes(1, first);
    });
    rekey("a box of another size", body -> {
      EpochBox.Builder box = body.getRekeyBuilder().getBoxesBuilder(0);
      box.setSealed(box.getSealed().substring(1));
    });
    rekey("no root box", body -> body.getRekeyBuilder().clearRootBox());
    rekey("no commitment", body -> body.getRekeyBuilder().clearCommitment());
  }

  private void removals(DeviceKeyPairs member) {
    RosterBody good =
        GroupFixture.bodyOf(
            group.first.remove(
                group.roster, group.id(member), 5, HASH, group.epoch.next(group.random),
                group.random, NOW));
    remove("a device removes itself", good,
        body -> body.getRemoveBuilder().setDeviceId(group.firstId.bytes()));
    remove("a stranger is removed", good,
        body -> body.getRemoveBuilder().setDeviceId(group.id(group.newKeys()).bytes()));
    remove("a last sequence without its hash", good,
        body -> body.getRemoveBuilder().clearLastBlobHash());
    remove("a last hash without its sequence", good,
        body -> body.getRemoveBuilder().clearLastDeviceSeq());
  }

  /** Rightly signed, and as good to seal to as the key without the bit. */
  private DeviceEntry.Builder withTopBitSet() {
    DeviceKeyPairs device = group.newKeys();
    byte[] topBit = device.seal().publicKey();
    topBit[31] |= (byte) 0x80;
    DeviceKeys.Builder keys = device.publicKeys().toBuilder();
    keys.getKeysBuilder(2).setKey(ByteString.copyFrom(topBit));
    byte[] input = JoinInput.of(group.roster.suite(), group.groupId(), keys.build(), HASH);
    byte[] signature = group.crypto.signatures().sign(device.sign().privateKey(), input);
    return DeviceEntry.newBuilder()
        .setKeys(keys)
        .setRole(Role.ROLE_MEMBER)
        .setHandshakeHash(HASH)
        .setSignature(ByteString.copyFrom(signature));
  }

  private Replacement replacing(DeviceId replaced) {
    return new Replacement(replaced, group.epoch.next(group.random), group.random);
  }

  private void add(String name, RosterBody good, Consumer<RosterBody.Builder> change) {
    RosterBody.Builder body = good.toBuilder();
    change.accept(body);
    refuse(name, "ROSTER-5", group.signed(group.firstKeys.sign(), body));
  }

  private RosterEntry badBoxTwice() {
    return group.first.badBox(group.roster, 1, NOW);
  }

  private void genesis(
      String name, String rule, RosterBody good, Consumer<RosterBody.Builder> change,
      DeviceKeyPairs signer) {
    RosterBody.Builder body = good.toBuilder();
    change.accept(body);
    refuse(name, rule, group.signed(signer.sign(), body));
  }

  private void rootGenesis(String name, String rule, RosterBody good,
      Consumer<RosterBody.Builder> change) {
    RosterBody.Builder body = good.toBuilder();
    change.accept(body);
    refuse(name, rule, group.signed(group.root.sign(), body));
  }

  private void close(String name, String rule, Consumer<RosterBody.Builder> change) {
    RosterBody.Builder body = GroupFixture.bodyOf(group.first.close(group.roster, NOW)).toBuilder();
    change.accept(body);
    refuse(name, rule, group.signed(group.firstKeys.sign(), body));
  }

  private void device(String name, String rule, DeviceEntry.Builder device) {
    refuse(name, rule, group.first.add(group.roster, device.build(), null, NOW));
  }

  private void rekey(String name, Consumer<RosterBody.Builder> change) {
    RosterBody.Builder body =
        GroupFixture.bodyOf(
            group.first.rekey(group.roster, group.epoch.next(group.random), group.random, NOW))
            .toBuilder();
    change.accept(body);
    refuse(name, "ROSTER-5", group.signed(group.firstKeys.sign(), body));
  }

  private void remove(String name, RosterBody good, Consumer<RosterBody.Builder> change) {
    RosterBody.Builder body = good.toBuilder();
    change.accept(body);
    refuse(name, "ROSTER-6", group.signed(group.firstKeys.sign(), body));
  }

  private void refuse(String name, String rule, RosterEntry entry) {
    cases.add(RosterVectors.refused(name, rule, group, entry));
  }
}
