package dev.zerok.protocol.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.testkit.FakeRandomSource;
import java.util.Arrays;
import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** HPKE on RFC 9180 appendix A.2.1, the first encryption, and what opening must refuse. */
class HpkeTest {
  private static final byte[] INFO = hex("4f6465206f6e2061204772656369616e2055726e");
  private static final byte[] AAD = "Count-0".getBytes(US_ASCII);
  private static final byte[] PLAINTEXT = "Beauty is truth, truth beauty".getBytes(US_ASCII);
  private static final byte[] EPHEMERAL =
      hex("f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600");
  private static final byte[] RECIPIENT =
      hex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
  private static final String RECIPIENT_PUBLIC =
      "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a";
  private static final String SEALED =
      "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"
          + "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28";

  private final Crypto crypto = Providers.fastest();
  private final Hpke hpke = Hpke.of(crypto);
  private final KeyPair recipient = crypto.agreement().fromPrivate(Secret.copyOf(RECIPIENT));

  @Test
  void sealBase_givesTheResultOfRfc9180() {
    byte[] sealed =
        hpke.sealBase(hex(RECIPIENT_PUBLIC), INFO, AAD, PLAINTEXT, FakeRandomSource.of(EPHEMERAL));
    assertThat(HexFormat.of().formatHex(sealed)).isEqualTo(SEALED);
    assertThat(sealed).hasSize(PLAINTEXT.length + Hpke.OVERHEAD);
  }

  @Test
  void openBase_opensTheMessageOfRfc9180() {
    assertThat(recipient.publicKey()).isEqualTo(hex(RECIPIENT_PUBLIC));
    assertThat(hpke.openBase(recipient, INFO, AAD, hex(SEALED))).isEqualTo(PLAINTEXT);
  }

  @Test
  void openBase_whenAnythingDiffers_isRefused() {
    for (int i = 0; i < hex(SEALED).length; i++) {
      byte[] changed = hex(SEALED);
      changed[i] ^= 1;
      assertRefused(CryptoException.Reason.BAD_TAG,
          () -> hpke.openBase(recipient, INFO, AAD, changed));
    }
    KeyPair other = crypto.agreement().generate(new FakeRandomSource("other"));
    assertRefused(CryptoException.Reason.BAD_TAG,
        () -> hpke.openBase(other, INFO, AAD, hex(SEALED)));
    assertRefused(CryptoException.Reason.BAD_TAG,
        () -> hpke.openBase(recipient, AAD, AAD, hex(SEALED)));
    assertRefused(CryptoException.Reason.BAD_TAG,
        () -> hpke.openBase(recipient, INFO, INFO, hex(SEALED)));
  }

  @Test
  void openBase_whenTheMessageIsCutOffOrTheKeyOfSmallOrder_isRefused() {
    byte[] tooShort = Arrays.copyOf(hex(SEALED), Hpke.OVERHEAD - 1);
    assertRefused(CryptoException.Reason.TOO_SHORT,
        () -> hpke.openBase(recipient, INFO, AAD, tooShort));
    assertRefused(
        CryptoException.Reason.ZERO_SHARED_SECRET,
        () -> hpke.openBase(recipient, INFO, AAD, new byte[Hpke.OVERHEAD]));
  }

  @Test
  void sealBase_toAKeyOfSmallOrder_isRefused() {
    assertRefused(
        CryptoException.Reason.ZERO_SHARED_SECRET,
        () -> hpke.sealBase(new byte[32], INFO, AAD, PLAINTEXT, new FakeRandomSource("e")));
  }

  private static void assertRefused(CryptoException.Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(CryptoException.class,
            e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
