package dev.zerok.protocol.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.id.GroupId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each use of an epoch's secret has a key of its own, in each group and epoch. */
class EpochKeysTest {
  private final SealingGroup group = new SealingGroup("keys");
  private final Crypto crypto = group.crypto;
  private final EpochSecret sameSecretNextEpoch = new EpochSecret(2, group.epoch.secret().copy(),
      group.epoch.streamSecret().copy());
  private final GroupId otherGroup = new SealingGroup("other").id;

  @Test
  @Tag("SEAL-8")
  void blobKeys_ofTheSameSecret_differByEpochAndByGroup() {
    Secret here = PayloadCipher.blobKey(crypto, group.id, group.epoch);

    assertThat(here.matches(PayloadCipher.blobKey(crypto, group.id, group.epoch))).isTrue();
    assertThat(here.matches(PayloadCipher.blobKey(crypto, group.id, sameSecretNextEpoch)))
        .isFalse();
    assertThat(here.matches(PayloadCipher.blobKey(crypto, otherGroup, group.epoch))).isFalse();
  }

  @Test
  @Tag("SEAL-8")
  void signalKeys_ofTheSameSecret_differByEpochAndByGroup_andFromBlobKeys() {
    Secret here = SignalSealer.key(crypto, group.id, group.epoch);

    assertThat(here.matches(SignalSealer.key(crypto, group.id, group.epoch))).isTrue();
    assertThat(here.matches(SignalSealer.key(crypto, group.id, sameSecretNextEpoch))).isFalse();
    assertThat(here.matches(SignalSealer.key(crypto, otherGroup, group.epoch))).isFalse();
    assertThat(here.matches(PayloadCipher.blobKey(crypto, group.id, group.epoch))).isFalse();
  }

  @Test
  @Tag("SEAL-8")
  void bothKeys_areTheDerivationsOfTheProtocol() {
    assertThat(PayloadCipher.blobKey(crypto, group.id, group.epoch)
        .matches(derived("0k/blob-key/v1"))).isTrue();
    assertThat(SignalSealer.key(crypto, group.id, group.epoch)
        .matches(derived("0k/signal-key/v1"))).isTrue();
  }

  private Secret derived(String label) {
    byte[] use = (label + "\0std1\0").getBytes(StandardCharsets.US_ASCII);
    byte[] info = ByteBuffer.allocate(use.length + Integer.BYTES).put(use).putInt(1).array();
    return Secret.adopt(crypto.hkdf(group.epoch.secret().expose(), group.id.toByteArray(), info,
        32));
  }
}
