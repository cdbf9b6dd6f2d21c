package dev.zerok.protocol.crypto.jca;

import dev.zerok.protocol.crypto.Aead;
import dev.zerok.protocol.crypto.CryptoException;
import dev.zerok.protocol.crypto.Secret;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * An AEAD of a JCA provider. A fresh cipher object per message: JCA's are not thread-safe, and the JDK's refuse to start anew with
 * the nonce that they saw last. JCA keeps a copy of the key that cannot be wiped; it lives as long as the call.
 */
public final class JcaAead implements Aead {
  private final Provider provider;
  private final Algorithm algorithm;
  private final String transformation;

  /**
   * @param transformation JCA's name of the algorithm at this provider
   */
  public JcaAead(Provider provider, Algorithm algorithm, String transformation) {
    this.provider = provider;
    this.algorithm = algorithm;
    this.transformation = transformation;
  }

  @Override
  public Algorithm algorithm() {
    return algorithm;
  }

  @Override
  public byte[] seal(Secret key, byte[] nonce, byte[] aad, byte[] plaintext) {
    Aead.requireSealable(algorithm, key, nonce);
    try {
      return run(Cipher.ENCRYPT_MODE, key, nonce, aad, plaintext);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(provider.getName() + " cannot encrypt with " + transformation,
          e);
    }
  }

  @Override
  public byte[] open(Secret key, byte[] nonce, byte[] aad, byte[] ciphertext) {
    Aead.requireOpenable(algorithm, key, nonce, ciphertext);
    try {
      return run(Cipher.DECRYPT_MODE, key, nonce, aad, ciphertext);
    } catch (AEADBadTagException e) {
      throw new CryptoException(CryptoException.Reason.BAD_TAG, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(provider.getName() + " cannot decrypt with " + transformation,
          e);
    }
  }

  private byte[] run(int mode, Secret key, byte[] nonce, byte[] aad, byte[] input)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(transformation, provider);
    cipher.init(mode, new SecretKeySpec(key.expose(), keyAlgorithm()), parameters(nonce));
    cipher.updateAAD(aad);
    return cipher.doFinal(input);
  }

  private AlgorithmParameterSpec parameters(byte[] nonce) {
    return algorithm == Algorithm.AES_256_GCM
        ? new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, nonce)
        : new IvParameterSpec(nonce);
  }

  private String keyAlgorithm() {
    return algorithm == Algorithm.AES_256_GCM ? "AES" : "ChaCha20";
  }
}
