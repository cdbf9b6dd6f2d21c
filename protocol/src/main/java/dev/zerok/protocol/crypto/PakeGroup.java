package dev.zerok.protocol.crypto;

/**
 * The group of prime order in which two sides prove a password to each other (SPAKE2, RFC 9382). Elements are encoded uncompressed
 * (SEC 1 § 2.3.3), scalars big-endian. Implementations keep no state and may be used by any thread; a call takes some milliseconds
 * and, where a secret is among its arguments, a time that does not depend on it.
 */
public interface PakeGroup {
  /** The groups that exist. */
  enum Algorithm {
    /** NIST P-256, cofactor 1: the group of {@code std1}. */
    P256
  }

  /** The two fixed elements whose logarithm nobody knows (RFC 9382 § 4): M blinds the first side's share, N the second's. */
  enum Mask {
    M,
    N
  }

  /** Bytes of every scalar. */
  int SCALAR_LENGTH = 32;

  /** Bytes of every element. */
  int ELEMENT_LENGTH = 65;

  /** Bytes that {@link #reduce} makes a scalar of: 8 more than the order has, so that it is as good as uniform. */
  int WIDE_LENGTH = 40;

  /** Which group this is. */
  Algorithm algorithm();

  /**
   * The scalar of {@value #WIDE_LENGTH} bytes: the number that they are, modulo the group's order.
   *
   * @throws IllegalArgumentException if there are not that many
   */
  Secret reduce(Secret wide);

  /**
   * A share: {@code ephemeral · P + password · mask}.
   *
   * @throws IllegalArgumentException if a scalar does not have its length
   */
  byte[] blind(Secret ephemeral, Secret password, Mask mask);

  /**
   * What both sides share, in an element's encoding: {@code ephemeral · (share − password · mask)}.
   *
   * @param share the peer's
   * @param mask the one that blinds the peer's share
   * @throws CryptoException {@code BAD_PUBLIC_KEY} if the share is no uncompressed point of the curve, or is the identity;
   *     {@code ZERO_SHARED_SECRET} if the result is the identity
   * @throws IllegalArgumentException if a scalar does not have its length
   */
  Secret agree(Secret ephemeral, byte[] share, Secret password, Mask mask);
}
