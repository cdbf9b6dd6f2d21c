package dev.zerok.protocol.channel;

import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.limit.Limits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Puts frames together from records (REC-1, REC-3).
 *
 * <p>A declared length is checked first and never allocated: the buffer grows with the bytes that came, at most to the
 * declared length. After a violation the reader must not be used again. Single-threaded.
 */
public final class FrameReader {
  /** The most plaintext that a record can have: a Noise message without its tag. */
  private static final int MAX_RECORD_BYTES = Limits.NOISE_MESSAGE_BYTES - Limits.RECORD_TAG_BYTES;

  private static final int CHANNEL_BYTES = Limits.RECORD_CHANNEL_BYTES;
  private static final int LENGTH_BYTES = Limits.FRAME_LENGTH_BYTES;
  private static final int MORE = 0x80;
  private static final byte[] NONE = new byte[0];

  // The bulk frame under way. `declared` is −1 between frames.
  private int declared = -1;
  private int arrived;
  private byte[] buffer = NONE;

  /**
   * Takes one record's plaintext.
   *
   * @return the frame that it completes, if it does
   * @throws ProtocolViolation {@code INVALID_MESSAGE} if the record breaks REC-1 or REC-3
   */
  public Optional<ChannelFrame> push(byte[] record) throws ProtocolViolation {
    if (record.length <= CHANNEL_BYTES) {
      throw violation("a record was empty");
    }
    boolean more = (record[0] & MORE) != 0;
    int channel = record[0] & ~MORE & 0xff;
    if (channel == Channel.CONTROL.number()) {
      return Optional.of(control(record, more));
    }
    if (channel == Channel.BULK.number()) {
      return bulk(record, more);
    }
    throw violation("a record named channel " + channel + ", which does not exist");
  }

  /** Bytes held for an unfinished frame, spare room included. */
  public int bufferedBytes() {
    return buffer.length;
  }

  private static ChannelFrame control(byte[] record, boolean more) throws ProtocolViolation {
    if (more) {
      throw violation("a control frame must fit one record");
    }
    if (record.length > MAX_RECORD_BYTES) {
      throw violation("a record was too long");
    }
    int length = declaredLength(record, Channel.CONTROL);
    int start = CHANNEL_BYTES + LENGTH_BYTES;
    if (record.length - start != length) {
      throw violation("a control frame's length does not fit its record");
    }
    return new ChannelFrame(Channel.CONTROL, Arrays.copyOfRange(record, start, record.length));
  }

  private Optional<ChannelFrame> bulk(byte[] record, boolean more) throws ProtocolViolation {
    if (record.length > Limits.BULK_RECORD_BYTES) {
      throw violation("a bulk record was longer than " + Limits.BULK_RECORD_BYTES + " bytes");
    }
    int start = CHANNEL_BYTES;
    if (declared < 0) {
      declared = declaredLength(record, Channel.BULK);
      start += LENGTH_BYTES;
    }
    int chunk = record.length - start;
    if (chunk > declared - arrived) {
      throw violation("a bulk frame had more bytes than its length says");
    }
    boolean complete = arrived + chunk == declared;
    if (complete == more) {
      throw violation("a bulk frame's last record does not fit its length");
    }
    append(record, start, chunk);
    return complete ? Optional.of(takeFrame()) : Optional.empty();
  }

  private void append(byte[] record, int start, int chunk) {
    int needed = arrived + chunk;
    if (needed > buffer.length) {
      // Doubling keeps copying linear; what is allocated is at most twice what came.
      buffer = Arrays.copyOf(buffer, Math.min(declared, Math.max(needed, 2 * arrived)));
    }
    System.arraycopy(record, start, buffer, arrived, chunk);
    arrived = needed;
  }

  private ChannelFrame takeFrame() {
    byte[] frame = buffer; // complete, so it has exactly the declared length
    buffer = NONE;
    declared = -1;
    arrived = 0;
    return new ChannelFrame(Channel.BULK, frame);
  }

  private static int declaredLength(byte[] record, Channel channel) throws ProtocolViolation {
    if (record.length < CHANNEL_BYTES + LENGTH_BYTES) {
      throw violation("a frame's first record was too short for the length");
    }
    int length = ByteBuffer.wrap(record, CHANNEL_BYTES, LENGTH_BYTES).getInt();
    if (length < 0 || length > channel.maxFrameBytes()) {
      throw violation("a frame was longer than " + channel.maxFrameBytes() + " bytes");
    }
    return length;
  }

  private static ProtocolViolation violation(String words) {
    return ProtocolViolation.invalid(words);
  }
}
