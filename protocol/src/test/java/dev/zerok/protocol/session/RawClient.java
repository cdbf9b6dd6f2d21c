package dev.zerok.protocol.session;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.channel.Channel;
import dev.zerok.protocol.channel.ChannelFrame;
import dev.zerok.protocol.channel.FrameCodec;
import dev.zerok.protocol.channel.FrameReader;
import dev.zerok.protocol.channel.FrameWriter;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.noise.Handshake;
import dev.zerok.protocol.noise.HandshakeKeys;
import dev.zerok.protocol.noise.NoiseException;
import dev.zerok.protocol.noise.NoisePattern;
import dev.zerok.protocol.noise.NoiseProtocol;
import dev.zerok.protocol.noise.Transport;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client that speaks Noise correctly and may send any record in it, against a real relay session. */
final class RawClient {
  final RelaySession relay;
  final List<RelaySessionEvent> atRelay = new ArrayList<>();
  private final Transport transport;
  private final FrameReader reader = new FrameReader();

  /** Handshake done, first frame not sent. */
  RawClient() {
    this(SessionSamples.relayConfig(), new FakeRandomSource("relay side"));
  }

  RawClient(RelaySessionConfig config, RandomSource relayRandom) {
    this(config, relayRandom, Limits.REKEY_AFTER_MESSAGES);
  }

  private RawClient(RelaySessionConfig config, RandomSource relayRandom, long rekeyAfter) {
    relay = new RelaySession(config, relayRandom, 0);
    try {
      Handshake handshake = Handshake.initiator(
          NoiseProtocol.of(NoisePattern.XX, SessionSamples.CRYPTO),
          HandshakeKeys.of(SessionSamples.DEVICE_KEY),
          SubProtocol.prologue(SubProtocol.STD1, List.of(SubProtocol.STD1)),
          new FakeRandomSource("raw client"));
      relay.receive(handshake.write(new byte[0]), 0);
      handshake.read(orFail(relay.nextMessage()));
      relay.receive(handshake.write(new byte[0]), 0);
      transport = handshake.split(rekeyAfter);
    } catch (NoiseException e) {
      throw new AssertionError(e);
    }
  }

  /** Keeps its first keys for ever. */
  static RawClient withoutRekey() {
    return new RawClient(SessionSamples.relayConfig(), new FakeRandomSource("relay side"),
        Long.MAX_VALUE);
  }

  /** Admitted. */
  static RawClient member() {
    RawClient client = new RawClient();
    client.send(SessionSamples.hello(SessionSamples.HELLO));
    client.relay.admitted(SessionSamples.WELCOME);
    client.received();
    client.atRelay.clear();
    return client;
  }

  /** In its mailbox. */
  static RawClient joiner() {
    RawClient client = new RawClient();
    client.send(ClientDialogue.firstFrame(SessionSamples.joining()));
    client.relay.joined();
    client.atRelay.clear();
    return client;
  }

  /** Sends a frame on its own channel. */
  void send(ClientFrame frame) {
    sendFrame(Channel.of(frame.getFrameCase()), frame.toByteString());
  }

  /** Sends any bytes as a frame on any channel. */
  void sendFrame(Channel channel, ByteString frame) {
    FrameWriter writer = new FrameWriter(1 << 17, 1 << 21);
    writer.offer(channel, frame);
    for (byte[] record = writer.nextRecord(); record != null; record = writer.nextRecord()) {
      sendRecord(record);
    }
  }

  /** Sends any bytes as a record. */
  void sendRecord(byte... record) {
    atRelay.addAll(relay.receive(sealed(record), 0));
  }

  /** A transport message that holds this record. */
  byte[] sealed(byte... record) {
    try {
      return transport.write(record);
    } catch (NoiseException e) {
      throw new AssertionError(e);
    }
  }

  /** All frames that the relay has sent since the last call. */
  List<RelayFrame> received() {
    List<RelayFrame> frames = new ArrayList<>();
    try {
      for (byte[] message = relay.nextMessage(); message != null; message = relay.nextMessage()) {
        Optional<ChannelFrame> frame = reader.push(transport.read(message));
        if (frame.isPresent()) {
          frames.add(FrameCodec.decodeRelay(frame.get()).orElseThrow());
        }
      }
    } catch (NoiseException | ProtocolViolation e) {
      throw new AssertionError(e);
    }
    return frames;
  }

  private static byte[] orFail(byte @org.jspecify.annotations.Nullable [] message) {
    if (message == null) {
      throw new AssertionError("the relay sent nothing");
    }
    return message;
  }
}
