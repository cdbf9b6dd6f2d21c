package dev.zerok.protocol.crypto.bc;

import dev.zerok.protocol.crypto.Aead;
import dev.zerok.protocol.crypto.Secret;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;

/** AES-256-GCM with 96-bit nonces (NIST SP 800-38D). */
final class BcAesGcm implements Aead {
  @Override
  public Algorithm algorithm() {
    return Algorithm.AES_256_GCM;
  }

  @Override
  public byte[] seal(Secret key, byte[] nonce, byte[] aad, byte[] plaintext) {
    Aead.requireSealable(algorithm(), key, nonce);
    return AeadRun.seal(GCMBlockCipher.newInstance(AESEngine.newInstance()), key, nonce, aad,
        plaintext);
  }

  @Override
  public byte[] open(Secret key, byte[] nonce, byte[] aad, byte[] ciphertext) {
    Aead.requireOpenable(algorithm(), key, nonce, ciphertext);
    return AeadRun.open(GCMBlockCipher.newInstance(AESEngine.newInstance()), key, nonce, aad,
        ciphertext);
  }
}
