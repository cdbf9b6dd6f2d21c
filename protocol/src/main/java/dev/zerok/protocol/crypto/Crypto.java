package dev.zerok.protocol.crypto;

import java.util.Map;

/**
 * The primitives of one suite, by role. The protocol's code asks for roles; which library does the work was decided once, where
 * the program was put together. Immutable; any thread.
 */
public interface Crypto {
  /** The suite whose algorithms these are. */
  Suite suite();

  /** Diffie-Hellman for Noise and for sealing to a device; {@code std1}: X25519. */
  KeyAgreement agreement();

  /** Signatures; {@code std1}: Ed25519. */
  Signatures signatures();

  /** The AEAD of transport records; {@code std1}: ChaCha20-Poly1305, 12-byte counter nonces. */
  Aead recordAead();

  /** The AEAD of stored blobs; {@code std1}: XChaCha20-Poly1305, 24-byte random nonces. */
  Aead blobAead();

  /** Noise's hash; {@code std1}: BLAKE2s. */
  HashFunction transcriptHash();

  /** SHA-256 as a function, for ids and chains that are hashed in pieces. */
  HashFunction sha256Function();

  /** The password KDF; {@code std1}: Argon2id. */
  PasswordKdf passwordKdf();

  /** The group in which passwords are proven; {@code std1}: P-256. */
  PakeGroup pakeGroup();

  /** Primitive → provider, in a fixed order, for the line that a program prints at its start. */
  Map<String, String> describe();

  /** SHA-256 of all parts, one after the other. */
  default byte[] sha256(byte[]... parts) {
    return sha256Function().hash(parts);
  }

  /** HMAC-SHA256 of all parts, one after the other. */
  default byte[] hmacSha256(byte[] key, byte[]... parts) {
    return sha256Function().hmac(key, parts);
  }

  /**
   * HKDF-SHA256, both steps (RFC 5869).
   *
   * @param salt may be empty
   * @param length bytes of output, 0 to 8160
   * @throws IllegalArgumentException if more is asked for
   */
  default byte[] hkdf(byte[] ikm, byte[] salt, byte[] info, int length) {
    try (Secret pseudorandomKey = Hkdf.extract(sha256Function(), salt, ikm)) {
      return Hkdf.expand(sha256Function(), pseudorandomKey, length, info);
    }
  }

  /** As {@link #hkdf}, for output that is itself a key. */
  default Secret deriveSecret(Secret ikm, byte[] salt, byte[] info, int length) {
    return Secret.adopt(hkdf(ikm.expose(), salt, info, length));
  }
}
