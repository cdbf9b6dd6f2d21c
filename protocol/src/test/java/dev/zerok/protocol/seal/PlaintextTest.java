package dev.zerok.protocol.seal;

import static dev.zerok.protocol.seal.SealingGroup.deliver;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.BodyEncoding;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.PayloadHeader;
import dev.zerok.protocol.wire.SealedContent;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a member could put inside a payload that decrypts well. */
class PlaintextTest {
  private final SealingGroup group = new SealingGroup("plaintext");
  private final OutgoingPayload hello = group.text("hello");
  private final byte[] content = honestContent();

  @Test
  @Tag("SEAL-1")
  void open_withABitInThePadding_refuses() {
    byte[] padded = PaddedContent.pad(content);
    padded[padded.length - 1] = 1;

    assertRefused(padded, OpenFailure.Reason.BAD_PADDING);
  }

  @Test
  @Tag("SEAL-7")
  void open_withMoreOrLessPaddingThanTheFormulaGives_refuses() {
    byte[] longer = new byte[301];
    byte[] padded = PaddedContent.pad(longer);

    assertRefused(Arrays.copyOf(padded, padded.length + 16), OpenFailure.Reason.BAD_PADDING);
    assertRefused(Arrays.copyOf(padded, longer.length + 4), OpenFailure.Reason.BAD_PADDING);
  }

  @Test
  @Tag("SEAL-1")
  void open_withALyingContentLength_refuses() {
    for (int lie : new int[]{-1, Integer.MIN_VALUE, Integer.MAX_VALUE, content.length + 1_000, 0}) {
      byte[] padded = PaddedContent.pad(content);
      ByteBuffer.wrap(padded).putInt(lie);
      assertRefused(padded, OpenFailure.Reason.BAD_PADDING);
    }
  }

  @Test
  void open_withContentThatDoesNotDecode_refuses() {
    assertRefused(PaddedContent.pad(new byte[]{0x0a, 0x7f}), OpenFailure.Reason.MALFORMED);
    assertRefused(PaddedContent.pad(new byte[]{0x0a, 0x01, 0x08}), OpenFailure.Reason.MALFORMED);
    assertRefused(PaddedContent.pad(new byte[0]), OpenFailure.Reason.UNKNOWN_VERSION);
  }

  @Test
  @Tag("CANON-1")
  @Tag("SEAL-2")
  void open_withAHeaderThatIsNotCanonical_refuses() {
    PayloadHeader header = group.headerByBob(hello).build();
    ByteString twice = header.toByteString().concat(ByteString.copyFrom(new byte[]{0x08, 0x01}));
    SealedContent resigned =
        SealedContent.newBuilder()
            .setHeader(twice)
            .setSignature(ByteString.copyFrom(new byte[64]))
            .setBody(hello.body())
            .build();

    assertRefused(PaddedContent.pad(resigned.toByteArray()), OpenFailure.Reason.MALFORMED);
  }

  @Test
  void open_aPayloadOfImpossibleSize_refuses() {
    Deliver honest = deliver(group.sealByBob(hello), 1);
    ByteString payload = honest.getPayload();
    int floor = Limits.PAYLOAD_FLOOR_BYTES;

    for (ByteString wrong : new ByteString[]{
        ByteString.EMPTY,
        payload.substring(0, 1),
        payload.substring(0, floor - 1),
        ByteString.copyFrom(new byte[Limits.PAYLOAD_BYTES + 1])
    }) {
      assertReason(honest.toBuilder().setPayload(wrong).build(), OpenFailure.Reason.BAD_SIZE);
    }
  }

  @Test
  void open_aBodyThatInflatesBeyondTheLimit_refusesWithoutInflatingItAll() {
    ByteString zeros = ByteString.copyFrom(new byte[900 * Limits.BODY_BYTES / 1_024]);
    ByteString bomb = Deflate.deflate(zeros.concat(zeros));

    assertDeflatedRefused(bomb);
  }

  @Test
  void open_aBodyThatIsNotOneDeflateStream_refuses() {
    ByteString stream = Deflate.deflate(ByteString.copyFromUtf8("some text"));

    assertDeflatedRefused(ByteString.EMPTY);
    assertDeflatedRefused(stream.substring(0, stream.size() - 1));
    assertDeflatedRefused(stream.concat(ByteString.copyFromUtf8("x")));
    assertDeflatedRefused(ByteString.copyFrom(new byte[]{(byte) 0xff, (byte) 0xff}));
  }

  @Test
  void inflate_exactlyTheLimit_isAllowed() throws Exception {
    ByteString body = ByteString.copyFrom(new byte[Limits.BODY_BYTES]);

    assertThat(Deflate.inflate(Deflate.deflate(body))).isEqualTo(body);
  }

  @Test
  void outgoing_whatNoReceiverWouldTake_isTheCallersFault() {
    ByteString tooLarge = ByteString.copyFrom(new byte[Sealer.MAX_BODY_BYTES + 1]);

    assertThatThrownBy(
        () -> SealingGroup.data(
            tooLarge, StreamId.DEFAULT, 1, ByteString.EMPTY, group.roster.head(), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in parts");
    assertThatThrownBy(
        () -> SealingGroup.data(
            ByteString.EMPTY, StreamId.DEFAULT, 2, ByteString.EMPTY, group.roster.head(), null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private byte[] honestContent() {
    PayloadHeader header = group.headerByBob(hello).build();
    return SealedContent.newBuilder()
        .setHeader(header.toByteString())
        .setSignature(ByteString.copyFrom(new byte[64]))
        .setBody(hello.body())
        .build()
        .toByteArray();
  }

  private void assertDeflatedRefused(ByteString deflated) {
    PayloadHeader header =
        group
            .headerByBob(hello)
            .setEncoding(BodyEncoding.BODY_ENCODING_DEFLATE)
            .setBodyHash(Sha256.of(deflated))
            .build();
    SealContext context = group.bobsContext();
    SealedBlob blob =
        Sealer.seal(
            group.crypto, context, Sealer.envelope(context, hello), header, deflated, group.random);
    assertReason(deliver(blob, 1), OpenFailure.Reason.BAD_INFLATION);
  }

  private void assertRefused(byte[] plaintext, OpenFailure.Reason reason) {
    SealContext context = group.bobsContext();
    SealedBlob blob =
        Sealer.encrypt(
            group.crypto, context, Sealer.envelope(context, hello), plaintext, group.random);
    assertReason(deliver(blob, 1), reason);
  }

  private void assertReason(Deliver deliver, OpenFailure.Reason reason) {
    assertThat(assertThrows(OpenFailure.class, () -> group.open(deliver)).reason())
        .isEqualTo(reason);
  }
}
