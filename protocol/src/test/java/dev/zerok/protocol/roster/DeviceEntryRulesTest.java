package dev.zerok.protocol.roster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.admin.JoinSignatures;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.identity.JoinInput;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.DeviceKey;
import dev.zerok.protocol.wire.DeviceKeys;
import dev.zerok.protocol.wire.KeyUse;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.protocol.wire.RosterEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What must hold for a device's entry: its keys, its own signature, and that no key comes twice. */
class DeviceEntryRulesTest {
  private static final long NOW = GroupFixture.NOW;
  private static final ByteString HANDSHAKE = ByteString.copyFrom(new byte[32]);

  private final GroupFixture group = GroupFixture.founded("devices");

  @Test
  @Tag("ROSTER-3")
  void device_whoseKeysDoNotHaveTheirUsesAndLengths_isRefused() {
    assertKeysRefused("ROSTER-3", keys -> keys.remove(2));
    assertKeysRefused("ROSTER-3", List::clear);
    assertKeysRefused("ROSTER-3", keys -> keys.add(keys.get(2)));
    assertKeysRefused("ROSTER-3", Collections::reverse);
    assertKeysRefused("ROSTER-3",
        keys -> keys.set(2, keys.get(2).toBuilder().setUse(KeyUse.KEY_USE_SIGN).build()));
    assertKeysRefused("ROSTER-3",
        keys -> keys.set(2, keys.get(2).toBuilder().setUseValue(4).build()));
    assertKeysRefused(
        "ROSTER-3", keys -> keys.set(0,
            keys.get(0).toBuilder().setKey(keys.get(0).getKey().substring(1)).build()));
    assertKeysRefused(
        "ROSTER-3", keys -> keys.set(0,
            keys.get(0).toBuilder().setKey(keys.get(0).getKey().concat(HANDSHAKE)).build()));
  }

  @Test
  @Tag("ROSTER-3")
  void device_withAKeyOfSmallOrder_isRefused() {
    ByteString zero = ByteString.copyFrom(new byte[32]);
    ByteString one = ByteString.copyFrom(new byte[]{1}).concat(ByteString.copyFrom(new byte[31]));

    for (ByteString bad : List.of(zero, one)) {
      for (int place : List.of(0, 2)) {
        assertKeysRefused("ROSTER-3",
            keys -> keys.set(place, keys.get(place).toBuilder().setKey(bad).build()));
      }
    }
  }

  @Test
  @Tag("ROSTER-3")
  void device_withAnX25519KeyWrittenInAnotherWay_isRefused() {
    for (int place : List.of(0, 2)) {
      ByteString good = group.newKeys().publicKeys().getKeys(place).getKey();
      byte[] topBit = good.toByteArray();
      topBit[31] |= (byte) 0x80;
      for (ByteString other : List.of(ByteString.copyFrom(topBit), notReduced(0xf6),
          notReduced(0xff))) {
        assertKeysRefused("ROSTER-3",
            keys -> keys.set(place, keys.get(place).toBuilder().setKey(other).build()));
      }
    }
  }

  @Test
  @Tag("ROSTER-3")
  void device_withoutItsOwnValidSignature_isRefused() {
    DeviceEntry good = group.entryOf(group.newKeys(), Role.ROLE_MEMBER);

    assertRefused("ROSTER-3", good.toBuilder().clearSignature());
    assertRefused("ROSTER-3", good.toBuilder().setHandshakeHash(HANDSHAKE));
    assertRefused("ROSTER-3", good.toBuilder()
        .setSignature(group.entryOf(group.newKeys(), Role.ROLE_MEMBER).getSignature()));

    GroupFixture other = GroupFixture.empty("another group");
    DeviceKeyPairs keys = group.newKeys();
    assertRefused("ROSTER-3", other.entryOf(keys, Role.ROLE_MEMBER).toBuilder());
  }

  @Test
  @Tag("ROSTER-3")
  void handshakeHash_has32BytesInAddAndNoneInGenesis() {
    DeviceKeyPairs keys = group.newKeys();
    assertRefused("ROSTER-3", joined(keys, ByteString.EMPTY));
    assertRefused("ROSTER-3", joined(keys, HANDSHAKE.substring(1)));

    GroupFixture unborn = GroupFixture.empty("unborn");
    RosterBody.Builder genesis = GroupFixture.bodyOf(unborn.genesis()).toBuilder();
    genesis
        .getGenesisBuilder()
        .setFirst(JoinSignatures.entry(unborn.crypto, unborn.groupId(), unborn.firstKeys,
            Role.ROLE_ADMIN, HANDSHAKE));
    assertThat(unborn.refusal(unborn.signed(unborn.root.sign(), genesis)))
        .hasMessageContaining("(ROSTER-3)");
  }

  @Test
  @Tag("ROSTER-3")
  void device_thatIsNeitherMemberNorAdmin_isRefused() {
    DeviceEntry good = group.entryOf(group.newKeys(), Role.ROLE_MEMBER);

    assertRefused("ROSTER-3", good.toBuilder().setRole(Role.ROLE_DORMANT));
    assertRefused("ROSTER-3", good.toBuilder().clearRole());
    assertRefused("ROSTER-3", good.toBuilder().setRoleValue(9));
  }

  @Test
  @Tag("ROSTER-3")
  void genesis_whoseFirstDeviceIsNoAdmin_isRefused() {
    GroupFixture unborn = GroupFixture.empty("unborn");
    RosterBody.Builder genesis = GroupFixture.bodyOf(unborn.genesis()).toBuilder();
    genesis.getGenesisBuilder().getFirstBuilder().setRole(Role.ROLE_MEMBER);

    assertThat(unborn.refusal(unborn.signed(unborn.root.sign(), genesis)))
        .hasMessageContaining("(ROSTER-3)");
  }

