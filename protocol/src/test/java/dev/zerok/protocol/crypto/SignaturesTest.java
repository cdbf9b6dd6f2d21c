package dev.zerok.protocol.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.testkit.ProvidersHere;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ed25519 on the vectors of RFC 8032 §7.1; what must be refused stands in {@link StrictSignaturesTest}. */
class SignaturesTest {
  static Stream<Signatures> implementations() {
    return ProvidersHere.all().stream().flatMap(p -> p.signatures().stream());
  }

  @ParameterizedTest
  @MethodSource("implementations")
  @Tag("SIG-1")
  void sign_andVerify_giveTheResultsOfRfc8032(Signatures ed25519) {
    check(
        ed25519,
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
    check(
        ed25519,
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    check(
        ed25519,
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void verify_whenAnyByteChanged_isFalse(Signatures ed25519) {
    KeyPair pair = ed25519.generate(new FakeRandomSource("signer"));
    byte[] message = "message".getBytes(UTF_8);
    byte[] signature = ed25519.sign(pair.privateKey(), message);
    assertThat(ed25519.verify(pair.publicKey(), message, signature)).isTrue();
    assertThat(ed25519.verify(pair.publicKey(), "massage".getBytes(UTF_8), signature)).isFalse();
    for (int i = 0; i < signature.length; i++) {
      byte[] changed = signature.clone();
      changed[i] ^= 1;
      assertThat(ed25519.verify(pair.publicKey(), message, changed)).as("byte %d", i).isFalse();
    }
    for (int i = 0; i < 32; i++) {
      byte[] changed = pair.publicKey();
      changed[i] ^= 1;
      assertThat(ed25519.verify(changed, message, signature)).as("key byte %d", i).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void verify_whenALengthIsWrong_isFalse_butAWrongSeedIsTheProgrammersFault(Signatures ed25519) {
    KeyPair pair = ed25519.generate(new FakeRandomSource("signer"));
    byte[] signature = ed25519.sign(pair.privateKey(), new byte[0]);
    assertThat(ed25519.verify(new byte[31], new byte[0], signature)).isFalse();
    assertThat(ed25519.verify(pair.publicKey(), new byte[0], new byte[63])).isFalse();
    assertThat(ed25519.verify(pair.publicKey(), new byte[0], new byte[65])).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ed25519.sign(Secret.adopt(new byte[31]), new byte[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ed25519.fromSeed(Secret.adopt(new byte[33])));
  }

  private static void check(Signatures ed25519, String seed, String publicKey, String message,
      String signature) {
    Secret secret = Secret.adopt(HexFormat.of().parseHex(seed));
    byte[] messageBytes = HexFormat.of().parseHex(message);
    assertThat(HexFormat.of().formatHex(ed25519.fromSeed(secret).publicKey())).isEqualTo(publicKey);
    assertThat(HexFormat.of().formatHex(ed25519.sign(secret, messageBytes))).isEqualTo(signature);
    assertThat(ed25519.verify(
        HexFormat.of().parseHex(publicKey), messageBytes, HexFormat.of().parseHex(signature)))
        .isTrue();
  }
}
