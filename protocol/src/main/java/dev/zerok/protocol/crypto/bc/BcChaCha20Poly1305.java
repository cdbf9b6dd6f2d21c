package dev.zerok.protocol.crypto.bc;

import dev.zerok.protocol.crypto.Aead;
import dev.zerok.protocol.crypto.Secret;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;

/** ChaCha20-Poly1305 (RFC 8439). */
final class BcChaCha20Poly1305 implements Aead {
  @Override
  public Algorithm algorithm() {
    return Algorithm.CHACHA20_POLY1305;
  }

  @Override
  public byte[] seal(Secret key, byte[] nonce, byte[] aad, byte[] plaintext) {
    Aead.requireSealable(algorithm(), key, nonce);
    return AeadRun.seal(new ChaCha20Poly1305(), key, nonce, aad, plaintext);
  }

  @Override
  public byte[] open(Secret key, byte[] nonce, byte[] aad, byte[] ciphertext) {
    Aead.requireOpenable(algorithm(), key, nonce, ciphertext);
    return AeadRun.open(new ChaCha20Poly1305(), key, nonce, aad, ciphertext);
  }
}
