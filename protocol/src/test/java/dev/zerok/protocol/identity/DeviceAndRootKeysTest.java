package dev.zerok.protocol.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.DeviceKey;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DeviceAndRootKeysTest {
  private final Crypto crypto = Providers.bouncyCastle();
  private final FakeRandomSource random = new FakeRandomSource("keys");
  private final GroupId group = GroupId.of(random.bytes(32));

  @Test
  void deviceKeys_comeBackFromTheirPrivateForm() {
    DeviceKeyPairs keys = DeviceKeyPairs.generate(crypto, random);

    try (Secret form = keys.toSecret();
        DeviceKeyPairs again = DeviceKeyPairs.fromSecret(crypto, form)) {
      assertThat(form.size()).isEqualTo(96);
      assertThat(again.publicKeys()).isEqualTo(keys.publicKeys());
      assertThat(again.noise().privateKey().matches(keys.noise().privateKey())).isTrue();
    }
    assertThat(keys.publicKeys().getKeysList().stream().map(DeviceKey::getUseValue))
        .containsExactly(1, 2, 3);
    assertThatThrownBy(() -> DeviceKeyPairs.fromSecret(crypto, Secret.adopt(new byte[95])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void close_wipesEveryPrivateKey() {
    DeviceKeyPairs keys = DeviceKeyPairs.generate(crypto, random);
    RootKeys root = RootKeys.fromSeed(crypto, Secret.random(random, 32));

    keys.close();
    root.close();

    for (KeyPair pair : new KeyPair[]{keys.noise(), keys.sign(), keys.seal(), root.sign(),
        root.seal()}) {
      assertThatThrownBy(() -> pair.privateKey().expose())
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void deviceId_isTheHashOfSuiteGroupAndKeys() {
    DeviceKeyPairs keys = DeviceKeyPairs.generate(crypto, random);
    byte[] hash =
        Sha256.of("0k/device/v1\0std1\0".getBytes(US_ASCII), group.toByteArray(),
            keys.publicKeys().toByteArray());

    assertThat(keys.deviceId(crypto, group).toByteArray()).isEqualTo(Arrays.copyOf(hash, 16));
    assertThat(keys.deviceId(crypto, GroupId.of(random.bytes(32))))
        .isNotEqualTo(keys.deviceId(crypto, group));
  }

  @Test
  @Tag("ROSTER-2")
  void groupId_followsFromTheRootsSigningKey() {
    Secret seed = Secret.random(random, 32);
    RootKeys root = RootKeys.fromSeed(crypto, seed);
    byte[] signSeed =
        crypto.hkdf(seed.expose(), new byte[0], "0k/root-sign/v1".getBytes(US_ASCII), 32);
    byte[] sealKey =
        crypto.hkdf(seed.expose(), new byte[0], "0k/root-seal/v1".getBytes(US_ASCII), 32);
    byte[] hash = Sha256.of("0k/group/v1\0std1\0".getBytes(US_ASCII), root.sign().publicKey());

    assertThat(root.sign().privateKey().expose()).isEqualTo(signSeed);
    assertThat(root.seal().privateKey().expose()).isEqualTo(sealKey);
    assertThat(root.groupId()).isEqualTo(GroupId.of(hash));
    assertThat(GroupIds.of(Suite.STD1, ByteString.copyFrom(root.sign().publicKey())))
        .isEqualTo(root.groupId());
    assertThatThrownBy(() -> RootKeys.fromSeed(crypto, Secret.adopt(new byte[31])))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
