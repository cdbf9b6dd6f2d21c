package dev.zerok.protocol.crypto.bc;

import dev.zerok.protocol.crypto.PasswordCost;
import dev.zerok.protocol.crypto.PasswordKdf;
import dev.zerok.protocol.crypto.Secret;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id version 1.3 (RFC 9106). */
final class BcArgon2id implements PasswordKdf {
  private static final int MIN_SALT_LENGTH = 8;
  private static final int MIN_OUTPUT_LENGTH = 4;
  private static final byte[] NONE = {};

  @Override
  public Algorithm algorithm() {
    return Algorithm.ARGON2ID;
  }

  @Override
  public Secret derive(byte[] password, byte[] salt, PasswordCost cost, int length) {
    PasswordKdf.requireBounds(salt, MIN_SALT_LENGTH, length, MIN_OUTPUT_LENGTH);
    if (cost.memoryKiB() == 0) {
      throw new IllegalArgumentException(
          "Argon2id needs memory; this is a cost for PBKDF2: " + cost);
    }
    return derive(password, salt, NONE, NONE, cost, length);
  }

  /** With the secret and the associated data that the RFC's test vector uses and this protocol does not. */
  static Secret derive(byte[] password, byte[] salt, byte[] secret, byte[] data, PasswordCost cost,
      int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
        .withMemoryAsKB(cost.memoryKiB())
        .withIterations(cost.iterations())
        .withParallelism(cost.parallelism())
        .withSalt(salt)
        .withSecret(secret)
        .withAdditional(data)
        .build());
    byte[] out = new byte[length];
    generator.generateBytes(password, out);
    return Secret.adopt(out);
  }
}
