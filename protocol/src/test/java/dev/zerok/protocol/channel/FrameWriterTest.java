package dev.zerok.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.limit.Limits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
  private static final int CONTROL_BOUND =
      Channel.CONTROL.maxFrameBytes() + FrameWriter.CHARGE_PER_FRAME;
  private static final int BULK_BOUND =
      2 * (Channel.BULK.maxFrameBytes() + FrameWriter.CHARGE_PER_FRAME);

  private final FrameWriter writer = new FrameWriter(CONTROL_BOUND, BULK_BOUND);

  @Test
  void controlFrame_isOneRecordWithItsLength() {
    writer.offer(Channel.CONTROL, bytes(9, 8, 7));

    assertThat(writer.nextRecord()).containsExactly(0, 0, 0, 0, 3, 9, 8, 7);
    assertThat(writer.nextRecord()).isNull();
  }

  @Test
  void emptyFrame_isOneRecordWithLengthZero() {
    writer.offer(Channel.BULK, ByteString.EMPTY);

    assertThat(writer.nextRecord()).containsExactly(1, 0, 0, 0, 0);
    assertThat(writer.nextRecord()).isNull();
  }

  @Test
  @Tag("REC-1")
  void bulkFrame_isCutIntoRecordsOfAtMost16384Bytes_andOnlyTheLastHasNoMoreBit() {
    ByteString frame = filled(40_000);
    writer.offer(Channel.BULK, frame);

    List<byte[]> records = rest();

    assertThat(records).extracting(record -> record.length)
        .containsExactly(16_384, 16_384, 40_000 + 4 + 3 - 32_768);
    assertThat(records).extracting(record -> record[0] & 0xff).containsExactly(0x81, 0x81, 0x01);
    assertThat(joined(records)).isEqualTo(frame);
  }

  @Test
  @Tag("REC-1")
  void bulkFrame_thatFillsRecordsExactly_hasNoEmptyLastRecord() {
    ByteString frame = filled(2 * Limits.BULK_RECORD_BYTES - 1 - 4 - 1);
    writer.offer(Channel.BULK, frame);

    assertThat(rest()).extracting(record -> record.length).containsExactly(16_384, 16_384);
  }

  @Test
  @Tag("REC-1")
  void frameOverItsChannelsLimit_isOurOwnFault() {
    assertThatThrownBy(
        () -> writer.offer(Channel.CONTROL, filled(Channel.CONTROL.maxFrameBytes() + 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.offer(Channel.BULK, filled(Channel.BULK.maxFrameBytes() + 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("REC-2")
  void controlFrame_overtakesTheRestOfABulkFrame() {
    writer.offer(Channel.BULK, filled(40_000));
    List<Integer> channels = new ArrayList<>();
    channels.add(channelOf(writer.nextRecord()));
    writer.offer(Channel.CONTROL, bytes(1));
    rest().forEach(record -> channels.add(channelOf(record)));

    assertThat(channels).containsExactly(1, 0, 1, 1);
  }

  @Test
  @Tag("REC-2")
  void bulkFrame_neverGoesBeforeAControlFrameThatWasQueuedEarlier() {
    writer.offer(Channel.CONTROL, bytes(1));
    writer.offer(Channel.BULK, bytes(2));
    writer.offer(Channel.CONTROL, bytes(3));

    assertThat(rest()).extracting(record -> (int) record[5]).containsExactly(1, 3, 2);
  }

  @Test
  void fullQueue_takesNothingAndSaysSo() {
    ByteString largest = filled(Channel.BULK.maxFrameBytes());

    assertThat(writer.offer(Channel.BULK, largest)).isTrue();
    assertThat(writer.offer(Channel.BULK, largest)).isTrue();
    assertThat(writer.offer(Channel.BULK, ByteString.EMPTY)).isFalse();
    assertThat(writer.queuedBytes()).isEqualTo(BULK_BOUND);
    rest();
    assertThat(writer.queuedBytes()).isZero();
    assertThat(writer.offer(Channel.BULK, largest)).isTrue();
  }

  @Test
  void emptyFrames_cannotFillTheMemory() {
    int taken = 0;
    while (writer.offer(Channel.CONTROL, ByteString.EMPTY)) {
      taken++;
    }

    assertThat(taken).isEqualTo(CONTROL_BOUND / FrameWriter.CHARGE_PER_FRAME);
  }

  @Test
  void boundWithoutRoomForOneFrame_isRefused() {
    assertThatThrownBy(() -> new FrameWriter(CONTROL_BOUND - 1, BULK_BOUND))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FrameWriter(CONTROL_BOUND, Channel.BULK.maxFrameBytes()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void endWith_dropsBulkFramesButNotControlFrames() {
    writer.offer(Channel.BULK, filled(40_000));
    writer.nextRecord();
    writer.offer(Channel.BULK, bytes(5));
    writer.offer(Channel.CONTROL, bytes(6));
    writer.endWith(bytes(7));

    assertThat(rest()).containsExactly(new byte[]{0, 0, 0, 0, 1, 6}, new byte[]{0, 0, 0, 0, 1, 7});
    assertThat(writer.queuedBytes()).isZero();
    assertThat(writer.offer(Channel.CONTROL, bytes(8))).isFalse();
  }

  @Test
  void endWithBulk_finishesTheFrameThatHasBegun_andTheLastControlFrameComesLast() {
    writer.offer(Channel.BULK, filled(40_000));
    writer.nextRecord();
    writer.offer(Channel.BULK, bytes(5));
    writer.endWith(bytes(6), bytes(7));

    List<byte[]> records = rest();

    assertThat(records).extracting(record -> record[0] & 0xff)
        .containsExactly(0x81, 0x01, 0x01, 0x00);
    assertThat(records.get(2)).containsExactly(1, 0, 0, 0, 1, 6);
    assertThat(records.get(3)).containsExactly(0, 0, 0, 0, 1, 7);
    assertThat(writer.queuedBytes()).isZero();
  }

  @Test
  void secondEnd_changesNothing() {
    writer.endWith(bytes(6));
    writer.endWith(bytes(5), bytes(7));

    assertThat(rest()).containsExactly(new byte[]{0, 0, 0, 0, 1, 6});
  }

  private List<byte[]> rest() {
    List<byte[]> records = new ArrayList<>();
    for (byte[] record = writer.nextRecord(); record != null; record = writer.nextRecord()) {
      records.add(record);
    }
    return records;
  }

  private static int channelOf(byte[] record) {
    return record[0] & 0x7f;
  }

  private static ByteString joined(List<byte[]> records) {
    ByteString all = ByteString.EMPTY;
    for (int i = 0; i < records.size(); i++) {
      all = all.concat(ByteString.copyFrom(records.get(i)).substring(i == 0 ? 5 : 1));
    }
    return all;
  }

  private static ByteString bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return ByteString.copyFrom(bytes);
  }

  private static ByteString filled(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    return ByteString.copyFrom(bytes);
  }
}
