package dev.zerok.protocol.channel;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.RelayFrame;
import java.io.IOException;
import java.util.Optional;

/**
 * From a frame's bytes to its message, strictly (REC-4, REC-5). Unknown fields inside a known frame are dropped, so that they
 * cost no memory. Stateless; any thread.
 */
public final class FrameCodec {
  /** Frames with this number or a higher one are a later version's and ignored; unknown ones below it are an error. */
  public static final int FIRST_IGNORABLE = 1_000;

  private static final Parser<ClientFrame> CLIENT =
      DiscardUnknownFieldsParser.wrap(ClientFrame.parser());
  private static final Parser<RelayFrame> RELAY =
      DiscardUnknownFieldsParser.wrap(RelayFrame.parser());

  private FrameCodec() {}

  /**
   * Decodes a client's frame.
   *
   * @return empty if the frame's number is {@link #FIRST_IGNORABLE} or higher: a later version's, to be ignored
   * @throws ProtocolViolation {@code INVALID_MESSAGE} if it breaks REC-4 or came on the wrong channel
   */
  public static Optional<ClientFrame> decodeClient(ChannelFrame received) throws ProtocolViolation {
    int number = onlyField(received.bytes());
    if (number >= FIRST_IGNORABLE) {
      return Optional.empty();
    }
    if (number == ClientFrame.ROSTER_PRESENT_FIELD_NUMBER) {
      requireFewEntries(received.bytes());
    }
    ClientFrame frame = parse(CLIENT, received.bytes());
    if (frame.getFrameCase() == ClientFrame.FrameCase.FRAME_NOT_SET) {
      throw unknownFrame(number);
    }
    requireChannel(Channel.of(frame.getFrameCase()), received.channel());
    return Optional.of(frame);
  }

  /** As {@link #decodeClient}, for a relay's frame. */
  public static Optional<RelayFrame> decodeRelay(ChannelFrame received) throws ProtocolViolation {
    int number = onlyField(received.bytes());
    if (number >= FIRST_IGNORABLE) {
      return Optional.empty();
    }
    if (number == RelayFrame.ROSTER_ENTRIES_FIELD_NUMBER) {
      requireFewEntries(received.bytes());
    }
    RelayFrame frame = parse(RELAY, received.bytes());
    if (frame.getFrameCase() == RelayFrame.FrameCase.FRAME_NOT_SET) {
      throw unknownFrame(number);
    }
    requireChannel(Channel.of(frame.getFrameCase()), received.channel());
    return Optional.of(frame);
  }

  /** The number of the one field at the top, whatever it is. */
  private static int onlyField(byte[] bytes) throws ProtocolViolation {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    try {
      int tag = in.readTag();
      if (tag == 0) {
        throw violation("a frame had no content");
      }
      if (!in.skipField(tag) || !in.isAtEnd()) {
        throw violation("a frame must have exactly one field");
      }
      return WireFormat.getTagFieldNumber(tag);
    } catch (IOException malformed) {
      throw violation("a frame was not well-formed");
    }
  }

  /**
   * Counts before anything is made of them: a megabyte of empty entries would become fifty of objects. In both frames that list
   * roster entries the list is field 1 of the frame's only field.
   */
  private static void requireFewEntries(byte[] bytes) throws ProtocolViolation {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    try {
      if (WireFormat.getTagWireType(in.readTag()) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        throw violation("a frame was not well-formed");
      }
      in.pushLimit(in.readRawVarint32());
      int entries = 0;
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        entries += WireFormat.getTagFieldNumber(tag) == 1 ? 1 : 0;
        if (entries > Limits.ROSTER_ENTRIES || !in.skipField(tag)) {
          throw violation("a frame had more roster entries than a roster may have");
        }
      }
    } catch (IOException malformed) {
      throw violation("a frame was not well-formed");
    }
  }

  private static <T> T parse(Parser<T> parser, byte[] bytes) throws ProtocolViolation {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException malformed) {
      throw violation("a frame was not well-formed");
    }
  }

  private static void requireChannel(Channel expected, Channel actual) throws ProtocolViolation {
    if (expected != actual) {
      throw violation("a frame came on the " + actual + " channel but belongs on " + expected);
    }
  }

  private static ProtocolViolation unknownFrame(int number) {
    return violation("frame type " + number + " is not known to this version");
  }

  private static ProtocolViolation violation(String words) {
    return ProtocolViolation.invalid(words);
  }
}
