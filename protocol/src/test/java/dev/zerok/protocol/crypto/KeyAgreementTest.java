package dev.zerok.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.testkit.ProvidersHere;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** X25519 of every provider on the vectors of RFC 7748 and on points of small order. */
class KeyAgreementTest {
  static Stream<KeyAgreement> implementations() {
    return ProvidersHere.all()
        .stream()
        .flatMap(p -> p.agreement(KeyAgreement.Algorithm.X25519).stream());
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void agree_givesTheResultsOfRfc7748Section5(KeyAgreement x25519) {
    assertThat(agree(
        x25519,
        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
        "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"))
        .isEqualTo("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
    assertThat(agree(
        x25519,
        "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
        "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493"))
        .isEqualTo("95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957");
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void agree_iteratedAThousandTimes_givesTheResultOfRfc7748(KeyAgreement x25519) {
    byte[] k =
        HexFormat.of().parseHex("0900000000000000000000000000000000000000000000000000000000000000");
    byte[] u = k;
    for (int i = 0; i < 1000; i++) {
      byte[] next = x25519.agree(Secret.copyOf(k), u).expose();
      u = k;
      k = next;
      if (i == 0) {
        assertThat(HexFormat.of().formatHex(k))
            .isEqualTo("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079");
      }
    }
    assertThat(HexFormat.of().formatHex(k))
        .isEqualTo("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51");
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void fromPrivate_givesThePublicKeysOfRfc7748Section6(KeyAgreement x25519) {
    String alice = "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a";
    String bob = "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb";
    String alicePublic = "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a";
    String bobPublic = "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f";
    String shared = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742";

    assertThat(x25519.fromPrivate(secret(alice)).publicKey())
        .isEqualTo(HexFormat.of().parseHex(alicePublic));
    assertThat(x25519.fromPrivate(secret(bob)).publicKey())
        .isEqualTo(HexFormat.of().parseHex(bobPublic));
    assertThat(agree(x25519, alice, bobPublic)).isEqualTo(shared);
    assertThat(agree(x25519, bob, alicePublic)).isEqualTo(shared);
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void generate_takesThePrivateKeyFromTheRandomSource(KeyAgreement x25519) {
    KeyPair pair = x25519.generate(new FakeRandomSource("pair"));
    byte[] drawn = new FakeRandomSource("pair").bytes(32);
    assertThat(pair.privateKey().expose()).isEqualTo(drawn);
    assertThat(pair.publicKey()).isEqualTo(x25519.fromPrivate(Secret.copyOf(drawn)).publicKey());
  }

  @ParameterizedTest
  @MethodSource("implementations")
  @Tag("NOISE-2")
  void agree_whenThePointIsOfSmallOrder_isRefused(KeyAgreement x25519) {
    for (String point : new String[]{
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
    }) {
      assertThatThrownBy(() -> x25519.agree(Secret.random(new FakeRandomSource("k"), 32),
          HexFormat.of().parseHex(point)))
          .as(point)
          .isInstanceOfSatisfying(
              CryptoException.class,
              e -> assertThat(e.reason()).isEqualTo(CryptoException.Reason.ZERO_SHARED_SECRET));
    }
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void agree_whenAKeyHasTheWrongLength_blamesWhoeverItIsFrom(KeyAgreement x25519) {
    Secret good = Secret.random(new FakeRandomSource("k"), 32);
    assertThatThrownBy(() -> x25519.agree(good, new byte[31]))
        .isInstanceOfSatisfying(
            CryptoException.class,
            e -> assertThat(e.reason()).isEqualTo(CryptoException.Reason.BAD_PUBLIC_KEY));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x25519.agree(Secret.adopt(new byte[33]), new byte[32]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x25519.fromPrivate(Secret.adopt(new byte[31])));
  }

  private static String agree(KeyAgreement x25519, String privateKey, String publicKey) {
    return HexFormat.of()
        .formatHex(x25519.agree(secret(privateKey), HexFormat.of().parseHex(publicKey)).expose());
  }

  private static Secret secret(String hex) {
    return Secret.adopt(HexFormat.of().parseHex(hex));
  }
}
