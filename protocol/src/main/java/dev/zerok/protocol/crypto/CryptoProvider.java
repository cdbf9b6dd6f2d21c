package dev.zerok.protocol.crypto;

import java.util.Optional;

/**
 * One library that implements some primitives. What it lacks is empty; the same algorithm from two providers gives the same
 * bytes and the same verdicts. Duties:
 *
 * <ol>
 *   <li>No type, exception or checked failure of the library leaks out of the port's interfaces.
 *   <li>Every primitive is safe for any thread.
 *   <li>Length and zero checks are done here, not left to the library.
 * </ol>
 */
public interface CryptoProvider {
  /** The library's name and version, for people. */
  String name();

  /** The key agreement, if the library has it. */
  Optional<KeyAgreement> agreement(KeyAgreement.Algorithm algorithm);

  /** The AEAD, if the library has it. */
  Optional<Aead> aead(Aead.Algorithm algorithm);

  /** The hash function, if the library has it. */
  Optional<HashFunction> hash(HashFunction.Algorithm algorithm);

  /** Ed25519 under the strict rules of {@link Signatures}, if the library can keep them. */
  Optional<Signatures> signatures();

  /** The group for SPAKE2, if the library has it. */
  Optional<PakeGroup> pakeGroup(PakeGroup.Algorithm algorithm);

  /** The password KDF, if the library has it. */
  Optional<PasswordKdf> passwordKdf(PasswordKdf.Algorithm algorithm);
}
