package dev.zerok.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.zerok.protocol.testkit.FakeRandomSource;
import org.junit.jupiter.api.Test;

class SecretTest {
  private static final byte[] BYTES = {1, 2, 3};

  @Test
  void toString_givesTheLengthAndNothingElse() {
    assertThat(Secret.copyOf(BYTES)).hasToString("Secret[3 bytes]");
    assertThat(new KeyPair(Secret.copyOf(BYTES), BYTES)).hasToString("KeyPair[3 bytes public]");
  }

  @Test
  void close_wipesTheBytesAndEndsEveryUse() {
    byte[] adopted = BYTES.clone();
    Secret secret = Secret.adopt(adopted);
    secret.close();
    secret.close();

    assertThat(adopted).containsOnly(0);
    assertThat(secret.size()).isEqualTo(3);
    assertThatIllegalStateException().isThrownBy(secret::expose);
    assertThatIllegalStateException().isThrownBy(secret::copy);
    assertThatIllegalStateException().isThrownBy(() -> secret.matches(Secret.copyOf(BYTES)));
    assertThatIllegalStateException().isThrownBy(() -> Secret.copyOf(BYTES).matches(secret));
  }

  @Test
  void copyOf_isIndependentOfItsSource() {
    byte[] source = BYTES.clone();
    Secret secret = Secret.copyOf(source);
    Secret copy = secret.copy();
    source[0] = 9;
    secret.close();
    assertThat(copy.expose()).containsExactly(1, 2, 3);
  }

  @Test
  void matches_comparesTheBytes() {
    assertThat(Secret.copyOf(BYTES).matches(Secret.copyOf(BYTES))).isTrue();
    assertThat(Secret.copyOf(BYTES).matches(Secret.copyOf(new byte[]{1, 2, 4}))).isFalse();
    assertThat(Secret.copyOf(BYTES).matches(Secret.copyOf(new byte[]{1, 2}))).isFalse();
  }

  @Test
  void random_takesTheSourcesBytes() {
    byte[] expected = new FakeRandomSource("seed").bytes(40);
    assertThat(Secret.random(new FakeRandomSource("seed"), 40).expose()).isEqualTo(expected);
  }

  @Test
  void closingAKeyPair_wipesItsPrivateHalf() {
    Secret privateKey = Secret.copyOf(BYTES);
    new KeyPair(privateKey, BYTES).close();
    assertThatIllegalStateException().isThrownBy(privateKey::expose);
  }
}
