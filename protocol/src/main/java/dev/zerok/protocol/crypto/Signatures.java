package dev.zerok.protocol.crypto;

/**
 * The suite's signature scheme; in {@code std1} Ed25519, strict RFC 8032. Implementations keep no state and may be used
 * by any thread.
 *
 * <p>Strict means that every correct implementation gives the same verdict: S is below the group order, A and R are canonical
 * encodings of points, and both lie in the prime-order subgroup (so neither is of small order). On such points the equation with
 * and without the cofactor agree. No honest signer ever makes anything else.
 */
public interface Signatures {
  /** Bytes of a seed (the private key). */
  int SEED_LENGTH = 32;

  /** Bytes of a public key. */
  int PUBLIC_KEY_LENGTH = 32;

  /** Bytes of a signature. */
  int SIGNATURE_LENGTH = 64;

  /**
   * The pair of a seed, of which a copy is kept.
   *
   * @throws IllegalArgumentException if it does not have {@link #SEED_LENGTH} bytes
   */
  KeyPair fromSeed(Secret seed);

  /** A fresh pair: the seed is the next {@link #SEED_LENGTH} bytes of {@code random}. */
  default KeyPair generate(RandomSource random) {
    try (Secret seed = Secret.random(random, SEED_LENGTH)) {
      return fromSeed(seed);
    }
  }

  /**
   * The deterministic signature of {@code message} under {@code seed}.
   *
   * @throws IllegalArgumentException if the seed does not have {@link #SEED_LENGTH} bytes
   */
  byte[] sign(Secret seed, byte[] message);

  /** Whether the signature holds under the strict rules above. Wrong lengths are a plain {@code false}. */
  boolean verify(byte[] publicKey, byte[] message, byte[] signature);
}
