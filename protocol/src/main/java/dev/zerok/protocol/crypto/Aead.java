package dev.zerok.protocol.crypto;

import static dev.zerok.protocol.crypto.CryptoException.Reason.BAD_NONCE_LENGTH;
import static dev.zerok.protocol.crypto.CryptoException.Reason.TOO_SHORT;

/**
 * Authenticated encryption with associated data. The caller never uses a nonce twice under one key. Implementations keep no
 * state and may be used by any thread.
 */
public interface Aead {
  /** The algorithms that exist. All have 32-byte keys and 16-byte tags at the end of the ciphertext. */
  enum Algorithm {
    /** RFC 8439. */
    CHACHA20_POLY1305(12),
    /** draft-irtf-cfrg-xchacha-03: HChaCha20 gives a subkey, the rest is RFC 8439; nonces may be drawn at random. */
    XCHACHA20_POLY1305(24),
    /** NIST SP 800-38D with 96-bit nonces only; for the reserved suite {@code fips1}. */
    AES_256_GCM(12);

    private final int nonceLength;

    Algorithm(int nonceLength) {
      this.nonceLength = nonceLength;
    }

    /** Bytes of a nonce; no other length is accepted. */
    public int nonceLength() {
      return nonceLength;
    }
  }

  /** Bytes of a key. */
  int KEY_LENGTH = 32;

  /** Bytes that a ciphertext is longer than its plaintext. */
  int TAG_LENGTH = 16;

  /** Which algorithm this is. */
  Algorithm algorithm();

  /**
   * Encrypts {@code plaintext} and authenticates it with {@code aad}.
   *
   * @return ciphertext ‖ tag, {@link #TAG_LENGTH} bytes longer than the plaintext
   * @throws CryptoException {@code BAD_NONCE_LENGTH}
   * @throws IllegalArgumentException if the key does not have {@link #KEY_LENGTH} bytes
   */
  byte[] seal(Secret key, byte[] nonce, byte[] aad, byte[] plaintext);

  /**
   * Verifies and decrypts what {@link #seal} made; no byte of plaintext is released before the tag was verified.
   *
   * @throws CryptoException {@code BAD_TAG}, {@code TOO_SHORT} or {@code BAD_NONCE_LENGTH}
   * @throws IllegalArgumentException if the key does not have {@link #KEY_LENGTH} bytes
   */
  byte[] open(Secret key, byte[] nonce, byte[] aad, byte[] ciphertext);

  /** Checks key and nonce as promised by {@link #seal}; for implementations. */
  static void requireSealable(Algorithm algorithm, Secret key, byte[] nonce) {
    if (key.size() != KEY_LENGTH) {
      throw new IllegalArgumentException(
          algorithm + " keys have " + KEY_LENGTH + " bytes, not " + key.size());
    }
    if (nonce.length != algorithm.nonceLength()) {
      throw new CryptoException(BAD_NONCE_LENGTH);
    }
  }

  /** Checks key, nonce and length as promised by {@link #open}; for implementations. */
  static void requireOpenable(Algorithm algorithm, Secret key, byte[] nonce, byte[] ciphertext) {
    requireSealable(algorithm, key, nonce);
    if (ciphertext.length < TAG_LENGTH) {
      throw new CryptoException(TOO_SHORT);
    }
  }
}
