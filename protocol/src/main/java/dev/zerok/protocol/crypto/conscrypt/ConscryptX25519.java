package dev.zerok.protocol.crypto.conscrypt;

import dev.zerok.protocol.crypto.CryptoException;
import dev.zerok.protocol.crypto.KeyAgreement;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.Secret;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Provider;
import org.conscrypt.OpenSSLX25519PrivateKey;
import org.conscrypt.OpenSSLX25519PublicKey;

/** X25519 (RFC 7748) by BoringSSL, the fastest there is for the JVM: about 2.5 times Bouncy Castle's. */
final class ConscryptX25519 implements KeyAgreement {
  /** The base point u = 9 (RFC 7748 §4.1): a public key is its product with the private key. */
  private static final byte[] BASE_POINT = basePoint();

  private final Provider provider;

  ConscryptX25519(Provider provider) {
    this.provider = provider;
  }

  @Override
  public Algorithm algorithm() {
    return Algorithm.X25519;
  }

  @Override
  public KeyPair fromPrivate(Secret privateKey) {
    KeyAgreement.requirePrivateLength(Algorithm.X25519, privateKey);
    try (Secret publicKey = agree(privateKey, BASE_POINT)) {
      return new KeyPair(privateKey.copy(), publicKey.expose());
    }
  }

  @Override
  public Secret agree(Secret privateKey, byte[] publicKey) {
    KeyAgreement.requireLengths(Algorithm.X25519, privateKey, publicKey);
    OpenSSLX25519PrivateKey ours = new OpenSSLX25519PrivateKey(privateKey.expose());
    try {
      javax.crypto.KeyAgreement agreement = javax.crypto.KeyAgreement.getInstance("XDH", provider);
      agreement.init(ours);
      agreement.doPhase(new OpenSSLX25519PublicKey(publicKey), true);
      return KeyAgreement.refuseZero(agreement.generateSecret());
    } catch (InvalidKeyException e) {
      // Lengths are right, so BoringSSL has only one thing left to refuse: a result of all zeros
      throw new CryptoException(CryptoException.Reason.ZERO_SHARED_SECRET, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("conscrypt lost its XDH", e);
    } finally {
      ours.destroy();
    }
  }

  private static byte[] basePoint() {
    byte[] point = new byte[Algorithm.X25519.publicKeyLength()];
    point[0] = 9;
    return point;
  }
}
