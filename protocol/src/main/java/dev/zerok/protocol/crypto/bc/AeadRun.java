package dev.zerok.protocol.crypto.bc;

import dev.zerok.protocol.crypto.Aead;
import dev.zerok.protocol.crypto.CryptoException;
import dev.zerok.protocol.crypto.Secret;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.AEADCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** One pass of a fresh Bouncy Castle cipher over one message. */
final class AeadRun {
  private static final int TAG_BITS = Aead.TAG_LENGTH * Byte.SIZE;

  private AeadRun() {}

  static byte[] seal(AEADCipher cipher, Secret key, byte[] nonce, byte[] aad, byte[] plaintext) {
    cipher.init(true, parameters(key, nonce, aad));
    byte[] out = new byte[plaintext.length + Aead.TAG_LENGTH];
    int written = cipher.processBytes(plaintext, 0, plaintext.length, out, 0);
    try {
      cipher.doFinal(out, written);
    } catch (InvalidCipherTextException impossible) {
      throw new IllegalStateException("encryption cannot fail authentication", impossible);
    }
    return out;
  }

  static byte[] open(AEADCipher cipher, Secret key, byte[] nonce, byte[] aad, byte[] ciphertext) {
    cipher.init(false, parameters(key, nonce, aad));
    byte[] out = new byte[ciphertext.length - Aead.TAG_LENGTH];
    int written = cipher.processBytes(ciphertext, 0, ciphertext.length, out, 0);
    try {
      cipher.doFinal(out, written);
    } catch (InvalidCipherTextException e) {
      // ChaCha20Poly1305 decrypts before it verifies: nothing of that may survive
      Arrays.fill(out, (byte) 0);
      throw new CryptoException(CryptoException.Reason.BAD_TAG, e);
    }
    return out;
  }

  private static AEADParameters parameters(Secret key, byte[] nonce, byte[] aad) {
    return new AEADParameters(new KeyParameter(key.expose()), TAG_BITS, nonce, aad);
  }
}
