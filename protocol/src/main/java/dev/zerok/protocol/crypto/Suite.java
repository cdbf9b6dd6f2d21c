package dev.zerok.protocol.crypto;

import java.util.Arrays;
import java.util.Optional;

/**
 * A cipher suite: the set of algorithms that a group uses for its whole life. Chosen at creation, never changed, never a
 * fallback; its name stands in the sub-protocol, the Noise prologue, the group id and every signature and AAD.
 *
 * <p>The names {@code fips1} (P-256, AES-GCM, XAES-256-GCM, PBKDF2) and {@code pq1} (hybrid X25519 + ML-KEM-768) are
 * reserved: they are known to nobody yet, {@link #byName} refuses them, and no other suite may take them.
 */
public enum Suite {
  /** X25519, ChaCha20-Poly1305 and BLAKE2s in Noise; XChaCha20-Poly1305, HKDF-SHA256, Argon2id, Ed25519. */
  STD1("std1");

  private final String wireName;

  Suite(String wireName) {
    this.wireName = wireName;
  }

  /** The name as it stands on the wire and in every signature. ASCII, lower case. */
  public String wireName() {
    return wireName;
  }

  /** The suite of that exact wire name; empty for an unknown or a reserved one. */
  public static Optional<Suite> byName(String wireName) {
    return Arrays.stream(values()).filter(suite -> suite.wireName.equals(wireName)).findFirst();
  }
}
