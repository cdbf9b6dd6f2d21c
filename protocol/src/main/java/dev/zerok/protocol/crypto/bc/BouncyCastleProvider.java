package dev.zerok.protocol.crypto.bc;

import dev.zerok.protocol.crypto.Aead;
import dev.zerok.protocol.crypto.CryptoProvider;
import dev.zerok.protocol.crypto.HashFunction;
import dev.zerok.protocol.crypto.KeyAgreement;
import dev.zerok.protocol.crypto.PakeGroup;
import dev.zerok.protocol.crypto.PasswordKdf;
import dev.zerok.protocol.crypto.Signatures;
import java.util.Optional;

/** Bouncy Castle: every primitive of the port, in pure Java. */
public final class BouncyCastleProvider implements CryptoProvider {
  private final BcChaCha20Poly1305 chacha = new BcChaCha20Poly1305();

  @Override
  public String name() {
    return "Bouncy Castle";
  }

  @Override
  public Optional<KeyAgreement> agreement(KeyAgreement.Algorithm algorithm) {
    return switch (algorithm) {
      case X25519 -> Optional.of(new BcX25519());
    };
  }

  @Override
  public Optional<Aead> aead(Aead.Algorithm algorithm) {
    return Optional.of(
        switch (algorithm) {
          case CHACHA20_POLY1305 -> chacha;
          case XCHACHA20_POLY1305 -> new XChaCha20Poly1305(chacha);
          case AES_256_GCM -> new BcAesGcm();
        });
  }

  @Override
  public Optional<HashFunction> hash(HashFunction.Algorithm algorithm) {
    return Optional.of(new BcHash(algorithm));
  }

  @Override
  public Optional<Signatures> signatures() {
    return Optional.of(new BcEd25519());
  }

  @Override
  public Optional<PakeGroup> pakeGroup(PakeGroup.Algorithm algorithm) {
    return switch (algorithm) {
      case P256 -> Optional.of(new BcP256());
    };
  }

  @Override
  public Optional<PasswordKdf> passwordKdf(PasswordKdf.Algorithm algorithm) {
    return Optional.of(
        switch (algorithm) {
          case ARGON2ID -> new BcArgon2id();
          case PBKDF2_HMAC_SHA256 -> new BcPbkdf2();
        });
  }
}
