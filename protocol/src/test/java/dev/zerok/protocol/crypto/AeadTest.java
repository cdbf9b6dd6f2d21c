package dev.zerok.protocol.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.testkit.ProvidersHere;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every AEAD of every provider: the vectors of its specification, and what it must refuse. */
class AeadTest {
  private static final byte[] SUNSCREEN =
      ("Ladies and Gentlemen of the class of '99: If I could offer you only "
          + "one tip for the future, sunscreen would be it.")
          .getBytes(US_ASCII);
  private static final String KEY =
      "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f";
  private static final String AAD = "50515253c0c1c2c3c4c5c6c7";

  static Stream<Aead> all() {
    return Arrays.stream(Aead.Algorithm.values()).flatMap(AeadTest::having);
  }

  static Stream<Aead> chacha() {
    return having(Aead.Algorithm.CHACHA20_POLY1305);
  }

  static Stream<Aead> xchacha() {
    return having(Aead.Algorithm.XCHACHA20_POLY1305);
  }

  static Stream<Aead> gcm() {
    return having(Aead.Algorithm.AES_256_GCM);
  }

  private static Stream<Aead> having(Aead.Algorithm algorithm) {
    return ProvidersHere.all().stream().flatMap(p -> p.aead(algorithm).stream());
  }

  @ParameterizedTest
  @MethodSource("chacha")
  void chacha_givesTheResultOfRfc8439Section2_8_2(Aead aead) {
    check(
        aead,
        KEY,
        "070000004041424344454647",
        AAD,
        SUNSCREEN,
        "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b"
            + "1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
            + "3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691");
  }

  @ParameterizedTest
  @MethodSource("xchacha")
  void xchacha_givesTheResultOfTheDraftsAppendixA3(Aead aead) {
    check(
        aead,
        KEY,
        "404142434445464748494a4b4c4d4e4f5051525354555657",
        AAD,
        SUNSCREEN,
        "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39"
            + "ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
            + "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49");
  }

  /** Test case 14 of McGrew and Viega's specification: one block of zeros under the zero key and IV. */
  @ParameterizedTest
  @MethodSource("gcm")
  void gcm_givesTheResultOfItsSpecification(Aead aead) {
    check(
        aead,
        "00".repeat(32),
        "00".repeat(12),
        "",
        new byte[16],
        "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
  }

  @ParameterizedTest
  @MethodSource("all")
  void open_whenAnythingChanged_isRefusedAsBadTag(Aead aead) {
    byte[] nonce = new FakeRandomSource("nonce").bytes(aead.algorithm().nonceLength());
    byte[] sealed = aead.seal(key("k"), nonce, new byte[]{1}, new byte[]{2, 3});
    assertThat(aead.open(key("k"), nonce, new byte[]{1}, sealed)).containsExactly(2, 3);

    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertRefused(CryptoException.Reason.BAD_TAG,
          () -> aead.open(key("k"), nonce, new byte[]{1}, changed));
    }
    byte[] otherNonce = nonce.clone();
    otherNonce[0] ^= 1;
    assertRefused(CryptoException.Reason.BAD_TAG,
        () -> aead.open(key("k"), nonce, new byte[]{2}, sealed));
    assertRefused(CryptoException.Reason.BAD_TAG,
        () -> aead.open(key("l"), nonce, new byte[]{1}, sealed));
    assertRefused(CryptoException.Reason.BAD_TAG,
        () -> aead.open(key("k"), otherNonce, new byte[]{1}, sealed));
  }

  @ParameterizedTest
  @MethodSource("all")
  void sealAndOpen_withNothingInside_work(Aead aead) {
    byte[] nonce = new byte[aead.algorithm().nonceLength()];
    byte[] sealed = aead.seal(key("k"), nonce, new byte[0], new byte[0]);
    assertThat(sealed).hasSize(Aead.TAG_LENGTH);
    assertThat(aead.open(key("k"), nonce, new byte[0], sealed)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void seal_twiceWithTheSameNonce_givesTheSameBytes(Aead aead) {
    byte[] nonce = new byte[aead.algorithm().nonceLength()];
    assertThat(aead.seal(key("k"), nonce, new byte[0], SUNSCREEN))
        .isEqualTo(aead.seal(key("k"), nonce, new byte[0], SUNSCREEN));
  }

  @ParameterizedTest
  @MethodSource("all")
  void wrongLengths_areRefused_andAWrongKeyIsTheProgrammersFault(Aead aead) {
    byte[] nonce = new byte[aead.algorithm().nonceLength()];
    byte[] longer = new byte[nonce.length + 1];
    assertRefused(CryptoException.Reason.TOO_SHORT,
        () -> aead.open(key("k"), nonce, new byte[0], new byte[15]));
    assertRefused(
        CryptoException.Reason.BAD_NONCE_LENGTH,
        () -> aead.open(key("k"), longer, new byte[0], new byte[16]));
    assertRefused(
        CryptoException.Reason.BAD_NONCE_LENGTH,
        () -> aead.seal(key("k"), longer, new byte[0], new byte[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> aead.seal(Secret.adopt(new byte[16]), nonce, new byte[0], new byte[0]));
  }

  private static void check(Aead aead, String key, String nonce, String aad, byte[] plaintext,
      String sealed) {
    HexFormat hex = HexFormat.of();
    Secret secret = Secret.adopt(hex.parseHex(key));
    assertThat(hex.formatHex(aead.seal(secret, hex.parseHex(nonce), hex.parseHex(aad), plaintext)))
        .isEqualTo(sealed);
    assertThat(aead.open(secret, hex.parseHex(nonce), hex.parseHex(aad), hex.parseHex(sealed)))
        .isEqualTo(plaintext);
  }

  private static Secret key(String seed) {
    return Secret.random(new FakeRandomSource(seed), Aead.KEY_LENGTH);
  }

  private static void assertRefused(CryptoException.Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(CryptoException.class,
            e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
