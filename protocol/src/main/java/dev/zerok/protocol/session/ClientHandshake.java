package dev.zerok.protocol.session;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.channel.FrameWriter;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.identity.RelayCertificates;
import dev.zerok.protocol.identity.VerifiedRelay;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.noise.Handshake;
import dev.zerok.protocol.noise.HandshakeKeys;
import dev.zerok.protocol.noise.NoiseException;
import dev.zerok.protocol.noise.NoisePattern;
import dev.zerok.protocol.noise.NoiseProtocol;

/** The client's side of the handshake: the relay is verified before message 3 is made (NOISE-6). */
final class ClientHandshake implements AutoCloseable {
  private static final byte[] NO_PAYLOAD = {};

  private final ClientSessionConfig config;
  private final Handshake handshake;

  ClientHandshake(ClientSessionConfig config, RandomSource random) {
    this.config = config;
    handshake = Handshake.initiator(
        NoiseProtocol.of(NoisePattern.XX, config.crypto()),
        HandshakeKeys.of(config.noiseStatic()),
        SubProtocol.prologue(config.selected(), config.offered()),
        random);
  }

  byte[] message1() {
    try {
      return handshake.write(NO_PAYLOAD);
    } catch (NoiseException impossible) {
      // Message 1 holds our ephemeral key and nothing of the peer.
      throw new IllegalStateException(impossible);
    }
  }

  /** Reads message 2, verifies the relay and makes message 3. The handshake is consumed. */
  Finished finish(byte[] message2) throws NoiseException, ProtocolViolation {
    byte[] certificate = handshake.read(message2);
    byte[] noiseStatic = handshake.remoteStatic().orElseThrow();
    VerifiedRelay relay = RelayCertificates.verify(
        config.crypto(), certificate, noiseStatic, config.pinnedRelayIdentity(),
        config.unixSeconds());
    byte[] message3 = handshake.write(NO_PAYLOAD);
    FrameWriter writer =
        new FrameWriter(ClientSession.QUEUED_CONTROL_BYTES, ClientSession.QUEUED_BULK_BYTES);
    ByteString hash = ByteString.copyFrom(handshake.handshakeHash());
    return new Finished(relay, message3, hash,
        new SecureChannel(handshake.split(Limits.REKEY_AFTER_MESSAGES), writer));
  }

  /** What a handshake yields. */
  record Finished(VerifiedRelay relay, byte[] message3, ByteString handshakeHash,
      SecureChannel channel) {}

  @Override
  public void close() {
    handshake.close();
  }
}
