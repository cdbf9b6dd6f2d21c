package dev.zerok.protocol.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zerok.protocol.crypto.provider.Providers;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PasswordCostTest {
  @Test
  @Tag("KDF-1")
  void argon2idFor_choosesByTheDevicesMemory() {
    assertThat(PasswordCost.argon2idFor(0)).isEqualTo(new PasswordCost(19 * 1024, 2, 1));
    assertThat(PasswordCost.argon2idFor(4095)).isEqualTo(new PasswordCost(19 * 1024, 2, 1));
    assertThat(PasswordCost.argon2idFor(4096)).isEqualTo(new PasswordCost(46 * 1024, 1, 1));
    assertThat(PasswordCost.argon2idFor(8191)).isEqualTo(new PasswordCost(46 * 1024, 1, 1));
    assertThat(PasswordCost.argon2idFor(8192)).isEqualTo(new PasswordCost(64 * 1024, 3, 1));
  }

  /** The reference implementation's own test: {@code argon2 somesalt -id -t 2 -m 16 -p 1}. */
  @Test
  @Tag("KDF-1")
  void derive_givesTheReferenceImplementationsResult() {
    PasswordKdf argon2id = Providers.fastest().passwordKdf();
    assertThat(argon2id.algorithm()).isEqualTo(PasswordKdf.Algorithm.ARGON2ID);
    Secret key =
        argon2id.derive(utf8("password"), utf8("somesalt"), new PasswordCost(64 * 1024, 2, 1), 32);
    assertThat(HexFormat.of().formatHex(key.expose()))
        .isEqualTo("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
  }

  @Test
  void aCostThatWouldExhaustTheDevice_isNotAcceptable() {
    assertThat(PasswordCost.acceptable(256 * 1024, 64, 16)).isTrue();
    assertThat(PasswordCost.acceptable(256 * 1024 + 1, 1, 1)).isFalse();
    assertThat(PasswordCost.acceptable(64 * 1024, 65, 1)).isFalse();
    assertThat(PasswordCost.acceptable(64 * 1024, 1, 17)).isFalse();
    assertThat(PasswordCost.acceptable(31, 1, 4)).isFalse();
    assertThat(PasswordCost.acceptable(64 * 1024, 0, 1)).isFalse();
    assertThat(PasswordCost.acceptable(64 * 1024, 1, 0)).isFalse();
    assertThat(PasswordCost.acceptable(-8, 1, 1)).isFalse();
    assertThat(PasswordCost.acceptable(0, 10_000_001, 1)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new PasswordCost(7, 1, 1));
  }

  @Test
  void derive_withTheOtherAlgorithmsCost_orAShortSalt_isTheProgrammersFault() {
    PasswordKdf argon2id = Providers.fastest().passwordKdf();
    PasswordCost cost = new PasswordCost(8, 1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> argon2id.derive(utf8("p"), utf8("somesalt"), PasswordCost.pbkdf2(1), 32));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> argon2id.derive(utf8("p"), utf8("7 bytes"), cost, 32));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> argon2id.derive(utf8("p"), utf8("somesalt"), cost, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> argon2id.derive(utf8("p"), utf8("somesalt"), cost, 1025));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
