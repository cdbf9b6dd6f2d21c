package dev.zerok.protocol.seal;

import static dev.zerok.protocol.seal.SealingGroup.deliver;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.wire.BodyEncoding;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.PayloadHeader;
import dev.zerok.protocol.wire.PayloadKind;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OpenerTest {
  private final SealingGroup group = new SealingGroup("opener");
  private final OutgoingPayload hello = group.text("hello");
  private final SealedBlob sealed = group.sealByBob(hello);

  @Test
  @Tag("SEAL-1")
  @Tag("SEAL-2")
  void open_whatTheSenderSealed_givesAllOfItBack() throws Exception {
    OpenedPayload opened = group.open(sealed);

    PayloadHeader header = group.headerByBob(hello).build();
    assertThat(opened)
        .isEqualTo(
            new OpenedPayload(
                sealed.envelope(), header, ByteString.copyFrom("hello", UTF_8), Optional.empty(),
                sealed.blobHash()));
  }

  @Test
  void open_aPayloadWithStreamSeenAndPrevious_givesThemBack() throws Exception {
    StreamId notes = StreamIds.derive(group.crypto, group.id, group.epoch.streamSecret(), "notes");
    Position seen = Position.start(group.id, LogId.of(new byte[16])).next(sealed.blobHash());
    OutgoingPayload second =
        SealingGroup.data(ByteString.EMPTY, notes, 2, sealed.blobHash(), group.roster.head(), seen);

    OpenedPayload opened = group.open(group.sealByBob(second));

    assertThat(opened.seen()).contains(seen);
    assertThat(opened.envelope().stream()).isEqualTo(notes);
    assertThat(opened.header().getPreviousBlobHash()).isEqualTo(sealed.blobHash());
    assertThat(opened.body()).isEqualTo(ByteString.EMPTY);
  }

  @Test
  @Tag("SEAL-1")
  void open_withAnyByteFlipped_refuses() {
    byte[] payload = sealed.payload().toByteArray();
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= 0x40;
      Deliver flipped =
          deliver(sealed, 1).toBuilder().setPayload(ByteString.copyFrom(payload)).build();
      OpenFailure.Reason expected =
          i == 0 ? OpenFailure.Reason.OTHER_FORMAT : OpenFailure.Reason.DOES_NOT_DECRYPT;
      assertRefused(flipped, expected);
      payload[i] ^= 0x40;
    }
  }

  @Test
  void aByteThatNobodySigned_asksNobodyToUpdate() {
    assertThat(OpenFailure.Reason.OTHER_FORMAT.words()).doesNotContainIgnoringCase("update");
    assertThat(OpenFailure.Reason.UNKNOWN_VERSION.words()).contains("update");
  }

  @Test
  @Tag("SEAL-1")
  void open_whenTheRelayChangedAnOuterField_refuses() {
    Deliver honest = deliver(sealed, 1);
    StreamId otherStream =
        StreamIds.derive(group.crypto, group.id, group.epoch.streamSecret(), "other");

    assertRefused(honest.toBuilder().setSender(group.alice.bytes()),
        OpenFailure.Reason.DOES_NOT_DECRYPT);
    assertRefused(honest.toBuilder().setDeviceSeq(2), OpenFailure.Reason.DOES_NOT_DECRYPT);
    assertRefused(honest.toBuilder().setStream(otherStream.toWire()),
        OpenFailure.Reason.DOES_NOT_DECRYPT);
    assertRefused(
        honest.toBuilder().setKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT),
        OpenFailure.Reason.DOES_NOT_DECRYPT);
    assertRefused(
        honest.toBuilder().setKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT).setCovers(7),
        OpenFailure.Reason.DOES_NOT_DECRYPT);
  }

  @Test
  @Tag("SEAL-1")
  @Tag("SEAL-8")
  void open_movedToAnotherEpochOrGroup_refuses() throws Exception {
    EpochSecret sameSecretNextEpoch =
        new EpochSecret(2, group.epoch.secret().copy(), group.epoch.streamSecret().copy());
    Deliver moved = deliver(sealed, 1).toBuilder().setEpoch(2).build();
    GroupId other = new SealingGroup("other").id;

    assertThat(
        assertThrows(
            OpenFailure.class,
            () -> Opener.open(group.crypto, group.id, sameSecretNextEpoch, group.roster, moved))
            .reason())
        .isEqualTo(OpenFailure.Reason.DOES_NOT_DECRYPT);
    assertThat(
        assertThrows(
            OpenFailure.class,
            () -> Opener.open(group.crypto, other, group.epoch, group.roster, deliver(sealed, 1)))
            .reason())
        .isEqualTo(OpenFailure.Reason.DOES_NOT_DECRYPT);
  }

  @Test
  @Tag("SEAL-1")
  void open_whenAMemberSignedAnotherEnvelope_refuses() {
    PayloadHeader honest = group.headerByBob(hello).build();

    assertHeaderRefused(honest.toBuilder().setDeviceSeq(9), OpenFailure.Reason.ENVELOPE_DIFFERS);
    assertHeaderRefused(honest.toBuilder().setSender(group.alice.bytes()),
        OpenFailure.Reason.ENVELOPE_DIFFERS);
    assertHeaderRefused(honest.toBuilder().setEpoch(2), OpenFailure.Reason.ENVELOPE_DIFFERS);
    assertHeaderRefused(honest.toBuilder().setCovers(1), OpenFailure.Reason.ENVELOPE_DIFFERS);
    assertHeaderRefused(
        honest.toBuilder().setStream(ByteString.copyFrom(new byte[16])),
        OpenFailure.Reason.ENVELOPE_DIFFERS);
    assertHeaderRefused(
        honest.toBuilder().setEnvelopeKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT),
        OpenFailure.Reason.ENVELOPE_DIFFERS);
  }

  @Test
  @Tag("SEAL-1")
  void open_whenAHeaderFieldIsImpossible_refuses() {
    PayloadHeader honest = group.headerByBob(hello).build();

    assertHeaderRefused(honest.toBuilder().setVersion(2), OpenFailure.Reason.UNKNOWN_VERSION);
    assertHeaderRefused(honest.toBuilder().setKindValue(99), OpenFailure.Reason.UNKNOWN_VERSION);
    assertHeaderRefused(honest.toBuilder().setEncodingValue(99),
        OpenFailure.Reason.UNKNOWN_VERSION);
    assertHeaderRefused(honest.toBuilder().setKindValue(0), OpenFailure.Reason.MALFORMED);
    assertHeaderRefused(honest.toBuilder().setEncodingValue(0), OpenFailure.Reason.MALFORMED);
    assertHeaderRefused(honest.toBuilder().setContentType("x".repeat(257)),
        OpenFailure.Reason.MALFORMED);
    assertHeaderRefused(honest.toBuilder().clearRosterHead(), OpenFailure.Reason.MALFORMED);
    assertHeaderRefused(
        honest.toBuilder().setPreviousBlobHash(sealed.blobHash()), OpenFailure.Reason.MALFORMED);
    assertHeaderRefused(
        honest.toBuilder()
            .setSeen(new Position(LogId.of(new byte[16]), 1, ByteString.EMPTY).toWire()),
        OpenFailure.Reason.MALFORMED);
  }

  @Test
  @Tag("SEAL-1")
  void open_whenTheBodyIsNotTheSignedOne_refuses() {
    PayloadHeader other = group.headerByBob(group.text("hullo")).build();

    assertHeaderRefused(other.toBuilder(), OpenFailure.Reason.WRONG_BODY);
  }

  @Test
  @Tag("SEAL-2")
  void open_whenAnotherMemberSigned_refuses() {
    SealContext aliceAsBob =
        new SealContext(group.id, group.epoch, group.aliceKeys.sign(), group.bob);
    SealedBlob forged = Sealer.seal(group.crypto, aliceAsBob, hello, group.random);

    assertRefused(deliver(forged, 1), OpenFailure.Reason.BAD_SIGNATURE);
  }

  @Test
  @Tag("SEAL-2")
  void open_whenTheSenderIsInNoRoster_refuses() {
    SealingGroup stranger = new SealingGroup("stranger");
    SealContext context =
        new SealContext(group.id, group.epoch, stranger.bobKeys.sign(), stranger.bob);
    SealedBlob forged = Sealer.seal(group.crypto, context, hello, group.random);

    assertRefused(deliver(forged, 1), OpenFailure.Reason.UNKNOWN_SENDER);
  }

  @Test
  @Tag("SEAL-6")
  void open_aCheckpointInABlobEnvelopeOrTheReverse_refuses() {
    PayloadHeader honest = group.headerByBob(hello).build();
    BlobEnvelope checkpointEnvelope =
        new BlobEnvelope(group.bob, 1, EnvelopeKind.ENVELOPE_KIND_CHECKPOINT, StreamId.DEFAULT, 3,
            1);
    PayloadHeader dataAsCheckpoint =
        honest.toBuilder()
            .setEnvelopeKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT)
            .setCovers(3)
            .build();
    SealedBlob reverse =
        Sealer.seal(
            group.crypto, group.bobsContext(), checkpointEnvelope, dataAsCheckpoint, hello.body(),
            group.random);

    assertHeaderRefused(
        honest.toBuilder().setKind(PayloadKind.PAYLOAD_KIND_CHECKPOINT),
        OpenFailure.Reason.KIND_MISMATCH);
    assertRefused(deliver(reverse, 1), OpenFailure.Reason.KIND_MISMATCH);
  }

  @Test
  @Tag("SEAL-6")
  void open_aCheckpointInItsEnvelope_opens() throws Exception {
    OutgoingPayload checkpoint =
        new OutgoingPayload(
            PayloadKind.PAYLOAD_KIND_CHECKPOINT,
            "",
            ByteString.copyFromUtf8("state"),
            true,
            SealingGroup.NOW,
            EnvelopeKind.ENVELOPE_KIND_CHECKPOINT,
            StreamId.DEFAULT,
            3,
            1,
            ByteString.EMPTY,
            group.roster.head(),
            null);

    OpenedPayload opened = group.open(group.sealByBob(checkpoint));

    assertThat(opened.header().getKind()).isEqualTo(PayloadKind.PAYLOAD_KIND_CHECKPOINT);
    assertThat(opened.envelope().covers()).isEqualTo(3);
  }

  @Test
  void open_aCompressibleBody_comesBackInflated() throws Exception {
    ByteString body = ByteString.copyFromUtf8("again and ".repeat(5_000));
    OutgoingPayload outgoing =
        OutgoingPayload.data(
            "", body, SealingGroup.NOW, StreamId.DEFAULT, 1, ByteString.EMPTY, group.roster.head(),
            null);

    SealedBlob blob = group.sealByBob(outgoing);
    OpenedPayload opened = group.open(blob);

    assertThat(blob.payload().size()).isLessThan(1_000);
    assertThat(opened.header().getEncoding()).isEqualTo(BodyEncoding.BODY_ENCODING_DEFLATE);
    assertThat(opened.body()).isEqualTo(body);
  }

  @Test
  void open_aFrameThatNoRelayMayDeliver_isTheRelaysViolation() {
    Deliver honest = deliver(sealed, 1);

    assertViolation(honest.toBuilder().setDeviceSeq(0));
    assertViolation(honest.toBuilder().setDeviceSeq(-1));
    assertViolation(honest.toBuilder().setEpoch(0));
    assertViolation(honest.toBuilder().setCovers(1));
    assertViolation(honest.toBuilder().setKindValue(0));
    assertViolation(honest.toBuilder().setKindValue(9));
    assertViolation(honest.toBuilder().setSender(ByteString.copyFromUtf8("short")));
    assertViolation(honest.toBuilder().setStream(ByteString.copyFrom(new byte[16])));
  }

  @Test
  void open_withTheSecretOfAnotherEpoch_isTheCallersFault() {
    EpochSecret next = group.epoch.next(group.random);

    assertThatThrownBy(
        () -> Opener.open(group.crypto, group.id, next, group.roster, deliver(sealed, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void toString_ofAnOpenedPayload_saysNothingOfItsBody() throws Exception {
    assertThat(group.open(sealed).toString()).doesNotContain("hello").contains("5 bytes");
  }

  private void assertViolation(Deliver.Builder deliver) {
    assertThrows(ProtocolViolation.class, () -> group.open(deliver.build()));
  }

  private void assertHeaderRefused(PayloadHeader.Builder header, OpenFailure.Reason reason) {
    assertRefused(deliver(group.sealByBob(hello, header.build()), 1), reason);
  }

  private void assertRefused(Deliver.Builder deliver, OpenFailure.Reason reason) {
    assertRefused(deliver.build(), reason);
  }

  private void assertRefused(Deliver deliver, OpenFailure.Reason reason) {
    assertThat(assertThrows(OpenFailure.class, () -> group.open(deliver)).reason())
        .isEqualTo(reason);
  }
}
