package dev.zerok.protocol.crypto.conscrypt;

import dev.zerok.protocol.crypto.Aead;
import dev.zerok.protocol.crypto.CryptoProvider;
import dev.zerok.protocol.crypto.HashFunction;
import dev.zerok.protocol.crypto.KeyAgreement;
import dev.zerok.protocol.crypto.PakeGroup;
import dev.zerok.protocol.crypto.PasswordKdf;
import dev.zerok.protocol.crypto.Signatures;
import dev.zerok.protocol.crypto.jca.JcaAead;
import dev.zerok.protocol.crypto.jca.JcaHash;
import java.security.Provider;
import java.util.Optional;
import org.conscrypt.Conscrypt;

/**
 * Conscrypt's X25519, ChaCha20-Poly1305, XChaCha20-Poly1305, AES-GCM and SHA-2. Its Ed25519 is left out: it offers no way to
 * refuse points outside the prime-order subgroup.
 */
public final class ConscryptProvider implements CryptoProvider {
  private final Provider provider;

  private ConscryptProvider(Provider provider) {
    this.provider = provider;
  }

  /** What came of looking for Conscrypt. */
  public sealed interface Search {
    /** It is there. */
    record Found(ConscryptProvider provider) implements Search {}

    /**
     * It is not there.
     *
     * @param reason why, for people: no jar, or no native library for this platform
     */
    record Absent(String reason) implements Search {}
  }

  /** Looks for Conscrypt's jar and loads its native library. Never throws for a missing one. */
  public static Search search() {
    try {
      Conscrypt.checkAvailability();
      return new Search.Found(new ConscryptProvider(Conscrypt.newProvider()));
    } catch (NoClassDefFoundError missingJar) {
      return new Search.Absent("conscrypt's jar is not on the class path");
    } catch (LinkageError missingLibrary) {
      return new Search.Absent(
          "conscrypt has no native library for " + System.getProperty("os.name") + " on "
              + System.getProperty("os.arch") + " that can be loaded ("
              + missingLibrary.getMessage() + ")");
    }
  }

  @Override
  public String name() {
    Conscrypt.Version version = Conscrypt.version();
    return version == null
        ? "Conscrypt"
        : "Conscrypt " + version.major() + "." + version.minor() + "." + version.patch();
  }

  @Override
  public Optional<KeyAgreement> agreement(KeyAgreement.Algorithm algorithm) {
    return switch (algorithm) {
      case X25519 -> Optional.of(new ConscryptX25519(provider));
    };
  }

  @Override
  public Optional<Aead> aead(Aead.Algorithm algorithm) {
    String transformation =
        switch (algorithm) {
          case CHACHA20_POLY1305 -> "ChaCha20/Poly1305/NoPadding";
          case XCHACHA20_POLY1305 -> "XChaCha20/Poly1305/NoPadding";
          case AES_256_GCM -> "AES_256/GCM/NoPadding";
        };
    return has("Cipher", transformation)
        ? Optional.of(new JcaAead(provider, algorithm, transformation))
        : Optional.empty();
  }

  @Override
  public Optional<HashFunction> hash(HashFunction.Algorithm algorithm) {
    return switch (algorithm) {
      case SHA256 -> Optional.of(new JcaHash(provider, algorithm, "SHA-256"));
      case SHA512 -> Optional.of(new JcaHash(provider, algorithm, "SHA-512"));
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

  private boolean has(String type, String algorithm) {
    return provider.getService(type, algorithm) != null;
  }
}
