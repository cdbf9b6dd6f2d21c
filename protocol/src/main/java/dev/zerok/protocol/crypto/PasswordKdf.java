package dev.zerok.protocol.crypto;

/**
 * A deliberately slow function from a password to a key. Implementations keep no state and may be used by any thread; a call takes
 * a good part of a second and as much memory as the cost says, so never on an event loop.
 */
public interface PasswordKdf {
  /** The algorithms that exist. */
  enum Algorithm {
    /** RFC 9106, version 1.3: the password KDF of {@code std1}. */
    ARGON2ID,
    /** RFC 8018 §5.2 with HMAC-SHA256; for the reserved suite {@code fips1}. */
    PBKDF2_HMAC_SHA256
  }

  /** Longest salt that is accepted, in bytes. */
  int MAX_SALT_LENGTH = 1024;

  /** Longest output, in bytes. */
  int MAX_OUTPUT_LENGTH = 1024;

  /** Which algorithm this is. */
  Algorithm algorithm();

  /**
   * The key of a password.
   *
   * @param password the password's bytes (UTF-8, NFC by convention); the caller wipes them
   * @param salt at most {@link #MAX_SALT_LENGTH} bytes, for Argon2id at least 8 (RFC 9106 §3.1)
   * @param cost what an attacker has to pay per guess, too
   * @param length bytes of output, 1 (Argon2id: 4) to {@link #MAX_OUTPUT_LENGTH}
   * @throws IllegalArgumentException if an argument is out of its bounds
   */
  Secret derive(byte[] password, byte[] salt, PasswordCost cost, int length);

  /** Checks salt and output length as promised by {@link #derive}; for implementations. */
  static void requireBounds(byte[] salt, int minSaltLength, int length, int minLength) {
    if (salt.length < minSaltLength || salt.length > MAX_SALT_LENGTH) {
      throw new IllegalArgumentException(
          "a salt has " + minSaltLength + " to " + MAX_SALT_LENGTH + " bytes, not " + salt.length);
    }
    if (length < minLength || length > MAX_OUTPUT_LENGTH) {
      throw new IllegalArgumentException(
          "the output has " + minLength + " to " + MAX_OUTPUT_LENGTH + " bytes, not " + length);
    }
  }
}
