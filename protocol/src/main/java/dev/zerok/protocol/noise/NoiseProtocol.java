package dev.zerok.protocol.noise;

import dev.zerok.protocol.crypto.Aead;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.HashFunction;
import dev.zerok.protocol.crypto.KeyAgreement;

/**
 * A pattern with its algorithms: all that a Noise protocol name says (Noise §8).
 *
 * @param pattern the handshake pattern
 * @param agreement Noise's DH functions
 * @param aead Noise's cipher functions: ChaCha20-Poly1305 or AES-256-GCM
 * @param hash Noise's hash functions
 */
public record NoiseProtocol(NoisePattern pattern, KeyAgreement agreement, Aead aead,
    HashFunction hash) {
  /** The longest message of any kind, in bytes (Noise §3). */
  public static final int MAX_MESSAGE_LENGTH = 65_535;

  /** The longest plaintext of a transport record, in bytes. */
  public static final int MAX_PLAINTEXT_LENGTH = MAX_MESSAGE_LENGTH - Aead.TAG_LENGTH;

  /** Bytes of a pre-shared key (Noise §9.1). */
  public static final int PSK_LENGTH = 32;

  public NoiseProtocol {
    if (aead.algorithm() == Aead.Algorithm.XCHACHA20_POLY1305) {
      throw new IllegalArgumentException(
          "Noise counts its nonces; it has no use for XChaCha20-Poly1305");
    }
  }

  /** The pattern with the algorithms of a suite. */
  public static NoiseProtocol of(NoisePattern pattern, Crypto crypto) {
    return new NoiseProtocol(pattern, crypto.agreement(), crypto.recordAead(),
        crypto.transcriptHash());
  }

  /** The protocol name, such as {@code Noise_XX_25519_ChaChaPoly_BLAKE2s}; both sides hash it first. */
  public String name() {
    String cipher = aead.algorithm() == Aead.Algorithm.AES_256_GCM ? "AESGCM" : "ChaChaPoly";
    return String.join(
        "_",
        "Noise",
        pattern.noiseName(),
        agreement.algorithm().noiseName(),
        cipher,
        hash.algorithm().noiseName());
  }
}
