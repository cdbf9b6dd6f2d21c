package dev.zerok.protocol.seal;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.content.ContentPart;
import dev.zerok.protocol.content.ContentVectors;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.testkit.MessageFields;
import dev.zerok.protocol.testkit.VectorObject;
import dev.zerok.protocol.wire.BodyEncoding;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.PayloadHeader;
import dev.zerok.protocol.wire.PayloadKind;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.SealedContent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** Sealed payloads that open and that do not, and padded sizes (PROTOCOL.md § 7). */
public final class PayloadVectors {
  /** "again and " six times and "again", deflated; spelled out, because not every zlib makes the same of it. */
  private static final ByteString DEFLATED = hex("4b4c4fcccc5348cc4b5148248f0500");

  private final SealingGroup group = new SealingGroup("vectors payloads");
  private final OutgoingPayload hello = group.text("hello");
  private final SealedBlob sealed = group.sealByBob(hello);
  private final Deliver honest = SealingGroup.deliver(sealed, 3);
  private final List<VectorObject> cases = new ArrayList<>();

  private PayloadVectors() {}

  /** The content of {@code payloads.json}. */
  public static VectorObject file() {
    PayloadVectors vectors = new PayloadVectors();
    vectors.opening();
    vectors.movedByTheRelay();
    vectors.signedByAMember();
    vectors.packedByAMember();
    vectors.brokenByTheRelay();
    vectors.partsOfContents();
    SealingGroup group = vectors.group;
    try (Secret blobKey = PayloadCipher.blobKey(group.crypto, group.id, group.epoch)) {
      return new VectorObject()
          .text("description",
              "Delivered blobs: what opens, with its content; what is parked; what only a broken relay delivers")
          .text("section", "7")
          .text("suite", "std1")
          .hex("group_id", group.id.bytes())
          .u32("epoch", group.epoch.epoch())
          .hex("epoch_secret", group.epoch.secret().expose())
          .hex("blob_key", blobKey.expose())
          .hexes("roster", group.entries.stream().map(RosterEntry::toByteArray).toList())
          .objects("devices",
              List.of(device("alice", group.alice, group.aliceKeys.sign()),
                  device("bob", group.bob, group.bobKeys.sign())))
          .objects("cases", vectors.cases);
    }
  }

  /** The content of {@code padme.json}. */
  public static VectorObject padme() {
    List<Integer> lengths = new ArrayList<>(IntStream.rangeClosed(2, 40).boxed().toList());
    lengths
        .addAll(List.of(255, 256, 257, 272, 273, 511, 512, 513, 1_000, 1_024, 1_025, 1_088, 1_089));
    lengths.addAll(
        List.of(65_535, 65_536, 65_537, 100_000, 1_000_000, 1_015_808, 1_015_809, 1_048_576));
    List<Integer> contents = List.of(0, 1, 252, 253, 268, 269, 1_020, 1_021, 65_532, 65_533,
        1_015_804, 1_015_805, 1_048_531);
    return new VectorObject()
        .text("description",
            "Padmé itself, and the payload's size for so many bytes of SealedContent")
        .text("section", "7")
        .text("rule", "SEAL-7")
        .objects(
            "padme",
            lengths.stream()
                .map(length -> new VectorObject().u32("length", length)
                    .u32("padded", Padme.padded(length)))
                .toList())
        .objects(
            "payloads",
            contents.stream()
                .map(
                    bytes -> new VectorObject()
                        .u32("content_bytes", bytes)
                        .u32("payload_bytes",
                            PaddedContent.paddedLength(bytes) + Limits.PAYLOAD_OVERHEAD_BYTES))
                .toList());
  }

  private void opening() {
    StreamId notes = StreamIds.derive(group.crypto, group.id, group.epoch.streamSecret(), "notes");
    Position seen = Position.start(group.id, LogId.of(new byte[16])).next(sealed.blobHash());
    OutgoingPayload onStream =
        SealingGroup.data(ByteString.copyFromUtf8("grüße"), notes, 2, sealed.blobHash(),
            group.roster.head(), seen);
    OutgoingPayload empty =
        SealingGroup.data(ByteString.EMPTY, StreamId.DEFAULT, 1, ByteString.EMPTY,
            group.roster.head(), null);
    opens("text on the default stream", "SEAL-2", honest);
    opens("the second blob, on a stream, with previous and seen", "SEAL-1",
        deliver(group.sealByBob(onStream)));
    opens("an empty body", "SEAL-7", deliver(group.sealByBob(empty)));
    opens("a checkpoint", "SEAL-6", deliver(group.sealByBob(
        checkpoint(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT, 0))));
    opens("the second of a checkpoint's parts", "CKPT-1", deliver(group.sealByBob(
        checkpoint(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT_PART, 1))));
    opens("the last of a checkpoint's 64 parts", "CKPT-1", deliver(group.sealByBob(
        checkpoint(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT, 63))));
    opens("a deflated body", "SEAL-1", deliver(deflated(DEFLATED)));
    opens("a void payload", "SEAL-1",
        deliver(changed(header().setKind(PayloadKind.PAYLOAD_KIND_VOID))));
  }

