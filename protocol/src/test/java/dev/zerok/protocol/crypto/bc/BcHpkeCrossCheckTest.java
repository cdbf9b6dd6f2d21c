package dev.zerok.protocol.crypto.bc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.Hpke;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.testkit.FakeRandomSource;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.junit.jupiter.api.Test;

/** Our HPKE against Bouncy Castle's own, in both directions. */
class BcHpkeCrossCheckTest {
  private static final byte[] INFO = "info".getBytes(UTF_8);
  private static final byte[] AAD = "aad".getBytes(UTF_8);
  private static final byte[] PLAINTEXT = "to whom it may concern".getBytes(UTF_8);

  private final HPKE theirs =
      new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256,
          HPKE.aead_CHACHA20_POLY1305);
  private final Crypto crypto = Providers.fastest();
  private final Hpke ours = Hpke.of(crypto);
  private final KeyPair recipient = crypto.agreement().generate(new FakeRandomSource("recipient"));

  @Test
  void whatWeSeal_bouncyCastleOpens() throws InvalidCipherTextException {
    byte[] sealed =
        ours.sealBase(recipient.publicKey(), INFO, AAD, PLAINTEXT, new FakeRandomSource("e"));
    byte[] enc = Arrays.copyOf(sealed, Hpke.ENCAPSULATED_LENGTH);
    byte[] ciphertext = Arrays.copyOfRange(sealed, Hpke.ENCAPSULATED_LENGTH, sealed.length);
    AsymmetricCipherKeyPair theirRecipient =
        theirs.deserializePrivateKey(recipient.privateKey().expose(), recipient.publicKey());
    assertThat(theirs.setupBaseR(enc, theirRecipient, INFO).open(AAD, ciphertext))
        .isEqualTo(PLAINTEXT);
  }

  @Test
  void whatBouncyCastleSeals_weOpen() throws InvalidCipherTextException {
    var context = theirs.setupBaseS(theirs.deserializePublicKey(recipient.publicKey()), INFO);
    byte[] ciphertext = context.seal(AAD, PLAINTEXT);
    byte[] enc = context.getEncapsulation();
    byte[] sealed = Arrays.copyOf(enc, enc.length + ciphertext.length);
    System.arraycopy(ciphertext, 0, sealed, enc.length, ciphertext.length);
    assertThat(ours.openBase(recipient, INFO, AAD, sealed)).isEqualTo(PLAINTEXT);
  }
}
