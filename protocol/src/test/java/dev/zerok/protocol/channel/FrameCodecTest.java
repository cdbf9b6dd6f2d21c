package dev.zerok.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.Ack;
import dev.zerok.protocol.wire.CaughtUp;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterEntries;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterPresent;
import java.util.Collections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCodecTest {
  private static final ClientFrame ACK =
      ClientFrame.newBuilder().setAck(Ack.newBuilder().setReceived(7).setApplied(5)).build();
  private static final UnknownFieldSet.Field SOMETHING =
      UnknownFieldSet.Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8("new")).build();

  @Test
  void knownFrames_areDecoded() throws ProtocolViolation {
    RelayFrame caughtUp =
        RelayFrame.newBuilder().setCaughtUp(CaughtUp.newBuilder().setCursor(9)).build();

    assertThat(FrameCodec.decodeClient(control(ACK.toByteArray()))).contains(ACK);
    assertThat(FrameCodec.decodeRelay(bulk(caughtUp.toByteArray()))).contains(caughtUp);
  }

  @Test
  @Tag("REC-4")
  void frameWithoutContent_isRefused() {
    refusesBoth(new byte[0], "a frame had no content");
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 18, 999})
  @Tag("REC-4")
  void unknownClientFrameBelow1000_isRefused(int number) {
    refusesClient(control(field(number)), "frame type " + number + " is not known to this version");
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 999})
  @Tag("REC-4")
  void unknownRelayFrameBelow1000_isRefused(int number) {
    assertThatThrownBy(() -> FrameCodec.decodeRelay(control(field(number))))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessage("frame type " + number + " is not known to this version");
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 1_001, 536_870_911})
  @Tag("REC-4")
  void unknownFrameFrom1000On_isIgnoredOnEitherChannel(int number) throws ProtocolViolation {
    assertThat(FrameCodec.decodeClient(control(field(number)))).isEmpty();
    assertThat(FrameCodec.decodeClient(bulk(field(number)))).isEmpty();
    assertThat(FrameCodec.decodeRelay(control(field(number)))).isEmpty();
    assertThat(FrameCodec.decodeRelay(bulk(field(number)))).isEmpty();
  }

  @Test
  @Tag("REC-4")
  void moreThanOneField_isRefused_whicheverTheyAre() {
    byte[] ack = ACK.toByteArray();
    refusesClient(control(join(ack, ack)), "a frame must have exactly one field");
    refusesClient(control(join(ack, field(1_000))), "a frame must have exactly one field");
    refusesClient(control(join(field(1_000), ack)), "a frame must have exactly one field");
    refusesClient(control(join(field(1_000), field(1_001))), "a frame must have exactly one field");
  }

  @Test
  @Tag("REC-4")
  void knownNumberWithAnotherWireType_isRefused() {
    byte[] hello = UnknownFieldSet.newBuilder().mergeVarintField(1, 3).build().toByteArray();

    refusesClient(control(hello), "frame type 1 is not known to this version");
  }

  @Test
  void unknownFieldsInsideAKnownFrame_areIgnoredAndForgotten() throws ProtocolViolation {
    Ack ack = ACK.getAck()
        .toBuilder()
        .setUnknownFields(UnknownFieldSet.newBuilder().addField(77, SOMETHING).build())
        .build();
    byte[] bytes = ClientFrame.newBuilder().setAck(ack).build().toByteArray();

    assertThat(FrameCodec.decodeClient(control(bytes))).contains(ACK);
  }

  @Test
  @Tag("REC-5")
  void frameOnTheOtherChannel_isRefused() {
    byte[] push = ClientFrame.newBuilder().setPush(Push.getDefaultInstance()).build().toByteArray();

    refusesClient(bulk(ACK.toByteArray()),
        "a frame came on the BULK channel but belongs on CONTROL");
    refusesClient(control(push), "a frame came on the CONTROL channel but belongs on BULK");
  }

  @Test
  @Tag("REC-5")
  void everyFrame_hasItsChannelOfTheTable() {
    assertThat(ClientFrame.FrameCase.values())
        .filteredOn(frame -> frame != ClientFrame.FrameCase.FRAME_NOT_SET
            && Channel.of(frame) == Channel.BULK)
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("ROSTER_PRESENT", "ROSTER_APPEND", "PUSH");
    assertThat(RelayFrame.FrameCase.values())
        .filteredOn(frame -> frame != RelayFrame.FrameCase.FRAME_NOT_SET
            && Channel.of(frame) == Channel.BULK)
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("ROSTER_ENTRIES", "DELIVER", "GAP", "RESET", "CAUGHT_UP");
  }

  @Test
  void malformedBytes_areRefused() {
    refusesBoth(new byte[]{0}, "a frame was not well-formed");
    refusesBoth(new byte[]{0x0a, 0x05, 1}, "a frame was not well-formed");
    refusesBoth(new byte[]{0x0a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f},
        "a frame was not well-formed");
    refusesBoth(new byte[]{0x0c}, "a frame was not well-formed");
  }

  @Test
  void deepNesting_isRefusedAndOverflowsNoStack() {
    byte[] groups = new byte[1_000_000];
    for (int i = 0; i < groups.length; i += 2) {
      groups[i] = (byte) 0xc3; // field 1000, start of a group
      groups[i + 1] = 0x3e;
    }

    refusesBoth(groups, "a frame was not well-formed");
  }

  @Test
  @Tag("ROSTER-8")
  void moreEntriesThanARosterMayHave_areRefusedBeforeTheyAreBuilt() throws ProtocolViolation {
    RosterEntry smallest = RosterEntry.newBuilder()
        .setBody(ByteString.copyFromUtf8("b"))
        .setSignature(ByteString.copyFrom(new byte[64]))
        .build();
    RosterPresent full = RosterPresent.newBuilder()
        .addAllEntries(Collections.nCopies(Limits.ROSTER_ENTRIES, smallest))
        .build();
    RosterPresent over = full.toBuilder().addEntries(RosterEntry.getDefaultInstance()).build();
    RosterEntries entries = RosterEntries.newBuilder()
        .addAllEntries(
            Collections.nCopies(Limits.ROSTER_ENTRIES + 1, PlacedRosterEntry.getDefaultInstance()))
        .build();

    assertThat(FrameCodec
        .decodeClient(bulk(ClientFrame.newBuilder().setRosterPresent(full).build().toByteArray())))
        .isPresent();
    refusesClient(
        bulk(ClientFrame.newBuilder().setRosterPresent(over).build().toByteArray()),
        "a frame had more roster entries than a roster may have");
    assertThatThrownBy(() -> FrameCodec.decodeRelay(
        bulk(RelayFrame.newBuilder().setRosterEntries(entries).build().toByteArray())))
        .hasMessage("a frame had more roster entries than a roster may have");
  }

  private static void refusesBoth(byte[] bytes, String words) {
    refusesClient(control(bytes), words);
    assertThatThrownBy(() -> FrameCodec.decodeRelay(control(bytes)))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessage(words);
  }

  private static void refusesClient(ChannelFrame frame, String words) {
    assertThatThrownBy(() -> FrameCodec.decodeClient(frame))
        .isInstanceOfSatisfying(
            ProtocolViolation.class,
            violation -> assertThat(violation.code()).isEqualTo(ErrorCode.INVALID_MESSAGE))
        .hasMessage(words);
  }

  private static byte[] field(int number) {
    return UnknownFieldSet.newBuilder().addField(number, SOMETHING).build().toByteArray();
  }

  private static byte[] join(byte[] first, byte[] second) {
    return ByteString.copyFrom(first).concat(ByteString.copyFrom(second)).toByteArray();
  }

  private static ChannelFrame control(byte[] bytes) {
    return new ChannelFrame(Channel.CONTROL, bytes);
  }

  private static ChannelFrame bulk(byte[] bytes) {
    return new ChannelFrame(Channel.BULK, bytes);
  }
}
