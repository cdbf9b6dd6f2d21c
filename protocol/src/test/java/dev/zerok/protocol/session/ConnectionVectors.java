package dev.zerok.protocol.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.identity.RelayIdentity;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.noise.Handshake;
import dev.zerok.protocol.noise.HandshakeKeys;
import dev.zerok.protocol.noise.NoiseException;
import dev.zerok.protocol.noise.NoisePattern;
import dev.zerok.protocol.noise.NoiseProtocol;
import dev.zerok.protocol.noise.Transport;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.testkit.VectorObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A whole connection of a client to a relay with fixed keys, and messages that end it (PROTOCOL.md § 3.2). */
public final class ConnectionVectors {
  private static final List<String> OFFERED =
      List.of("0k.1.std1-draft", "0k-slot.ticket", "0k.1.later", "chat");
  private static final byte[] EMPTY = {};

  private final Crypto crypto = Providers.bouncyCastle();
  private final NoiseProtocol protocol = NoiseProtocol.of(NoisePattern.XX, crypto);
  private final RandomSource random = new FakeRandomSource("vectors noise");
  private final KeyPair clientStatic = crypto.agreement().generate(random);
  private final KeyPair relayStatic = crypto.agreement().generate(random);
  private final byte[] clientEphemeral = random.bytes(32);
  private final byte[] relayEphemeral = random.bytes(32);
  private final byte[] prologue = SubProtocol.prologue(OFFERED.get(0), OFFERED);
  private final byte[] certificate = certificate();
  private final List<VectorObject> refused = new ArrayList<>();

  private ConnectionVectors() {}

  /** The content of {@code noise.json}. */
  public static VectorObject file() {
    try {
      return new ConnectionVectors().build();
    } catch (NoiseException e) {
      throw new AssertionError(e);
    }
  }

  private VectorObject build() throws NoiseException {
    Handshake client = client(prologue);
    Handshake relay = relay(prologue);
    byte[] message1 = client.write(EMPTY);
    relay.readWithoutPayload(message1);
    byte[] message2 = relay.write(certificate);
    client.read(message2);
    byte[] message3 = client.write(EMPTY);
    relay.readWithoutPayload(message3);
    byte[] hash = client.handshakeHash();
    refusals(message1, message2, message3);
    return new VectorObject()
        .text("description",
            "A handshake with fixed keys, transport messages around the rekey, and messages that end the connection")
        .text("section", "3.2")
        .text("protocol", protocol.name())
        .text("selected", OFFERED.get(0))
        .texts("offered", OFFERED)
        .hex("prologue", prologue)
        .object("client_static", pair(clientStatic))
        .object("relay_static", pair(relayStatic))
        .hex("client_ephemeral_private", clientEphemeral)
        .hex("relay_ephemeral_private", relayEphemeral)
        .hex("certificate", certificate)
        .hexes("messages", List.of(message1, message2, message3))
        .hex("handshake_hash", hash)
        .u64("rekey_after", Limits.REKEY_AFTER_MESSAGES)
        .objects("transport", transport(client, relay))
        .objects("refused", refused);
  }

  /** Both directions up to the third message under the second key; only some are written down, all must be counted. */
  private List<VectorObject> transport(Handshake client, Handshake relay) throws NoiseException {
    Transport clientSide = client.split(Limits.REKEY_AFTER_MESSAGES);
    Transport relaySide = relay.split(Limits.REKEY_AFTER_MESSAGES);
    List<VectorObject> messages = new ArrayList<>();
    messages.addAll(direction("client", clientSide, relaySide));
    messages.addAll(direction("relay", relaySide, clientSide));
    return messages;
  }

  private static List<VectorObject> direction(String from, Transport sender, Transport receiver)
      throws NoiseException {
    List<VectorObject> messages = new ArrayList<>();
    long rekey = Limits.REKEY_AFTER_MESSAGES;
    for (long number = 0; number < rekey + 2; number++) {
      boolean shown = number < 2 || number >= rekey - 1;
      byte[] plaintext = shown ? (from + " " + number).getBytes(UTF_8) : EMPTY;
      byte[] message = sender.write(plaintext);
      if (!Arrays.equals(receiver.read(message), plaintext)) {
        throw new AssertionError("message " + number + " came out differently");
      }
      if (shown) {
        messages.add(
            new VectorObject()
                .text("from", from)
                .u64("number", number)
                .hex("plaintext", plaintext)
                .hex("message", message));
      }
    }
    return messages;
  }

