package dev.zerok.protocol.crypto.bc;

import dev.zerok.protocol.crypto.KeyAgreement;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.Secret;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** X25519 (RFC 7748). */
final class BcX25519 implements KeyAgreement {
  @Override
  public Algorithm algorithm() {
    return Algorithm.X25519;
  }

  @Override
  public KeyPair fromPrivate(Secret privateKey) {
    KeyAgreement.requirePrivateLength(Algorithm.X25519, privateKey);
    byte[] publicKey = new byte[X25519.POINT_SIZE];
    X25519.generatePublicKey(privateKey.expose(), 0, publicKey, 0);
    return new KeyPair(privateKey.copy(), publicKey);
  }

  @Override
  public Secret agree(Secret privateKey, byte[] publicKey) {
    KeyAgreement.requireLengths(Algorithm.X25519, privateKey, publicKey);
    byte[] shared = new byte[X25519.POINT_SIZE];
    X25519.scalarMult(privateKey.expose(), 0, publicKey, 0, shared, 0);
    return KeyAgreement.refuseZero(shared);
  }
}