  @Test
  @Tag("ROSTER-4")
  void key_thatEverStoodInTheChain_isNeverAcceptedAgain() {
    DeviceKeyPairs gone = group.join(Role.ROLE_MEMBER);
    DeviceEntry asBefore = group.roster.entryOf(group.id(gone)).orElseThrow();
    group.append(
        group.first.remove(group.roster, group.id(gone), 0, ByteString.EMPTY, group.nextEpoch(),
            group.random, NOW));

    assertRefused("ROSTER-4", asBefore.toBuilder());
    for (KeyUse from : List.of(KeyUse.KEY_USE_NOISE, KeyUse.KEY_USE_SEAL)) {
      for (int place : List.of(0, 2)) {
        ByteString used = gone.publicKeys().getKeys(from.getNumber() - 1).getKey();
        assertKeysRefused("ROSTER-4",
            keys -> keys.set(place, keys.get(place).toBuilder().setKey(used).build()));
      }
    }
    ByteString signKey = ByteString.copyFrom(gone.sign().publicKey());
    assertKeysRefused("ROSTER-4",
        keys -> keys.set(0, keys.get(0).toBuilder().setKey(signKey).build()));
  }

  @Test
  @Tag("ROSTER-4")
  void rootKeys_andAKeyTwiceInOneEntry_areRefused() {
    ByteString rootSeal = ByteString.copyFrom(group.root.seal().publicKey());
    ByteString rootSign = ByteString.copyFrom(group.root.sign().publicKey());

    assertKeysRefused("ROSTER-4",
        keys -> keys.set(2, keys.get(2).toBuilder().setKey(rootSeal).build()));
    assertKeysRefused("ROSTER-4",
        keys -> keys.set(0, keys.get(0).toBuilder().setKey(rootSign).build()));
    assertKeysRefused("ROSTER-4",
        keys -> keys.set(2, keys.get(2).toBuilder().setKey(keys.get(0).getKey()).build()));
  }

  @Test
  @Tag("ROSTER-4")
  void reset_thatListsADeviceThatIsOut_isRefused() {
    DeviceKeyPairs removed = group.join(Role.ROLE_MEMBER);
    DeviceKeyPairs left = group.join(Role.ROLE_MEMBER);
    group.append(
        group.first.remove(group.roster, group.id(removed), 0, ByteString.EMPTY, group.nextEpoch(),
            group.random, NOW));
    group.append(group.signer(left).leave(group.roster, NOW));
    DeviceEntry first = group.roster.entryOf(group.firstId).orElseThrow();

    for (DeviceKeyPairs gone : List.of(removed, left)) {
      DeviceEntry asBefore = group.roster.entryOf(group.id(gone)).orElseThrow();
      RosterEntry reset =
          group.rootSigner.reset(group.roster, List.of(first, asBefore),
              group.epoch.next(group.random), group.random, NOW);
      assertThat(group.refusal(reset)).hasMessageContaining("(ROSTER-4)");
    }
  }

  @Test
  @Tag("ROSTER-4")
  void reset_thatMixesKeysOfKnownDevicesAnew_isRefused() {
    DeviceKeyPairs member = group.join(Role.ROLE_MEMBER);
    DeviceKeyPairs fresh = group.newKeys();
    List<DeviceKey> mixed = new ArrayList<>(fresh.publicKeys().getKeysList());
    mixed.set(0, member.publicKeys().getKeys(0));
    DeviceEntry entry = joined(fresh, DeviceKeys.newBuilder().addAllKeys(mixed).build(), HANDSHAKE)
        .setRole(Role.ROLE_ADMIN)
        .build();

    RosterEntry reset =
        group.rootSigner.reset(group.roster, List.of(entry), group.epoch.next(group.random),
            group.random, NOW);

    assertThat(group.refusal(reset)).hasMessageContaining("(ROSTER-4)");
  }

  /** 2^255 - 256 + {@code lowest}: from 0xed on it stands for a smaller number, 0xf6 for 9. */
  private static ByteString notReduced(int lowest) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) 0xff);
    key[0] = (byte) lowest;
    key[31] = 0x7f;
    return ByteString.copyFrom(key);
  }

  private void assertKeysRefused(String rule, Consumer<List<DeviceKey>> change) {
    DeviceKeyPairs fresh = group.newKeys();
    List<DeviceKey> keys = new ArrayList<>(fresh.publicKeys().getKeysList());
    change.accept(keys);
    assertRefused(rule, joined(fresh, DeviceKeys.newBuilder().addAllKeys(keys).build(), HANDSHAKE));
  }

  private void assertRefused(String rule, DeviceEntry.Builder device) {
    ProtocolViolation refusal =
        group.refusal(group.first.add(group.roster, device.build(), null, NOW));
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_MESSAGE);
    assertThat(refusal).hasMessageContaining("(" + rule + ")");
  }

  private DeviceEntry.Builder joined(DeviceKeyPairs keys, ByteString handshakeHash) {
    return joined(keys, keys.publicKeys(), handshakeHash);
  }

  /** An entry rightly signed over whatever keys it lists. */
  private DeviceEntry.Builder joined(DeviceKeyPairs signer, DeviceKeys listed,
      ByteString handshakeHash) {
    byte[] input = JoinInput.of(group.roster.suite(), group.groupId(), listed, handshakeHash);
    byte[] signature = group.crypto.signatures().sign(signer.sign().privateKey(), input);
    return DeviceEntry.newBuilder()
        .setKeys(listed)
        .setRole(Role.ROLE_MEMBER)
        .setHandshakeHash(handshakeHash)
        .setSignature(ByteString.copyFrom(signature));
  }
}
