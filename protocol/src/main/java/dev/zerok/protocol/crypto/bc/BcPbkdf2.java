package dev.zerok.protocol.crypto.bc;

import dev.zerok.protocol.crypto.PasswordCost;
import dev.zerok.protocol.crypto.PasswordKdf;
import dev.zerok.protocol.crypto.Secret;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/** PBKDF2-HMAC-SHA256 (RFC 8018 §5.2). */
final class BcPbkdf2 implements PasswordKdf {
  @Override
  public Algorithm algorithm() {
    return Algorithm.PBKDF2_HMAC_SHA256;
  }

  @Override
  public Secret derive(byte[] password, byte[] salt, PasswordCost cost, int length) {
    PasswordKdf.requireBounds(salt, 0, length, 1);
    if (cost.memoryKiB() != 0) {
      throw new IllegalArgumentException(
          "PBKDF2 uses no memory; this is a cost for Argon2id: " + cost);
    }
    PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
    generator.init(password, salt, cost.iterations());
    KeyParameter key = (KeyParameter) generator.generateDerivedParameters(length * Byte.SIZE);
    return Secret.adopt(key.getKey());
  }
}
