package dev.zerok.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zerok.protocol.crypto.provider.Providers;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** HKDF-SHA256 on RFC 5869 appendix A. */
class HkdfTest {
  private final Crypto crypto = Providers.fastest();

  @Test
  void hkdf_givesTheResultOfTestCaseOne() {
    assertThat(hkdf("0b".repeat(22), "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9", 42))
        .isEqualTo(
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  }

  @Test
  void hkdf_givesTheResultOfTestCaseTwo_whichIsLongerThanThreeBlocks() {
    assertThat(hkdf(range(0x00, 0x4f), range(0x60, 0xaf), range(0xb0, 0xff), 82))
        .isEqualTo(
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
                + "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87");
  }

  @Test
  void hkdf_givesTheResultOfTestCaseThree_withoutSaltAndInfo() {
    assertThat(hkdf("0b".repeat(22), "", "", 42))
        .isEqualTo(
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
  }

  @Test
  void deriveSecret_givesTheSameBytesAsASecret() {
    Secret ikm = Secret.adopt(HexFormat.of().parseHex("0b".repeat(22)));
    Secret derived = crypto.deriveSecret(ikm, new byte[0], new byte[0], 42);
    assertThat(derived.expose())
        .isEqualTo(HexFormat.of().parseHex(hkdf("0b".repeat(22), "", "", 42)));
  }

  @Test
  void hkdf_beyond255Blocks_isTheProgrammersFault() {
    assertThat(hkdf("0b", "", "", 8160)).hasSize(2 * 8160);
    assertThatIllegalArgumentException().isThrownBy(() -> hkdf("0b", "", "", 8161));
    assertThatIllegalArgumentException().isThrownBy(() -> hkdf("0b", "", "", -1));
  }

  private String hkdf(String ikm, String salt, String info, int length) {
    HexFormat hex = HexFormat.of();
    return hex
        .formatHex(crypto.hkdf(hex.parseHex(ikm), hex.parseHex(salt), hex.parseHex(info), length));
  }

  private static String range(int first, int last) {
    StringBuilder hex = new StringBuilder();
    for (int i = first; i <= last; i++) {
      hex.append(HexFormat.of().toHexDigits((byte) i));
    }
    return hex.toString();
  }
}
