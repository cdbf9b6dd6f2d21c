package dev.zerok.protocol.vectors;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.channel.Channel;
import dev.zerok.protocol.channel.ChannelFrame;
import dev.zerok.protocol.channel.FrameReader;
import dev.zerok.protocol.channel.FrameWriter;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.testkit.VectorObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Frames cut into records (PROTOCOL.md § 3.3). */
final class RecordVectors {
  private static final int ROOM = 4 * Limits.BULK_FRAME_BYTES;

  private RecordVectors() {}

  static VectorObject file() {
    return new VectorObject()
        .text("description", "Record plaintexts, in their order, and the frames that they carry")
        .text("section", "3.3")
        .objects("accepted", accepted())
        .objects("refused", refused());
  }

  private static List<VectorObject> accepted() {
    ChannelFrame empty = new ChannelFrame(Channel.CONTROL, new byte[0]);
    ChannelFrame control = new ChannelFrame(Channel.CONTROL, counted(20));
    ChannelFrame small = new ChannelFrame(Channel.BULK, counted(30));
    ChannelFrame fullRecord = new ChannelFrame(Channel.BULK, counted(16_379));
    ChannelFrame twoRecords = new ChannelFrame(Channel.BULK, counted(16_380));
    return List.of(
        carried("a control frame", List.of(control)),
        carried("a control frame without bytes: no frame, but a record as it should be",
            List.of(empty)),
        carried("a bulk frame in one record", List.of(small)),
        carried("a bulk frame that just fits one record", List.of(fullRecord)),
        carried("a bulk frame that just does not fit one record", List.of(twoRecords)),
        carried("a control frame overtakes a bulk frame that was queued before it",
            List.of(small, control)),
        interleaved(twoRecords, control));
  }

  private static VectorObject carried(String name, List<ChannelFrame> frames) {
    FrameWriter writer = new FrameWriter(ROOM, ROOM);
    frames.forEach(frame -> offer(writer, frame));
    return readBack(name, drain(writer));
  }

  private static VectorObject interleaved(ChannelFrame bulk, ChannelFrame control) {
    FrameWriter writer = new FrameWriter(ROOM, ROOM);
    offer(writer, bulk);
    List<byte[]> records = new ArrayList<>();
    byte[] first = writer.nextRecord();
    if (first == null) {
      throw new AssertionError("a queued frame gives a record");
    }
    records.add(first);
    offer(writer, control);
    records.addAll(drain(writer));
    return readBack("a control frame between the records of a bulk frame", records);
  }

  private static void offer(FrameWriter writer, ChannelFrame frame) {
    if (!writer.offer(frame.channel(), ByteString.copyFrom(frame.bytes()))) {
      throw new AssertionError("the writer has room");
    }
  }

  private static List<byte[]> drain(FrameWriter writer) {
    List<byte[]> records = new ArrayList<>();
    for (byte[] next = writer.nextRecord(); next != null; next = writer.nextRecord()) {
      records.add(next);
    }
    return records;
  }

  private static VectorObject readBack(String name, List<byte[]> records) {
    List<VectorObject> frames = new ArrayList<>();
    FrameReader reader = new FrameReader();
    try {
      for (byte[] record : records) {
        reader.push(record).ifPresent(frame -> frames.add(frame(frame)));
      }
    } catch (ProtocolViolation e) {
      throw new AssertionError(name, e);
    }
    return new VectorObject().text("name", name)
        .hexes("records", records)
        .objects("frames", frames);
  }

  private static VectorObject frame(ChannelFrame frame) {
    return new VectorObject().text("channel", frame.channel().name().toLowerCase(Locale.ROOT))
        .hex("bytes", frame.bytes());
  }

  private static List<VectorObject> refused() {
    return List.of(
        refusal("REC-3", "no bytes at all", ""),
        refusal("REC-3", "a channel byte and nothing else", "00"),
        refusal("REC-3", "an unknown channel", "0200000001aa"),
        refusal("REC-3", "an unknown bit of the channel byte", "4000000001aa"),
        refusal("REC-3", "more follows, on control", "8000000002aa"),
        refusal("REC-3", "a length that is cut off", "00000000"),
        refusal("REC-3", "fewer bytes than the length says, on control", "0000000003aabb"),
        refusal("REC-3", "more bytes than the length says, on control", "0000000001aabb"),
        refusal("REC-3", "more bytes than the length says, on bulk", "0100000001aabb"),
        refusal("REC-3", "fewer bytes than the length says in the last record", "8100000004aabb",
            "01cc"),
        refusal("REC-3", "more bytes than the length says in the last record", "8100000003aabb",
            "01ccdd"),
        refusal("REC-3", "more follows when nothing is missing", "8100000002aabb"),
        refusal("REC-3", "a following record without bytes", "8100000004aabb", "81"),
        refusal("REC-3", "a control length over its limit", "000000ffeb" + "aa"),
        refusal("REC-3", "a bulk length over its limit", "8100110001" + "aa"),
        refusal("REC-3", "a bulk length of 2^32 - 1", "81ffffffff" + "aa"),
        refusal("REC-1", "a bulk record of more than 16384 bytes",
            "8100020000" + "aa".repeat(16_380)));
  }

  private static VectorObject refusal(String rule, String name, String... records) {
    List<byte[]> bytes = Arrays.stream(records).map(HexFormat.of()::parseHex).toList();
    FrameReader reader = new FrameReader();
    Verdict.of(
        name,
        false,
        () -> {
          for (byte[] record : bytes) {
            reader.push(record);
          }
        });
    return new VectorObject().text("name", name).text("rule", rule).hexes("records", bytes);
  }

  private static byte[] counted(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
