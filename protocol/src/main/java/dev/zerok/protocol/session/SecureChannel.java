package dev.zerok.protocol.session;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.channel.Channel;
import dev.zerok.protocol.channel.ChannelFrame;
import dev.zerok.protocol.channel.FrameReader;
import dev.zerok.protocol.channel.FrameWriter;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.noise.NoiseException;
import dev.zerok.protocol.noise.Transport;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Frames over Noise: what both sides do alike once the handshake is complete. Single-threaded. */
final class SecureChannel implements AutoCloseable {
  private final Transport transport;
  private final FrameWriter writer;
  private final FrameReader reader = new FrameReader();

  SecureChannel(Transport transport, FrameWriter writer) {
    this.transport = transport;
    this.writer = writer;
  }

  /** Opens one message of the peer and gives the frame that it completes. */
  Optional<ChannelFrame> open(byte[] message) throws NoiseException, ProtocolViolation {
    return reader.push(transport.read(message));
  }

  /** Bytes held for a frame of which not all records came. */
  int unfinishedBytes() {
    return reader.bufferedBytes();
  }

  /** Queues a frame, if there is room. */
  boolean offer(Channel channel, ByteString frame) {
    return writer.offer(channel, frame);
  }

  FrameWriter writer() {
    return writer;
  }

  /** The next message to send, control first; null if nothing waits. */
  byte @Nullable [] nextMessage() {
    byte[] record = writer.nextRecord();
    if (record == null) {
      return null;
    }
    try {
      return transport.write(record);
    } catch (NoiseException exhausted) {
      // 2^64 messages in one session that ends after a day.
      throw new IllegalStateException(exhausted);
    }
  }

  /** Wipes the keys; nothing can be sent or opened any more. */
  @Override
  public void close() {
    writer.clear();
    transport.close();
  }
}
