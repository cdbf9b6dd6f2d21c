package dev.zerok.protocol.session;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.zerok.protocol.channel.Channel;
import dev.zerok.protocol.channel.FrameWriter;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.noise.Handshake;
import dev.zerok.protocol.noise.HandshakeKeys;
import dev.zerok.protocol.noise.NoiseException;
import dev.zerok.protocol.noise.NoisePattern;
import dev.zerok.protocol.noise.NoiseProtocol;
import dev.zerok.protocol.noise.Transport;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A relay that speaks Noise correctly, presents any certificate and may send any record, against a real client session. */
final class RawRelay {
  final ClientSession client;
  final List<ClientSessionEvent> atClient = new ArrayList<>();
  private @Nullable Transport transport;

  RawRelay(ClientSessionConfig config) {
    client = new ClientSession(config, new FakeRandomSource("client side"), 0);
  }

  /** The client verified the relay and sent its first frame. */
  static RawRelay established(SessionPurpose purpose) {
    RawRelay relay = new RawRelay(SessionSamples.clientConfig(purpose));
    relay.shakeHands(SessionSamples.CERTIFICATE);
    relay.atClient.clear();
    return relay;
  }

  /** The client got a Welcome. */
  static RawRelay admitting() {
    RawRelay relay = established(SessionSamples.syncing());
    relay.send(RelayFrame.newBuilder().setWelcome(SessionSamples.WELCOME).build());
    relay.atClient.clear();
    return relay;
  }

  /** Answers message 1 with this certificate; if the client goes on, completes the handshake. */
  void shakeHands(ByteString certificate) {
    try {
      Handshake handshake = Handshake.responder(
          NoiseProtocol.of(NoisePattern.XX, SessionSamples.CRYPTO),
          HandshakeKeys.of(SessionSamples.RELAY_KEY),
          SubProtocol.prologue(SubProtocol.STD1, List.of(SubProtocol.STD1)),
          new FakeRandomSource("raw relay"));
      handshake.read(next());
      atClient.addAll(client.receive(handshake.write(certificate.toByteArray()), 0));
      byte[] message3 = client.nextMessage();
      if (message3 != null) {
        handshake.read(message3);
        transport = handshake.split(Limits.REKEY_AFTER_MESSAGES);
        transport.read(next());
      }
    } catch (NoiseException e) {
      throw new AssertionError(e);
    }
  }

  void send(RelayFrame frame) {
    sendFrame(Channel.of(frame.getFrameCase()), frame.toByteString());
  }

  /** Sends a frame of a type that does not exist. */
  void sendUnknown(int number) {
    sendFrame(
        Channel.CONTROL,
        UnknownFieldSet.newBuilder().mergeVarintField(number, 1).build().toByteString());
  }

  private void sendFrame(Channel channel, ByteString frame) {
    FrameWriter writer = new FrameWriter(1 << 17, 1 << 21);
    writer.offer(channel, frame);
    for (byte[] record = writer.nextRecord(); record != null; record = writer.nextRecord()) {
      sendRecord(record);
    }
  }

  void sendRecord(byte... record) {
    atClient.addAll(client.receive(sealed(record), 0));
  }

  byte[] sealed(byte... record) {
    try {
      if (transport == null) {
        throw new AssertionError("no handshake yet");
      }
      return transport.write(record);
    } catch (NoiseException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] next() {
    byte[] message = client.nextMessage();
    if (message == null) {
      throw new AssertionError("the client sent nothing");
    }
    return message;
  }
}
