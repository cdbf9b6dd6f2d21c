package dev.zerok.protocol.crypto.bc;

import dev.zerok.protocol.crypto.Aead;
import dev.zerok.protocol.crypto.Secret;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.ChaChaEngine;
import org.bouncycastle.util.Pack;

/**
 * XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03 §2): HChaCha20 of key and the nonce's first 16 bytes gives a subkey, under which
 * the ChaCha20-Poly1305 of any provider runs with four zero bytes and the nonce's last 8.
 */
public final class XChaCha20Poly1305 implements Aead {
  private static final int HCHACHA_NONCE_LENGTH = 16;
  private static final int INNER_NONCE_START = 4;
  private static final int ROUNDS = 20;
  private static final int[] CONSTANTS = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
  private static final int STATE_WORDS = 16;
  private static final int KEY_WORD = 4;
  private static final int NONCE_WORD = 12;

  private final Aead inner;

  /**
   * @param inner the ChaCha20-Poly1305 that does the bulk of the work
   * @throws IllegalArgumentException if it is another algorithm
   */
  public XChaCha20Poly1305(Aead inner) {
    if (inner.algorithm() != Algorithm.CHACHA20_POLY1305) {
      throw new IllegalArgumentException(
          "XChaCha20-Poly1305 is built on ChaCha20-Poly1305, not " + inner.algorithm());
    }
    this.inner = inner;
  }

  @Override
  public Algorithm algorithm() {
    return Algorithm.XCHACHA20_POLY1305;
  }

  @Override
  public byte[] seal(Secret key, byte[] nonce, byte[] aad, byte[] plaintext) {
    Aead.requireSealable(algorithm(), key, nonce);
    try (Secret subkey = hchacha20(key, nonce)) {
      return inner.seal(subkey, innerNonce(nonce), aad, plaintext);
    }
  }

  @Override
  public byte[] open(Secret key, byte[] nonce, byte[] aad, byte[] ciphertext) {
    Aead.requireOpenable(algorithm(), key, nonce, ciphertext);
    try (Secret subkey = hchacha20(key, nonce)) {
      return inner.open(subkey, innerNonce(nonce), aad, ciphertext);
    }
  }

  private static byte[] innerNonce(byte[] nonce) {
    byte[] inner = new byte[Algorithm.CHACHA20_POLY1305.nonceLength()];
    System.arraycopy(nonce, HCHACHA_NONCE_LENGTH, inner, INNER_NONCE_START,
        nonce.length - HCHACHA_NONCE_LENGTH);
    return inner;
  }

  /**
   * HChaCha20 (§2.2): the first and last row of the ChaCha20 state after its rounds. Bouncy Castle's core adds the input to the
   * result as ChaCha20 does and HChaCha20 does not, so that is taken off again.
   */
  static Secret hchacha20(Secret key, byte[] nonce) {
    int[] state = new int[STATE_WORDS];
    System.arraycopy(CONSTANTS, 0, state, 0, CONSTANTS.length);
    Pack.littleEndianToInt(key.expose(), 0, state, KEY_WORD, NONCE_WORD - KEY_WORD);
    Pack.littleEndianToInt(nonce, 0, state, NONCE_WORD, STATE_WORDS - NONCE_WORD);
    int[] mixed = new int[STATE_WORDS];
    ChaChaEngine.chachaCore(ROUNDS, state, mixed);
    for (int i = 0; i < STATE_WORDS; i++) {
      mixed[i] -= state[i];
    }
    byte[] subkey = new byte[KEY_LENGTH];
    Pack.intToLittleEndian(mixed, 0, KEY_WORD, subkey, 0);
    Pack.intToLittleEndian(mixed, NONCE_WORD, KEY_WORD, subkey, KEY_LENGTH / 2);
    Arrays.fill(state, 0);
    Arrays.fill(mixed, 0);
    return Secret.adopt(subkey);
  }
}
