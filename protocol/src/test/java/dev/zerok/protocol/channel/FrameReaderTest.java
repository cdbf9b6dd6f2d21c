package dev.zerok.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ProtocolViolation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
  private static final int CONTROL = 0;
  private static final int BULK = 1;
  private static final int BULK_MORE = 0x81;

  private final FrameReader reader = new FrameReader();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16_379, 16_380, 32_762, 32_763, 1_048_576, 1_114_112})
  void whatAWriterCut_isPutTogether(int size) throws ProtocolViolation {
    byte[] frame = new byte[size];
    for (int i = 0; i < size; i++) {
      frame[i] = (byte) (i / 3);
    }
    FrameWriter writer = new FrameWriter(1 << 17, 1 << 21);
    writer.offer(Channel.BULK, ByteString.copyFrom(frame));

    List<ChannelFrame> frames = new ArrayList<>();
    for (byte[] record = writer.nextRecord(); record != null; record = writer.nextRecord()) {
      reader.push(record).ifPresent(frames::add);
    }

    assertThat(frames).hasSize(1);
    assertThat(frames.get(0).channel()).isEqualTo(Channel.BULK);
    assertThat(frames.get(0).bytes()).isEqualTo(frame);
    assertThat(reader.bufferedBytes()).isZero();
  }

  @Test
  @Tag("REC-2")
  void controlFrameBetweenBulkRecords_disturbsNothing() throws ProtocolViolation {
    assertThat(reader.push(first(BULK_MORE, 3, 1, 2))).isEmpty();
    assertThat(frame(reader.push(first(CONTROL, 1, 9)))).containsExactly(9);
    assertThat(frame(reader.push(record(BULK, 3)))).containsExactly(1, 2, 3);
  }

  @Test
  @Tag("REC-1")
  void largestControlFrame_isAccepted() throws ProtocolViolation {
    assertThat(frame(reader.push(first(CONTROL, 65_514, new byte[65_514])))).hasSize(65_514);
  }

  @Test
  @Tag("REC-1")
  void bulkRecordOver16384Bytes_isRefused() {
    refuses(first(BULK, 16_380, new byte[16_380]), "a bulk record was longer than 16384 bytes");
  }

  @Test
  @Tag("REC-1")
  @Tag("REC-3")
  void controlFrameInTwoRecords_isRefused() {
    refuses(first(0x80, 3, 1, 2), "a control frame must fit one record");
  }

  @Test
  @Tag("REC-3")
  void recordsWithoutBytes_areRefused() throws ProtocolViolation {
    refuses(new byte[0], "a record was empty");
    refuses(new byte[]{0}, "a record was empty");
    refuses(new byte[]{1}, "a record was empty");
    reader.push(first(BULK_MORE, 2, 1));
    refuses(new byte[]{(byte) BULK_MORE}, "a record was empty");
  }

  @Test
  @Tag("REC-3")
  void unknownChannel_isRefused() {
    refuses(first(2, 1, 1), "a record named channel 2, which does not exist");
    refuses(first(0x7f, 1, 1), "a record named channel 127, which does not exist");
  }

  @ParameterizedTest
  @ValueSource(ints = {1_114_113, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
  @Tag("REC-3")
  void bulkLengthOverTheLimit_isRefusedBeforeAnythingIsAllocated(int length) {
    refuses(first(BULK_MORE, length, 1), "a frame was longer than 1114112 bytes");
    assertThat(reader.bufferedBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {65_515, Integer.MAX_VALUE, -1})
  @Tag("REC-3")
  void controlLengthOverTheLimit_isRefused(int length) {
    refuses(first(CONTROL, length, 1), "a frame was longer than 65514 bytes");
  }

  @Test
  @Tag("REC-3")
  void controlLengthThatDoesNotFit_isRefused() {
    refuses(first(CONTROL, 2, 1), "a control frame's length does not fit its record");
    refuses(first(CONTROL, 1, 1, 2), "a control frame's length does not fit its record");
  }

  @Test
  @Tag("REC-3")
  void firstRecordTooShortForTheLength_isRefused() {
    refuses(new byte[]{0, 0, 0, 0}, "a frame's first record was too short for the length");
    refuses(new byte[]{1, 0, 0, 0}, "a frame's first record was too short for the length");
  }

  @Test
  @Tag("REC-3")
  void moreBytesThanTheLengthSays_areRefused() throws ProtocolViolation {
    refuses(first(BULK, 1, 1, 2), "a bulk frame had more bytes than its length says");
    FrameReader other = new FrameReader();
    other.push(first(BULK_MORE, 2, 1));
    assertThatThrownBy(() -> other.push(record(BULK, 2, 3)))
        .hasMessage("a bulk frame had more bytes than its length says");
  }

  @Test
  @Tag("REC-3")
  void fewerBytesAtTheLastRecord_areRefused() {
    refuses(first(BULK, 2, 1), "a bulk frame's last record does not fit its length");
  }

  @Test
  @Tag("REC-3")
  void completeFrameThatSaysMoreFollows_isRefused() {
    refuses(first(BULK_MORE, 1, 1), "a bulk frame's last record does not fit its length");
  }

  @Test
  @Tag("REC-3")
  void lyingLength_isNeverAllocated_memoryGrowsWithWhatCame() throws ProtocolViolation {
    reader.push(first(BULK_MORE, 1_048_576, 1));
    assertThat(reader.bufferedBytes()).isEqualTo(1);
    for (int came = 2; came <= 5_000; came++) {
      reader.push(record(BULK_MORE, 1));
      assertThat(reader.bufferedBytes()).isLessThanOrEqualTo(2 * came);
    }
  }

  @Test
  @Tag("REC-3")
  void bufferNeverExceedsTheDeclaredLength() throws ProtocolViolation {
    byte[] chunk = new byte[16_384];
    chunk[0] = (byte) BULK_MORE;
    reader.push(first(BULK_MORE, 1_114_112, new byte[16_379]));
    for (int came = 16_379; came + 16_383 < 1_114_112; came += 16_383) {
      reader.push(chunk);
      assertThat(reader.bufferedBytes()).isLessThanOrEqualTo(1_114_112);
    }
  }

  private void refuses(byte[] record, String words) {
    assertThatThrownBy(() -> reader.push(record))
        .isInstanceOfSatisfying(
            ProtocolViolation.class,
            violation -> assertThat(violation.code()).isEqualTo(ErrorCode.INVALID_MESSAGE))
        .hasMessage(words);
  }

  private static byte[] frame(Optional<ChannelFrame> frame) {
    return frame.orElseThrow().bytes();
  }

  private static byte[] first(int channel, int length, int... bytes) {
    return first(channel, length, toBytes(bytes));
  }

  private static byte[] first(int channel, int length, byte[] bytes) {
    return ByteBuffer.allocate(5 + bytes.length)
        .put((byte) channel)
        .putInt(length)
        .put(bytes)
        .array();
  }

  private static byte[] record(int channel, int... bytes) {
    return ByteBuffer.allocate(1 + bytes.length).put((byte) channel).put(toBytes(bytes)).array();
  }

  private static byte[] toBytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
