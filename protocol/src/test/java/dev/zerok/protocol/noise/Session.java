package dev.zerok.protocol.noise;

import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.testkit.FakeRandomSource;

/** Two sides of an XX handshake with deterministic keys, for tests that need a session and care for little else. */
final class Session {
  static final byte[] PROLOGUE = {'t', 'e', 's', 't'};
  static final byte[] NOTHING = {};

  final Crypto crypto = Providers.bouncyCastle();
  final NoiseProtocol protocol = NoiseProtocol.of(NoisePattern.XX, crypto);
  final KeyPair initiatorStatic =
      crypto.agreement().generate(new FakeRandomSource("initiator static"));
  final KeyPair responderStatic =
      crypto.agreement().generate(new FakeRandomSource("responder static"));
  final Handshake initiator =
      Handshake.initiator(
          protocol, HandshakeKeys.of(initiatorStatic), PROLOGUE,
          new FakeRandomSource("initiator ephemeral"));
  final Handshake responder =
      Handshake.responder(
          protocol, HandshakeKeys.of(responderStatic), PROLOGUE,
          new FakeRandomSource("responder ephemeral"));

  /** Runs the whole handshake without payloads. */
  Session complete() throws NoiseException {
    responder.readWithoutPayload(initiator.write(NOTHING));
    initiator.readWithoutPayload(responder.write(NOTHING));
    responder.readWithoutPayload(initiator.write(NOTHING));
    return this;
  }
}
