package dev.zerok.protocol.crypto.provider;

import dev.zerok.protocol.crypto.Aead;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.CryptoProvider;
import dev.zerok.protocol.crypto.HashFunction;
import dev.zerok.protocol.crypto.KeyAgreement;
import dev.zerok.protocol.crypto.PakeGroup;
import dev.zerok.protocol.crypto.PasswordKdf;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.crypto.bc.BouncyCastleProvider;
import dev.zerok.protocol.crypto.bc.XChaCha20Poly1305;
import dev.zerok.protocol.crypto.conscrypt.ConscryptProvider;
import dev.zerok.protocol.crypto.jca.JdkProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Chooses a provider for each primitive of {@code std1}. Pure choice by presence and known speed, no measuring, so two starts on
 * one machine choose alike.
 *
 * <p>Speed, one core, JDK 25: an X25519 agreement takes Conscrypt 27 µs, Bouncy Castle 72 µs, the JDK 135 µs. ChaCha20-Poly1305 on
 * 16 KiB takes Conscrypt 13 µs, the JDK 39 µs (ten times that before 21), Bouncy Castle 120 µs.
 */
public final class Providers {
  /** The first JDK whose compiler has ChaCha20 and Poly1305 built in (JDK-8247645, JDK-8288047). */
  private static final int FIRST_JDK_WITH_FAST_CHACHA = 21;

  private Providers() {}

  /** The fastest provider present for each primitive. Bouncy Castle fills every gap, so nothing is ever missing. */
  public static Crypto fastest() {
    return fastest(ConscryptProvider.search(), Runtime.version().feature());
  }

  /** Bouncy Castle alone: the reference that every platform has. */
  public static Crypto bouncyCastle() {
    CryptoProvider bouncyCastle = new BouncyCastleProvider();
    return assemble(List.of(bouncyCastle), List.of(bouncyCastle), "");
  }

  static Crypto fastest(ConscryptProvider.Search search, int javaFeatureVersion) {
    CryptoProvider bouncyCastle = new BouncyCastleProvider();
    CryptoProvider jdk = new JdkProvider();
    List<CryptoProvider> bulk = new ArrayList<>();
    String remark = "";
    if (search instanceof ConscryptProvider.Search.Found found) {
      bulk.add(found.provider());
    } else if (search instanceof ConscryptProvider.Search.Absent absent) {
      remark = absent.reason();
    }
    if (javaFeatureVersion >= FIRST_JDK_WITH_FAST_CHACHA) {
      bulk.add(jdk);
    }
    bulk.add(bouncyCastle);
    // A hash call through JNI costs more than it saves on the short inputs that there are: the JDK's intrinsics win
    return assemble(bulk, List.of(jdk, bouncyCastle), remark);
  }

  private static Crypto assemble(List<CryptoProvider> bulk, List<CryptoProvider> hashing,
      String remark) {
    Map<String, String> chosen = new LinkedHashMap<>();
    Function<String, Selection> role = label -> new Selection(label, chosen);
    KeyAgreement agreement =
        role.apply("X25519").first(bulk, p -> p.agreement(KeyAgreement.Algorithm.X25519));
    Aead record =
        role.apply("ChaCha20-Poly1305").first(bulk, p -> p.aead(Aead.Algorithm.CHACHA20_POLY1305));
    Aead blob = role.apply("XChaCha20-Poly1305").first(bulk, p -> blobAead(p));
    HashFunction transcript =
        role.apply("BLAKE2s").first(hashing, p -> p.hash(HashFunction.Algorithm.BLAKE2S));
    HashFunction sha256 =
        role.apply("SHA-256").first(hashing, p -> p.hash(HashFunction.Algorithm.SHA256));
    var signatures = role.apply("Ed25519").first(hashing, CryptoProvider::signatures);
    var passwordKdf =
        role.apply("Argon2id").first(hashing, p -> p.passwordKdf(PasswordKdf.Algorithm.ARGON2ID));
    var pakeGroup = role.apply("P-256").first(hashing, p -> p.pakeGroup(PakeGroup.Algorithm.P256));
    if (!remark.isEmpty()) {
      chosen.put("note", remark);
    }
    return new AssembledCrypto(Suite.STD1, agreement, signatures, record, blob, transcript, sha256,
        passwordKdf, pakeGroup,
        Collections.unmodifiableMap(chosen));
  }

  /** XChaCha20-Poly1305 as the provider has it, or Bouncy Castle's HChaCha20 before the provider's ChaCha20-Poly1305. */
  private static Optional<Aead> blobAead(CryptoProvider provider) {
    return provider
        .aead(Aead.Algorithm.XCHACHA20_POLY1305)
        .or(() -> provider.aead(Aead.Algorithm.CHACHA20_POLY1305).map(XChaCha20Poly1305::new));
  }

  /** The choice for one primitive, noted down under its label. */
  private record Selection(String label, Map<String, String> chosen) {
    <T> T first(List<CryptoProvider> preferred, Function<CryptoProvider, Optional<T>> primitive) {
      for (CryptoProvider provider : preferred) {
        Optional<T> found = primitive.apply(provider);
        if (found.isPresent()) {
          chosen.put(label, provider.name());
          return found.get();
        }
      }
      throw new IllegalStateException(
          "no provider has " + label + "; Bouncy Castle must be on the class path");
    }
  }
}
