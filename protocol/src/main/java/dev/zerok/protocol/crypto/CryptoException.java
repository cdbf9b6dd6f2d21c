package dev.zerok.protocol.crypto;

/**
 * Input that came from outside does not pass a cryptographic check: the peer's or the world's fault, never the caller's.
 * Wrong use of the port (a key of the wrong length from our own code) is an {@link IllegalArgumentException} instead.
 *
 * <p>The message says nothing about key material and may be shown.
 */
public final class CryptoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Which check failed. */
  public enum Reason {
    /** The authentication tag does not fit: wrong key, wrong associated data, or changed bytes. */
    BAD_TAG("the data was changed or sealed under another key"),
    /** A ciphertext shorter than its tag, or an encapsulated key cut off. */
    TOO_SHORT("the data is shorter than its fixed parts"),
    /** A nonce that does not have the algorithm's length. */
    BAD_NONCE_LENGTH("the nonce does not have the length that the algorithm demands"),
    /** A public key, or a share of a PAKE, that does not have the algorithm's length or does not decode. */
    BAD_PUBLIC_KEY("the public key is not a valid one"),
    /** The key agreement gave all zeros, or the identity: the peer sent a point made for that (RFC 7748 §6.1). */
    ZERO_SHARED_SECRET("the peer's public key is of small order");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  private final Reason reason;

  public CryptoException(Reason reason) {
    super(reason.words);
    this.reason = reason;
  }

  /** As the other constructor, with the provider's own exception for whoever debugs it. */
  public CryptoException(Reason reason, Throwable cause) {
    super(reason.words, cause);
    this.reason = reason;
  }

  /** Which check failed. */
  public Reason reason() {
    return reason;
  }
}
