package dev.zerok.protocol.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.DeviceKeys;
import dev.zerok.protocol.wire.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class JoinSignaturesTest {
  private final GroupFixture group = GroupFixture.empty("join");
  private final DeviceKeyPairs keys = group.newKeys();
  private final ByteString handshake = ByteString.copyFrom(group.random.bytes(32));
  private final ByteString signature =
      JoinSignatures.sign(group.crypto, group.groupId(), keys, handshake);

  @Test
  @Tag("PAIR-4")
  void signature_holdsForItsGroupKeysAndHandshakeOnly() {
    GroupFixture other = GroupFixture.empty("other");
    DeviceKeys strangers = group.newKeys().publicKeys();

    assertThat(verify(keys.publicKeys(), handshake)).isTrue();
    assertThat(verify(strangers, handshake)).isFalse();
    assertThat(verify(keys.publicKeys(), ByteString.copyFrom(new byte[32]))).isFalse();
    assertThat(verify(DeviceKeys.getDefaultInstance(), handshake)).isFalse();
    assertThat(JoinSignatures.verify(group.crypto, other.groupId(), keys.publicKeys(), handshake,
        signature)).isFalse();
    assertThat(JoinSignatures.verify(group.crypto, group.groupId(), keys.publicKeys(), handshake,
        ByteString.EMPTY))
        .isFalse();
  }

  @Test
  void entry_carriesKeysRoleHandshakeAndSignature() {
    var entry =
        JoinSignatures.entry(group.crypto, group.groupId(), keys, Role.ROLE_MEMBER, handshake);

    assertThat(entry.getKeys()).isEqualTo(keys.publicKeys());
    assertThat(entry.getRole()).isEqualTo(Role.ROLE_MEMBER);
    assertThat(entry.getHandshakeHash()).isEqualTo(handshake);
    assertThat(entry.getSignature()).isEqualTo(signature);
  }

  private boolean verify(DeviceKeys deviceKeys, ByteString handshakeHash) {
    return JoinSignatures.verify(group.crypto, group.groupId(), deviceKeys, handshakeHash,
        signature);
  }
}
