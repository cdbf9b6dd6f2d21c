package dev.zerok.protocol.crypto;

/**
 * A private key and the public key that belongs to it. Closing wipes the private half.
 *
 * <p>Only {@link KeyAgreement} and {@link Signatures} make sense of the bytes: for key agreement the private key is the scalar
 * as drawn (clamped inside the computation), for signatures it is the seed.
 */
public final class KeyPair implements AutoCloseable {
  private final Secret privateKey;
  private final byte[] publicKey;

  /** A pair that owns {@code privateKey} and copies {@code publicKey}. The caller vouches that they fit. */
  public KeyPair(Secret privateKey, byte[] publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey.clone();
  }

  /** The private half, still owned by this pair. */
  public Secret privateKey() {
    return privateKey;
  }

  /** A copy of the public half. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /** An independent pair with a life of its own. */
  public KeyPair copy() {
    return new KeyPair(privateKey.copy(), publicKey);
  }

  @Override
  public void close() {
    privateKey.close();
  }

  @Override
  public String toString() {
    return "KeyPair[" + publicKey.length + " bytes public]";
  }
}
