package dev.zerok.protocol.crypto;

/** A Diffie-Hellman function. Implementations keep no state and may be used by any thread. */
public interface KeyAgreement {
  /** The algorithms that exist, under the names that Noise gives them (Noise §12.1). */
  enum Algorithm {
    /** X25519, RFC 7748. */
    X25519("25519", 32, 32, 32);

    private final String noiseName;
    private final int privateKeyLength;
    private final int publicKeyLength;
    private final int sharedSecretLength;

    Algorithm(String noiseName, int privateKeyLength, int publicKeyLength, int sharedSecretLength) {
      this.noiseName = noiseName;
      this.privateKeyLength = privateKeyLength;
      this.publicKeyLength = publicKeyLength;
      this.sharedSecretLength = sharedSecretLength;
    }

    /** The name inside a Noise protocol name. */
    public String noiseName() {
      return noiseName;
    }

    /** Bytes of a private key. */
    public int privateKeyLength() {
      return privateKeyLength;
    }

    /** Bytes of a public key, Noise's DHLEN. */
    public int publicKeyLength() {
      return publicKeyLength;
    }

    /** Bytes of the result of {@link KeyAgreement#agree}. */
    public int sharedSecretLength() {
      return sharedSecretLength;
    }
  }

  /** Which algorithm this is. */
  Algorithm algorithm();

  /**
   * The pair of a given private key, of which a copy is kept.
   *
   * @throws IllegalArgumentException if it does not have the algorithm's length
   */
  KeyPair fromPrivate(Secret privateKey);

  /**
   * The shared secret of our private and the peer's public key.
   *
   * @throws CryptoException {@code BAD_PUBLIC_KEY} if the peer's key has the wrong length; {@code ZERO_SHARED_SECRET} if
   *     the result is all zeros, which only a peer that wants to control the result brings about
   * @throws IllegalArgumentException if our own key does not have the algorithm's length
   */
  Secret agree(Secret privateKey, byte[] publicKey);

  /** A fresh pair: the private key is the next {@code privateKeyLength} bytes of {@code random}. */
  default KeyPair generate(RandomSource random) {
    try (Secret drawn = Secret.random(random, algorithm().privateKeyLength())) {
      return fromPrivate(drawn);
    }
  }

  /** Checks both arguments of {@link #agree} as promised there; for implementations. */
  static void requireLengths(Algorithm algorithm, Secret privateKey, byte[] publicKey) {
    requirePrivateLength(algorithm, privateKey);
    if (publicKey.length != algorithm.publicKeyLength()) {
      throw new CryptoException(CryptoException.Reason.BAD_PUBLIC_KEY);
    }
  }

  /** Checks the argument of {@link #fromPrivate} as promised there; for implementations. */
  static void requirePrivateLength(Algorithm algorithm, Secret privateKey) {
    if (privateKey.size() != algorithm.privateKeyLength()) {
      throw new IllegalArgumentException(
          algorithm + " private keys have " + algorithm.privateKeyLength() + " bytes, not "
              + privateKey.size());
    }
  }

  /** Refuses an all-zero result, in time that does not depend on where a non-zero byte stands; for implementations. */
  static Secret refuseZero(byte[] sharedSecret) {
    int seen = 0;
    for (byte b : sharedSecret) {
      seen |= b;
    }
    if (seen == 0) {
      throw new CryptoException(CryptoException.Reason.ZERO_SHARED_SECRET);
    }
    return Secret.adopt(sharedSecret);
  }
}
