package dev.zerok.protocol.roster;

/** Decides about signatures: the suite's verification, or nothing where it was done before. */
@FunctionalInterface
interface SignatureCheck {
  /** For entries from our own store: their signatures were verified before they were stored. */
  SignatureCheck VERIFIED_BEFORE = (publicKey, message, signature) -> true;

  boolean verify(byte[] publicKey, byte[] message, byte[] signature);
}
