package dev.zerok.protocol.pake;

import dev.zerok.protocol.crypto.Secret;

/** What one run of SPAKE2 gives a side (RFC 9382 § 4). Nothing may be done with the key before the peer's confirmation fits. */
final class Spake2Keys implements AutoCloseable {
  private final Secret key;
  private final Secret confirmation;
  private final Secret expected;

  /** All three taken over. */
  Spake2Keys(Secret key, Secret confirmation, Secret expected) {
    this.key = key;
    this.confirmation = confirmation;
    this.expected = expected;
  }

  /** Ke, 16 bytes; owned by this object. */
  Secret key() {
    return key;
  }

  /** What this side sends to prove that it knows the password. */
  byte[] confirmation() {
    return confirmation.expose().clone();
  }

  /** Whether this is the peer's proof; in a time that does not depend on where it differs. */
  boolean isConfirmedBy(byte[] peers) {
    try (Secret given = Secret.copyOf(peers)) {
      return given.matches(expected);
    }
  }

  @Override
  public void close() {
    key.close();
    confirmation.close();
    expected.close();
  }
}
