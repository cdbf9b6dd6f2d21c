package dev.zerok.protocol.session;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.channel.FrameWriter;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.noise.Handshake;
import dev.zerok.protocol.noise.HandshakeKeys;
import dev.zerok.protocol.noise.NoiseException;
import dev.zerok.protocol.noise.NoisePattern;
import dev.zerok.protocol.noise.NoiseProtocol;

/** The relay's side of the handshake: messages 1 and 3 come without payload (NOISE-4), message 2 carries the certificate. */
final class RelayHandshake implements AutoCloseable {
  private final RelaySessionConfig config;
  private final Handshake handshake;

  RelayHandshake(RelaySessionConfig config, RandomSource random) {
    this.config = config;
    handshake = Handshake.responder(
        NoiseProtocol.of(NoisePattern.XX, config.crypto()),
        HandshakeKeys.of(config.noiseStatic()),
        SubProtocol.prologue(config.selected(), config.offered()),
        random);
  }

  /** Whether message 2 was made, so that message 3 is next. */
  boolean isAnswered() {
    return handshake.messagesExchanged() > 0;
  }

  /** Reads message 1 and gives message 2. */
  byte[] answer(byte[] message1) throws NoiseException, ProtocolViolation {
    requireEmpty(handshake.read(message1));
    return handshake.write(config.certificate().toByteArray());
  }

  /** Reads message 3. The handshake is consumed; {@code noiseKey} is proven. */
  Finished finish(byte[] message3) throws NoiseException, ProtocolViolation {
    requireEmpty(handshake.read(message3));
    ByteString noiseKey = ByteString.copyFrom(handshake.remoteStatic().orElseThrow());
    FrameWriter writer =
        new FrameWriter(config.maxQueuedControlBytes(), config.maxQueuedBulkBytes());
    ByteString hash = ByteString.copyFrom(handshake.handshakeHash());
    return new Finished(noiseKey, hash,
        new SecureChannel(handshake.split(Limits.REKEY_AFTER_MESSAGES), writer));
  }

  /** What a handshake yields. */
  record Finished(ByteString noiseKey, ByteString handshakeHash, SecureChannel channel) {}

  @Override
  public void close() {
    handshake.close();
  }

  private static void requireEmpty(byte[] payload) throws ProtocolViolation {
    if (payload.length > 0) {
      throw ProtocolViolation.invalid("early data in the handshake");
    }
  }
}
