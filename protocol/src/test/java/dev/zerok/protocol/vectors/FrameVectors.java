package dev.zerok.protocol.vectors;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.zerok.protocol.channel.Channel;
import dev.zerok.protocol.channel.ChannelFrame;
import dev.zerok.protocol.channel.FrameCodec;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.testkit.MessageFields;
import dev.zerok.protocol.testkit.VectorObject;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One frame of each type, and bytes that are no frame (PROTOCOL.md § 3.3, § 6). */
final class FrameVectors {
  private final List<VectorObject> accepted = new ArrayList<>();
  private final List<VectorObject> refused = new ArrayList<>();
  private final List<VectorObject> ignored = new ArrayList<>();

  private FrameVectors() {}

  static VectorObject file() {
    FrameVectors vectors = new FrameVectors();
    FrameSamples.client().forEach(vectors::client);
    FrameSamples.relay().forEach(vectors::relay);
    vectors.foreignFields();
    vectors.refusals();
    vectors.later();
    return new VectorObject()
        .text("description",
            "Encoded frames with channel and fields; bytes that end the session; frames of later versions")
        .text("section", "3.3, 6")
        .objects("accepted", vectors.accepted)
        .objects("refused", vectors.refused)
        .objects("ignored", vectors.ignored);
  }

  private void client(ClientFrame frame) {
    accept(frame.getFrameCase().name(), "client", Channel.of(frame.getFrameCase()),
        frame.toByteString(), frame);
  }

  private void relay(RelayFrame frame) {
    accept(frame.getFrameCase().name(), "relay", Channel.of(frame.getFrameCase()),
        frame.toByteString(), frame);
  }

  private void foreignFields() {
    ByteString ack = bytes("320708051004d00f01");
    ClientFrame plain = ClientFrame.newBuilder().setAck(FrameSamples.ack()).build();
    accept("ack with an unknown field inside, which is ignored", "client", Channel.CONTROL, ack,
        plain);
  }

  private void refusals() {
    refuse("REC-4", "no bytes", "client", Channel.CONTROL, "");
    refuse("REC-4", "no bytes", "relay", Channel.BULK, "");
    refuse("REC-4", "two frames at once", "client", Channel.CONTROL, "42004200");
    refuse("REC-4", "two different frames at once", "client", Channel.CONTROL, "420032020801");
    refuse("REC-4", "an unknown frame below 1000", "client", Channel.CONTROL, "a20600");
    refuse("REC-4", "a reserved frame", "client", Channel.CONTROL, "6a00");
    refuse("REC-4", "a frame that is not given yet", "relay", Channel.CONTROL, "820100");
    refuse("REC-4", "a frame with another wire type", "client", Channel.CONTROL, "4001");
    refuse("REC-4", "cut off", "client", Channel.CONTROL, "3204080510");
    refuse("REC-4", "a length beyond the end", "client", Channel.CONTROL, "32ffffffff0f");
    refuse("REC-4", "a malformed field inside", "client", Channel.CONTROL, "32020880");
    refuse("REC-5", "ack on bulk", "client", Channel.BULK, "32020801");
    refuse("REC-5", "push on control", "client", Channel.CONTROL, "2200");
    refuse("REC-5", "deliver on control", "relay", Channel.CONTROL, "2200");
    refuse("REC-5", "welcome on bulk", "relay", Channel.BULK, "0a00");
  }

  private void later() {
    ignore("frame 1000", "client", Channel.CONTROL, "c23e00");
    ignore("frame 1001 on bulk", "relay", Channel.BULK, "ca3e03aabbcc");
  }

  private void accept(String name, String from, Channel channel, ByteString bytes,
      Message expected) {
    Optional<? extends Message> decoded;
    try {
      decoded = decode(from, channel, bytes);
    } catch (ProtocolViolation e) {
      throw new AssertionError(name, e);
    }
    if (!decoded.map(expected::equals).orElse(false)) {
      throw new AssertionError(name + " decodes to " + decoded);
    }
    accepted.add(base(name.toLowerCase(Locale.ROOT), from, channel, bytes).object("fields",
        MessageFields.of(expected)));
  }

  private void refuse(String rule, String name, String from, Channel channel, String hex) {
    Verdict.of(name, false, () -> decode(from, channel, bytes(hex)));
    refused.add(base(name, from, channel, bytes(hex)).text("rule", rule));
  }

  private void ignore(String name, String from, Channel channel, String hex) {
    Verdict.of(
        name,
        true,
        () -> {
          if (decode(from, channel, bytes(hex)).isPresent()) {
            throw ProtocolViolation.invalid("not ignored");
          }
        });
    ignored.add(base(name, from, channel, bytes(hex)).text("rule", "REC-4"));
  }

  private static Optional<? extends Message> decode(String from, Channel channel, ByteString bytes)
      throws ProtocolViolation {
    ChannelFrame frame = new ChannelFrame(channel, bytes.toByteArray());
    return from.equals("client") ? FrameCodec.decodeClient(frame) : FrameCodec.decodeRelay(frame);
  }

  private static VectorObject base(String name, String from, Channel channel, ByteString bytes) {
    return new VectorObject()
        .text("name", name)
        .text("from", from)
        .text("channel", channel.name().toLowerCase(Locale.ROOT))
        .hex("bytes", bytes);
  }

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }
}