  private void refusals(byte[] message1, byte[] message2, byte[] message3) throws NoiseException {
    byte[] zeros = new byte[32];
    byte[] early = client(prologue).write(new byte[]{1});
    Handshake otherOffer = client(SubProtocol.prologue(OFFERED.get(0), OFFERED.subList(0, 1)));
    otherOffer.write(EMPTY);
    VectorObject edited =
        refusal("NOISE-7", "the answer to an offer list that was edited on the way", "client",
            otherOffer, message2)
            .texts("client_offered", OFFERED.subList(0, 1));
    refuse(edited, () -> otherOffer.read(message2));
    byte[] flipped2 = flipped(message2, 40);
    byte[] flipped3 = flipped(message3, 10);
    clientRefuses("NOISE-1", "message 2 with a flipped bit", waitingClient(), flipped2);
    relayRefuses("NOISE-1", "message 3 with a flipped bit", waitingRelay(message1), flipped3);
    relayRefuses("NOISE-3", "message 1 cut off", relay(prologue), Arrays.copyOf(message1, 31));
    clientRefuses("NOISE-3", "message 2 cut off", waitingClient(), Arrays.copyOf(message2, 95));
    relayRefuses("NOISE-3", "message 3 with a byte more", waitingRelay(message1),
        Arrays.copyOf(message3, message3.length + 1));
    relayRefuses("NOISE-4", "message 1 with early data", relay(prologue), early);
    relayRefuses("NOISE-4", "message 1 again in the place of message 3", waitingRelay(message1),
        message1);
    byte[] lowOrder2 = message2.clone();
    System.arraycopy(zeros, 0, lowOrder2, 0, zeros.length);
    clientRefuses("NOISE-2", "message 2 with an ephemeral of small order", waitingClient(),
        lowOrder2);
    Handshake relay = relay(prologue);
    relay.readWithoutPayload(zeros);
    VectorObject noAnswer =
        refusal("NOISE-2", "message 1 with an ephemeral of small order: no message 2 may follow",
            "relay", relay(prologue), zeros);
    refuse(noAnswer, () -> relay.write(certificate));
  }

  /** A call that must throw. */
  private interface Reading {
    void read() throws NoiseException;
  }

  private void clientRefuses(String rule, String name, Handshake client, byte[] message) {
    VectorObject refusal = refusal(rule, name, "client", client, message);
    refuse(refusal, () -> client.read(message));
  }

  private void relayRefuses(String rule, String name, Handshake relay, byte[] message) {
    VectorObject refusal = refusal(rule, name, "relay", relay, message);
    refuse(refusal, () -> relay.readWithoutPayload(message));
  }

  private static VectorObject refusal(
      String rule, String name, String reader, Handshake handshake, byte[] message) {
    return new VectorObject()
        .text("name", name)
        .text("rule", rule)
        .text("reader", reader)
        .u32("after", handshake.messagesExchanged())
        .hex("message", message);
  }

  private void refuse(VectorObject refusal, Reading reading) {
    try {
      reading.read();
    } catch (NoiseException e) {
      refused.add(refusal);
      return;
    }
    throw new AssertionError("accepted: " + refusal.toFileText());
  }

  private Handshake waitingClient() throws NoiseException {
    Handshake client = client(prologue);
    client.write(EMPTY);
    return client;
  }

  private Handshake waitingRelay(byte[] message1) throws NoiseException {
    Handshake relay = relay(prologue);
    relay.readWithoutPayload(message1);
    relay.write(certificate);
    return relay;
  }

  private Handshake client(byte[] clientPrologue) {
    return Handshake.initiator(
        protocol, HandshakeKeys.of(clientStatic), clientPrologue,
        FakeRandomSource.of(clientEphemeral));
  }

  private Handshake relay(byte[] relayPrologue) {
    return Handshake.responder(
        protocol, HandshakeKeys.of(relayStatic), relayPrologue,
        FakeRandomSource.of(relayEphemeral));
  }

  private byte[] certificate() {
    try (RelayIdentity identity = RelayIdentity.fromSeed(crypto, Secret.random(random, 32))) {
      return identity.certify(relayStatic.publicKey(), 2_000_000_000L, List.of(), List.of())
          .toByteArray();
    }
  }

  private static byte[] flipped(byte[] message, int at) {
    byte[] changed = message.clone();
    changed[at] ^= 1;
    return changed;
  }

  private static VectorObject pair(KeyPair pair) {
    return new VectorObject().hex("private", pair.privateKey().expose())
        .hex("public", pair.publicKey());
  }
}
