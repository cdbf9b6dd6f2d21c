package dev.zerok.protocol.noise;

import static dev.zerok.protocol.testkit.VectorFile.hex;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.zerok.protocol.crypto.Aead;
import dev.zerok.protocol.crypto.CryptoProvider;
import dev.zerok.protocol.crypto.HashFunction;
import dev.zerok.protocol.crypto.KeyAgreement;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.bc.BouncyCastleProvider;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.testkit.ProvidersHere;
import dev.zerok.protocol.testkit.VectorFile;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The public cacophony vectors: 32 protocols, byte for byte in both directions, through handshake and transport. */
class NoiseVectorsTest {
  private static final Map<String, Aead.Algorithm> CIPHERS =
      Map.of("ChaChaPoly", Aead.Algorithm.CHACHA20_POLY1305, "AESGCM", Aead.Algorithm.AES_256_GCM);
  private static final CryptoProvider BOUNCY_CASTLE = new BouncyCastleProvider();

  static List<CryptoProvider> providers() {
    return ProvidersHere.all();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void everyCacophonyVector_runsByteForByte(CryptoProvider provider) throws NoiseException {
    List<JsonObject> vectors =
        VectorFile.list(VectorFile.read("noise_cacophony_xx.json"), "vectors");
    for (JsonObject vector : vectors) {
      run(vector, provider);
    }
    String lacking =
        provider instanceof BouncyCastleProvider ? "" : ", and Bouncy Castle for what it lacks";
    System.out.println("Noise cacophony vectors: " + vectors.size() + " of 32 passed with "
        + provider.name() + lacking);
    assertThat(vectors).hasSize(32);
  }

  private static void run(JsonObject vector, CryptoProvider provider) throws NoiseException {
    String name = vector.get("protocol_name").getAsString();
    NoiseProtocol protocol = protocol(name, provider);
    assertThat(protocol.name()).isEqualTo(name);
    Handshake initiator = side(vector, protocol, "init");
    Handshake responder = side(vector, protocol, "resp");
    List<JsonObject> messages = VectorFile.list(vector, "messages");
    int handshakeMessages = protocol.pattern().messageCount();

    for (int i = 0; i < handshakeMessages; i++) {
      Handshake sender = i % 2 == 0 ? initiator : responder;
      Handshake receiver = i % 2 == 0 ? responder : initiator;
      JsonObject message = messages.get(i);
      byte[] sent = sender.write(hex(message, "payload"));
      assertBytes(name + " message " + i, sent, message, "ciphertext");
      assertBytes(name + " payload " + i, receiver.read(sent), message, "payload");
    }
    assertBytes(name, initiator.handshakeHash(), vector, "handshake_hash");
    assertBytes(name, responder.handshakeHash(), vector, "handshake_hash");

    Transport fromInitiator = initiator.split(65_536);
    Transport fromResponder = responder.split(65_536);
    for (int i = handshakeMessages; i < messages.size(); i++) {
      Transport sender = i % 2 == 0 ? fromInitiator : fromResponder;
      Transport receiver = i % 2 == 0 ? fromResponder : fromInitiator;
      JsonObject message = messages.get(i);
      byte[] sent = sender.write(hex(message, "payload"));
      assertBytes(name + " record " + i, sent, message, "ciphertext");
      assertBytes(name + " plaintext " + i, receiver.read(sent), message, "payload");
    }
  }

  private static Handshake side(JsonObject vector, NoiseProtocol protocol, String role) {
    @Nullable KeyPair localStatic = null;
    if (vector.has(role + "_static")) {
      localStatic = protocol.agreement().fromPrivate(Secret.adopt(hex(vector, role + "_static")));
    }
    @Nullable Secret psk = null;
    if (vector.has(role + "_psks")) {
      psk = Secret.adopt(
          HexFormat.of().parseHex(vector.getAsJsonArray(role + "_psks").get(0).getAsString()));
    }
    HandshakeKeys keys = new HandshakeKeys(localStatic, psk);
    var ephemeral = FakeRandomSource.of(hex(vector, role + "_ephemeral"));
    byte[] prologue = hex(vector, role + "_prologue");
    return role.equals("init")
        ? Handshake.initiator(protocol, keys, prologue, ephemeral)
        : Handshake.responder(protocol, keys, prologue, ephemeral);
  }

  private static NoiseProtocol protocol(String name, CryptoProvider provider) {
    String[] parts = name.split("_", -1);
    NoisePattern pattern =
        Arrays.stream(NoisePattern.values())
            .filter(p -> p.noiseName().equals(parts[1]))
            .findFirst()
            .orElseThrow();
    HashFunction.Algorithm hash =
        Arrays.stream(HashFunction.Algorithm.values())
            .filter(a -> a.noiseName().equals(parts[4]))
            .findFirst()
            .orElseThrow();
    Aead.Algorithm cipher = Optional.ofNullable(CIPHERS.get(parts[3])).orElseThrow();
    return new NoiseProtocol(
        pattern,
        from(provider, p -> p.agreement(KeyAgreement.Algorithm.X25519)),
        from(provider, p -> p.aead(cipher)),
        from(provider, p -> p.hash(hash)));
  }

  private static <T> T from(CryptoProvider provider,
      Function<CryptoProvider, Optional<T>> primitive) {
    return primitive.apply(provider).or(() -> primitive.apply(BOUNCY_CASTLE)).orElseThrow();
  }

  private static void assertBytes(String what, byte[] actual, JsonObject expected, String member) {
    assertThat(HexFormat.of().formatHex(actual)).as(what)
        .isEqualTo(expected.get(member).getAsString());
  }
}
