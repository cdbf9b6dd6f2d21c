package dev.zerok.protocol.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.testkit.ProvidersHere;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every hash of every provider on "abc" and on nothing (RFC 7693 A and B, FIPS 180-4), and HMAC on RFC 4231. */
class HashFunctionTest {
  private static final Map<HashFunction.Algorithm, String> OF_ABC =
      Map.of(
          HashFunction.Algorithm.BLAKE2S,
          "508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982",
          HashFunction.Algorithm.BLAKE2B,
          "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
              + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923",
          HashFunction.Algorithm.SHA256,
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
          HashFunction.Algorithm.SHA512,
          "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
              + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");

  private static final Map<HashFunction.Algorithm, String> OF_NOTHING =
      Map.of(
          HashFunction.Algorithm.BLAKE2S,
          "69217a3079908094e11121d042354a7c1f55b6482ca1a51e1b250dfd1ed0eef9",
          HashFunction.Algorithm.BLAKE2B,
          "786a02f742015903c6c6fd852552d272912f4740e15847618a86e217f71f5419"
              + "d25e1031afee585313896444934eb04b903a685b1448b755d56f701afe9be2ce",
          HashFunction.Algorithm.SHA256,
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          HashFunction.Algorithm.SHA512,
          "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
              + "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e");

  static Stream<HashFunction> all() {
    return Arrays.stream(HashFunction.Algorithm.values()).flatMap(HashFunctionTest::having);
  }

  static Stream<HashFunction> sha256() {
    return having(HashFunction.Algorithm.SHA256);
  }

  private static Stream<HashFunction> having(HashFunction.Algorithm algorithm) {
    return ProvidersHere.all().stream().flatMap(p -> p.hash(algorithm).stream());
  }

  @ParameterizedTest
  @MethodSource("all")
  void hash_givesThePublishedResults_inOnePieceOrMany(HashFunction hash) {
    assertThat(hex(hash.hash(ascii("abc")))).isEqualTo(OF_ABC.get(hash.algorithm()));
    assertThat(hex(hash.hash(ascii("a"), ascii(""), ascii("bc"))))
        .isEqualTo(OF_ABC.get(hash.algorithm()));
    assertThat(hex(hash.hash())).isEqualTo(OF_NOTHING.get(hash.algorithm()));

    Digest digest = hash.newDigest();
    digest.update(ascii("xxabcxx"), 2, 3);
    assertThat(hex(digest.finish())).isEqualTo(OF_ABC.get(hash.algorithm()));
  }

  @ParameterizedTest
  @MethodSource("sha256")
  void hmac_givesTheResultsOfRfc4231(HashFunction sha256) {
    assertThat(hex(sha256.hmac(ascii("Jefe"), ascii("what do ya want "), ascii("for nothing?"))))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    byte[] longKey = new byte[131];
    Arrays.fill(longKey, (byte) 0xaa);
    assertThat(
        hex(sha256.hmac(longKey, ascii("Test Using Larger Than Block-Size Key - Hash Key First"))))
        .isEqualTo("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  }

  @ParameterizedTest
  @MethodSource("all")
  void hmac_leavesTheCallersKeyAlone(HashFunction hash) {
    byte[] key = new byte[200];
    Arrays.fill(key, (byte) 7);
    byte[] before = key.clone();
    hash.hmac(key, ascii("abc"));
    assertThat(key).isEqualTo(before);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
