package dev.zerok.protocol.crypto.bc;

import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.Signatures;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Ed25519 (RFC 8032 §5.1) under the strict rules of {@link Signatures}. Bouncy Castle's verification refuses S ≥ L and encodings
 * that are not canonical, but leaves open which equation it checks when A or R has a part of small order; so both are first
 * required to lie in the prime-order subgroup, where there is only one answer.
 */
final class BcEd25519 implements Signatures {
  @Override
  public KeyPair fromSeed(Secret seed) {
    requireSeed(seed);
    byte[] publicKey = new byte[PUBLIC_KEY_LENGTH];
    Ed25519.generatePublicKey(seed.expose(), 0, publicKey, 0);
    return new KeyPair(seed.copy(), publicKey);
  }

  @Override
  public byte[] sign(Secret seed, byte[] message) {
    requireSeed(seed);
    byte[] signature = new byte[SIGNATURE_LENGTH];
    Ed25519.sign(seed.expose(), 0, message, 0, message.length, signature, 0);
    return signature;
  }

  @Override
  public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    if (publicKey.length != PUBLIC_KEY_LENGTH || signature.length != SIGNATURE_LENGTH) {
      return false;
    }
    // R stands at the signature's front and is encoded like a public key
    if (!Ed25519.validatePublicKeyFull(signature, 0)) {
      return false;
    }
    Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(publicKey, 0);
    return point != null && Ed25519.verify(signature, 0, point, message, 0, message.length);
  }

  private static void requireSeed(Secret seed) {
    if (seed.size() != SEED_LENGTH) {
      throw new IllegalArgumentException(
          "Ed25519 seeds have " + SEED_LENGTH + " bytes, not " + seed.size());
    }
  }
}