  private void movedByTheRelay() {
    byte[] flipped = sealed.payload().toByteArray();
    flipped[flipped.length - 1] ^= 1;
    byte[] nonce = sealed.payload().toByteArray();
    nonce[1] ^= 1;
    byte[] version = sealed.payload().toByteArray();
    version[0] = 2;
    parked("a flipped bit", "SEAL-1", honest.toBuilder().setPayload(ByteString.copyFrom(flipped)));
    parked("a flipped bit in the nonce", "SEAL-1",
        honest.toBuilder().setPayload(ByteString.copyFrom(nonce)));
    parked("another version", "SEAL-1",
        honest.toBuilder().setPayload(ByteString.copyFrom(version)));
    parked("shorter than any payload", "SEAL-7",
        honest.toBuilder().setPayload(sealed.payload().substring(0, 296)));
    parked("moved to another sender", "SEAL-1", honest.toBuilder().setSender(group.alice.bytes()));
    parked("moved to another sequence", "SEAL-1", honest.toBuilder().setDeviceSeq(2));
    parked("moved to another stream", "SEAL-1", honest.toBuilder()
        .setStream(ByteString.copyFrom(new byte[16]).substring(1).concat(hex("01"))));
    parked("made a checkpoint", "SEAL-1",
        honest.toBuilder().setKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT));
    SealingGroup other = new SealingGroup("vectors other payloads");
    SealContext otherGroup =
        new SealContext(other.id, group.epoch, group.bobKeys.sign(), group.bob);
    parked("moved from another group", "SEAL-8",
        deliver(Sealer.seal(group.crypto, otherGroup, hello, group.random)).toBuilder());
    SealContext otherSecret =
        new SealContext(group.id, other.epoch, group.bobKeys.sign(), group.bob);
    parked("under another epoch secret", "SEAL-1",
        deliver(Sealer.seal(group.crypto, otherSecret, hello, group.random)).toBuilder());
  }

  private void signedByAMember() {
    SealContext forged = new SealContext(group.id, group.epoch, group.aliceKeys.sign(), group.bob);
    parked("signed by another member", "SEAL-2",
        deliver(Sealer.seal(group.crypto, forged, hello, group.random)).toBuilder());
    SealingGroup stranger = new SealingGroup("vectors stranger");
    SealContext unknown =
        new SealContext(group.id, group.epoch, stranger.bobKeys.sign(), stranger.bob);
    parked("sealed by a stranger", "SEAL-2",
        deliver(Sealer.seal(group.crypto, unknown, hello, group.random)).toBuilder());
    parkedHeader("signed for another sequence", "SEAL-1", header().setDeviceSeq(9));
    parkedHeader("signed for another sender", "SEAL-1", header().setSender(group.alice.bytes()));
    parkedHeader("signed for another epoch", "SEAL-1", header().setEpoch(2));
    parkedHeader("signed for another stream", "SEAL-1",
        header().setStream(ByteString.copyFrom(new byte[16])));
    parkedHeader("signed for another envelope", "SEAL-1",
        header().setEnvelopeKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT));
    parkedHeader("signed over another body", "SEAL-1",
        header().setBodyHash(Sha256.of(ByteString.copyFromUtf8("hullo"))));
    parkedHeader("a checkpoint in a blob's envelope", "SEAL-6",
        header().setKind(PayloadKind.PAYLOAD_KIND_CHECKPOINT));
    parked("a message in a checkpoint's envelope", "SEAL-6",
        deliver(messageInCheckpoint()).toBuilder());
    parkedHeader("a message that is part 1", "CKPT-1", header().setPart(1));
    parked("a checkpoint's part 64", "CKPT-1", deliver(partBeyondTheLimit()).toBuilder());
    parkedHeader("header version 2", "SEAL-1", header().setVersion(2));
    parkedHeader("an unknown payload kind", "SEAL-1", header().setKindValue(99));
    parkedHeader("no payload kind", "SEAL-1", header().setKindValue(0));
    parkedHeader("an unknown encoding", "SEAL-1", header().setEncodingValue(99));
    parkedHeader("no encoding", "SEAL-1", header().setEncodingValue(0));
    parkedHeader("a content type of 257 characters", "SEAL-1",
        header().setContentType("x".repeat(257)));
    parkedHeader("a previous hash at sequence 1", "SEAL-3",
        header().setPreviousBlobHash(sealed.blobHash()));
    parkedHeader("no roster head", "SEAL-4", header().clearRosterHead());
    parkedHeader("a seen position without its running hash", "SEAL-5",
        header().setSeen(new Position(LogId.of(new byte[16]), 1, ByteString.EMPTY).toWire()));
  }

  private void packedByAMember() {
    byte[] plaintext = plaintext(sealed);
    byte[] bitInPadding = plaintext.clone();
    bitInPadding[bitInPadding.length - 1] = 1;
    byte[] lyingLength = plaintext.clone();
    lyingLength[0] = 0x7f;
    byte[] negativeLength = plaintext.clone();
    negativeLength[0] = (byte) 0x80;
    parked("a bit in the padding", "SEAL-1", packed(bitInPadding));
    parked("a content length beyond the end", "SEAL-1", packed(lyingLength));
    parked("a content length over 2^31", "SEAL-1", packed(negativeLength));
    parked("more padding than the formula gives", "SEAL-7",
        packed(Arrays.copyOf(plaintext, plaintext.length + 16)));
    parked("content that does not decode", "SEAL-1",
        packed(PaddedContent.pad(new byte[]{0x0a, 0x7f})));
    ByteString versionTwice = header().build().toByteString().concat(hex("0801"));
    parked("a header that is not canonical", "CANON-1",
        packed(PaddedContent.pad(contentWithHeader(versionTwice))));
    parked("deflate cut off", "SEAL-1",
        deliver(deflated(DEFLATED.substring(0, DEFLATED.size() - 1))).toBuilder());
    parked("bytes behind the deflate stream", "SEAL-1",
        deliver(deflated(DEFLATED.concat(hex("00")))).toBuilder());
    parked("deflate that inflates to over 1 MiB", "SEAL-1",
        deliver(deflated(DeflateBomb.ofZeros(1_048_577))).toBuilder());
  }

  private void brokenByTheRelay() {
    relayFault("sequence 0", honest.toBuilder().setDeviceSeq(0));
    relayFault("a sequence over 2^63", honest.toBuilder().setDeviceSeq(-1));
    relayFault("epoch 0", honest.toBuilder().setEpoch(0));
    relayFault("no kind", honest.toBuilder().setKindValue(0));
    relayFault("an unknown kind", honest.toBuilder().setKindValue(9));
    relayFault("a plain blob that covers something", honest.toBuilder().setCovers(1));
    relayFault("a sender of 15 bytes",
        honest.toBuilder().setSender(group.bob.bytes().substring(1)));
    relayFault("the default stream in zeros",
        honest.toBuilder().setStream(ByteString.copyFrom(new byte[16])));
  }

  private void partsOfContents() {
    ContentVectors.parts()
        .forEach((name, part) -> opens(name, ContentVectors.rule(part),
            deliver(group.sealByBob(content(part)))));
  }

  private void opens(String name, String rule, Deliver deliver) {
    try {
      OpenedPayload opened = group.open(deliver);
      cases.add(
          base(name, rule, deliver, "opens")
              .hex("header", opened.header().toByteString())
              .object("header_fields", MessageFields.of(opened.header()))
              .hex("body", opened.body())
              .hex("blob_hash", opened.blobHash()));
    } catch (ProtocolViolation | OpenFailure e) {
      throw new AssertionError(name + ": " + e.getMessage(), e);
    }
  }

  private void parked(String name, String rule, Deliver.Builder deliver) {
    try {
      group.open(deliver.build());
    } catch (OpenFailure e) {
      cases.add(base(name, rule, deliver.build(), "parked").text("reason", e.reason().name()));
      return;
    } catch (ProtocolViolation e) {
      throw new AssertionError(name, e);
    }
    throw new AssertionError(name + " opens");
  }

  private void relayFault(String name, Deliver.Builder deliver) {
    try {
      group.open(deliver.build());
    } catch (ProtocolViolation e) {
      cases.add(base(name, "PUSH-8", deliver.build(), "relay_fault"));
      return;
    } catch (OpenFailure | IllegalArgumentException e) {
      throw new AssertionError(name, e);
    }
    throw new AssertionError(name + " opens");
  }

  private void parkedHeader(String name, String rule, PayloadHeader.Builder header) {
    parked(name, rule, deliver(changed(header)).toBuilder());
  }

  private static VectorObject base(String name, String rule, Deliver deliver, String outcome) {
    return new VectorObject()
        .text("name", name)
        .text("rule", rule)
        .text("outcome", outcome)
        .object("deliver", MessageFields.of(deliver));
  }

  private static VectorObject device(String name, DeviceId id, KeyPair sign) {
    return new VectorObject()
        .text("name", name)
        .hex("device_id", id.bytes())
        .hex("sign_seed", sign.privateKey().expose())
        .hex("sign_key", sign.publicKey());
  }

  private PayloadHeader.Builder header() {
    return group.headerByBob(hello);
  }

  private SealedBlob changed(PayloadHeader.Builder header) {
    return group.sealByBob(hello, header.build());
  }

  private SealedBlob deflated(ByteString body) {
    SealContext context = group.bobsContext();
    PayloadHeader header =
        header().setEncoding(BodyEncoding.BODY_ENCODING_DEFLATE)
            .setBodyHash(Sha256.of(body))
            .build();
    return Sealer.seal(group.crypto, context, Sealer.envelope(context, hello), header, body,
        group.random);
  }

  private OutgoingPayload checkpoint(EnvelopeKind envelope, int part) {
    return new OutgoingPayload(
        PayloadKind.PAYLOAD_KIND_CHECKPOINT,
        "application/x-state",
        ByteString.copyFromUtf8("state"),
        false,
        SealingGroup.NOW,
        envelope,
        StreamId.DEFAULT,
        2,
        part,
        1,
        ByteString.EMPTY,
        group.roster.head(),
        null);
  }

  private OutgoingPayload content(ContentPart part) {
    return new OutgoingPayload(part.kind(), "", part.body(), false, SealingGroup.NOW,
        EnvelopeKind.ENVELOPE_KIND_BLOB, StreamId.DEFAULT, 0, 1, ByteString.EMPTY,
        group.roster.head(), null);
  }

  private SealedBlob messageInCheckpoint() {
    BlobEnvelope envelope =
        new BlobEnvelope(group.bob, 1, EnvelopeKind.ENVELOPE_KIND_CHECKPOINT, StreamId.DEFAULT, 2,
            1);
    PayloadHeader header =
        header().setEnvelopeKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT).setCovers(2).build();
    return Sealer.seal(group.crypto, group.bobsContext(), envelope, header, hello.body(),
        group.random);
  }

  private SealedBlob partBeyondTheLimit() {
    BlobEnvelope envelope =
        new BlobEnvelope(group.bob, 1, EnvelopeKind.ENVELOPE_KIND_CHECKPOINT, StreamId.DEFAULT, 2,
            1);
    PayloadHeader header = header().setKind(PayloadKind.PAYLOAD_KIND_CHECKPOINT)
        .setEnvelopeKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT)
        .setCovers(2)
        .setPart(64)
        .build();
    return Sealer.seal(group.crypto, group.bobsContext(), envelope, header, hello.body(),
        group.random);
  }

  private byte[] plaintext(SealedBlob blob) {
    try {
      return PayloadCipher.decrypt(group.crypto, group.id, group.epoch, blob.envelope(),
          blob.payload());
    } catch (OpenFailure e) {
      throw new AssertionError(e);
    }
  }

  private byte[] contentWithHeader(ByteString header) {
    return SealedContent.newBuilder()
        .setHeader(header)
        .setSignature(ByteString.copyFrom(new byte[64]))
        .setBody(hello.body())
        .build()
        .toByteArray();
  }

  private Deliver.Builder packed(byte[] plaintext) {
    return deliver(Sealer.encrypt(group.crypto, group.bobsContext(), sealed.envelope(), plaintext,
        group.random)).toBuilder();
  }

  private static Deliver deliver(SealedBlob blob) {
    return SealingGroup.deliver(blob, 3);
  }

  private static ByteString hex(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }
}
