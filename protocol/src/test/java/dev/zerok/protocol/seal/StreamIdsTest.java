package dev.zerok.protocol.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.id.StreamId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StreamIdsTest {
  private final SealingGroup group = new SealingGroup("streams");

  @Test
  void derive_theEmptyName_isTheDefaultStream() {
    assertThat(derive(group, "")).isEqualTo(StreamId.DEFAULT);
  }

  @Test
  @Tag("SEAL-8")
  void derive_dependsOnNameGroupAndSecret() {
    SealingGroup other = new SealingGroup("other streams");

    assertThat(derive(group, "notes"))
        .isEqualTo(derive(group, "notes"))
        .isNotEqualTo(derive(group, "note"))
        .isNotEqualTo(derive(other, "notes"))
        .isNotEqualTo(
            StreamIds.derive(group.crypto, other.id, group.epoch.streamSecret(), "notes"))
        .isNotEqualTo(StreamIds.derive(group.crypto, group.id, group.epoch.secret(), "notes"));
  }

  @Test
  @Tag("SEAL-8")
  void blobKeys_ofTheSameSecret_differByGroupAndEpoch() {
    try (Secret key = PayloadCipher.blobKey(group.crypto, group.id, group.epoch);
        Secret otherGroup =
            PayloadCipher.blobKey(group.crypto, new SealingGroup("x").id, group.epoch)) {
      assertThat(key.matches(otherGroup)).isFalse();
      assertThat(key.matches(group.epoch.secret())).isFalse();
    }
  }

  private static StreamId derive(SealingGroup group, String name) {
    return StreamIds.derive(group.crypto, group.id, group.epoch.streamSecret(), name);
  }
}
