package dev.zerok.protocol.crypto.jca;

import dev.zerok.protocol.crypto.Aead;
import dev.zerok.protocol.crypto.CryptoProvider;
import dev.zerok.protocol.crypto.HashFunction;
import dev.zerok.protocol.crypto.KeyAgreement;
import dev.zerok.protocol.crypto.PakeGroup;
import dev.zerok.protocol.crypto.PasswordKdf;
import dev.zerok.protocol.crypto.Signatures;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;

/**
 * The JDK's own ChaCha20-Poly1305, AES-GCM and SHA-2. Each is offered only if it is there (an image may be built without it).
 * X25519 and Ed25519 are left out on purpose: the former is the slowest there is, the latter cannot be made strict.
 */
public final class JdkProvider implements CryptoProvider {
  @Override
  public String name() {
    return "JDK " + Runtime.version().feature();
  }

  @Override
  public Optional<KeyAgreement> agreement(KeyAgreement.Algorithm algorithm) {
    return Optional.empty();
  }

  @Override
  public Optional<Aead> aead(Aead.Algorithm algorithm) {
    return switch (algorithm) {
      case CHACHA20_POLY1305 -> jdkAead(algorithm, "ChaCha20-Poly1305");
      case AES_256_GCM -> jdkAead(algorithm, "AES/GCM/NoPadding");
      case XCHACHA20_POLY1305 -> Optional.empty();
    };
  }

  @Override
  public Optional<HashFunction> hash(HashFunction.Algorithm algorithm) {
    return switch (algorithm) {
      case SHA256 -> jdkHash(algorithm, "SHA-256");
      case SHA512 -> jdkHash(algorithm, "SHA-512");
      case BLAKE2S, BLAKE2B -> Optional.empty();
    };
  }

  @Override
  public Optional<Signatures> signatures() {
    return Optional.empty();
  }

  @Override
  public Optional<PakeGroup> pakeGroup(PakeGroup.Algorithm algorithm) {
    return Optional.empty();
  }

  @Override
  public Optional<PasswordKdf> passwordKdf(PasswordKdf.Algorithm algorithm) {
    return Optional.empty();
  }

  private static Optional<Aead> jdkAead(Aead.Algorithm algorithm, String transformation) {
    try {
      Provider provider = Cipher.getInstance(transformation).getProvider();
      return Optional.of(new JcaAead(provider, algorithm, transformation));
    } catch (NoSuchAlgorithmException | NoSuchPaddingException absent) {
      return Optional.empty();
    }
  }

  private static Optional<HashFunction> jdkHash(HashFunction.Algorithm algorithm, String jcaName) {
    try {
      Provider provider = MessageDigest.getInstance(jcaName).getProvider();
      return Optional.of(new JcaHash(provider, algorithm, jcaName));
    } catch (NoSuchAlgorithmException absent) {
      return Optional.empty();
    }
  }
}
