package dev.zerok.protocol.crypto.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.crypto.Aead;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.CryptoProvider;
import dev.zerok.protocol.crypto.HashFunction;
import dev.zerok.protocol.crypto.KeyAgreement;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.PasswordKdf;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.crypto.conscrypt.ConscryptProvider;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.testkit.ProvidersHere;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProvidersTest {
  private static final byte[] EMPTY = {};
  private static final ConscryptProvider.Search ABSENT =
      new ConscryptProvider.Search.Absent("no library here");

  @Test
  void fastest_withoutConscryptOnAnOldJdk_isBouncyCastleButForSha256_andSaysWhy() {
    Crypto crypto = Providers.fastest(ABSENT, 17);
    String jdk = "JDK " + Runtime.version().feature();
    assertThat(crypto.describe())
        .containsExactly(
            Map.entry("X25519", "Bouncy Castle"),
            Map.entry("ChaCha20-Poly1305", "Bouncy Castle"),
            Map.entry("XChaCha20-Poly1305", "Bouncy Castle"),
            Map.entry("BLAKE2s", "Bouncy Castle"),
            Map.entry("SHA-256", jdk),
            Map.entry("Ed25519", "Bouncy Castle"),
            Map.entry("Argon2id", "Bouncy Castle"),
            Map.entry("P-256", "Bouncy Castle"),
            Map.entry("note", "no library here"));
  }

  @Test
  void fastest_withoutConscryptOnANewJdk_takesTheJdksChaCha() {
    Map<String, String> chosen = Providers.fastest(ABSENT, 25).describe();
    String jdk = "JDK " + Runtime.version().feature();
    assertThat(chosen)
        .containsEntry("X25519", "Bouncy Castle")
        .containsEntry("ChaCha20-Poly1305", jdk)
        .containsEntry("XChaCha20-Poly1305", jdk);
  }

  @Test
  void bouncyCastle_isAlone() {
    assertThat(Providers.bouncyCastle().describe().values()).containsOnly("Bouncy Castle");
    assertThat(Providers.bouncyCastle().suite()).isEqualTo(Suite.STD1);
  }

  @Test
  void allAssemblies_giveTheSameBytes() {
    Crypto reference = Providers.bouncyCastle();
    byte[] plaintext = new FakeRandomSource("plaintext").bytes(1000);
    Secret key = Secret.random(new FakeRandomSource("key"), Aead.KEY_LENGTH);
    for (Crypto crypto : List.of(Providers.fastest(), Providers.fastest(ABSENT, 17),
        Providers.fastest(ABSENT, 25))) {
      KeyPair pair = crypto.agreement().generate(new FakeRandomSource("pair"));
      assertThat(pair.publicKey())
          .isEqualTo(reference.agreement().fromPrivate(pair.privateKey()).publicKey());
      assertThat(crypto.recordAead().seal(key, new byte[12], EMPTY, plaintext))
          .isEqualTo(reference.recordAead().seal(key, new byte[12], EMPTY, plaintext));
      byte[] sealed = reference.blobAead().seal(key, new byte[24], EMPTY, plaintext);
      assertThat(crypto.blobAead().seal(key, new byte[24], EMPTY, plaintext)).isEqualTo(sealed);
      assertThat(crypto.blobAead().open(key, new byte[24], EMPTY, sealed)).isEqualTo(plaintext);
      assertThat(crypto.sha256(plaintext)).isEqualTo(reference.sha256(plaintext));
      assertThat(crypto.hmacSha256(plaintext, EMPTY))
          .isEqualTo(reference.hmacSha256(plaintext, EMPTY));
      assertThat(crypto.transcriptHash().hash(plaintext))
          .isEqualTo(reference.transcriptHash().hash(plaintext));
    }
  }

  @Test
  void theMatrixOfPrimitivesAndProviders_isPrinted() {
    List<CryptoProvider> providers = ProvidersHere.all();
    StringBuilder matrix = new StringBuilder("primitive × provider\n");
    matrix.append(row("", providers.stream().map(CryptoProvider::name).toList()));
    for (KeyAgreement.Algorithm a : KeyAgreement.Algorithm.values()) {
      matrix.append(row(a.name(), marks(providers, p -> p.agreement(a).isPresent())));
    }
    for (Aead.Algorithm a : Aead.Algorithm.values()) {
      matrix.append(row(a.name(), marks(providers, p -> p.aead(a).isPresent())));
    }
    for (HashFunction.Algorithm a : HashFunction.Algorithm.values()) {
      matrix.append(row(a.name(), marks(providers, p -> p.hash(a).isPresent())));
    }
    matrix.append(row("ED25519", marks(providers, p -> p.signatures().isPresent())));
    for (PasswordKdf.Algorithm a : PasswordKdf.Algorithm.values()) {
      matrix.append(row(a.name(), marks(providers, p -> p.passwordKdf(a).isPresent())));
    }
    System.out.println(matrix.append("chosen: ").append(Providers.fastest().describe()));
    assertThat(marks(providers.subList(0, 1), p -> p.signatures().isPresent()))
        .containsExactly("yes");
  }

  private static List<String> marks(
      List<CryptoProvider> providers, Predicate<CryptoProvider> has) {
    return providers.stream().map(p -> has.test(p) ? "yes" : "-").toList();
  }

  private static String row(String label, List<String> cells) {
    return cells.stream()
        .map(cell -> "%-16s".formatted(cell))
        .collect(Collectors.joining("", "%-20s".formatted(label), "\n"));
  }
}
