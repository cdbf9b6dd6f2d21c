package dev.zerok.protocol.seal;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.hash.Labelled;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.BodyEncoding;
import dev.zerok.protocol.wire.PayloadHeader;
import dev.zerok.protocol.wire.SealedContent;

/** Signs, pads and encrypts one payload (PROTOCOL.md § 7). Stateless; any thread. */
public final class Sealer {
  /** Kept free for the header (at most 1 300 bytes), its signature and the framing around them. */
  private static final int RESERVED_BYTES = 2_048;

  /** The largest body: it fits a payload whatever its header holds, compressible or not. */
  public static final int MAX_BODY_BYTES = Limits.PAYLOAD_BYTES - RESERVED_BYTES;

  /** Below this a body fills the smallest padded size anyway. */
  private static final int COMPRESS_FROM_BYTES = 64;

  static final int VERSION = 1;

  private Sealer() {}

  /**
   * The blob that says {@code outgoing}.
   *
   * @param random gives the nonce of 24 bytes
   */
  public static SealedBlob seal(Crypto crypto, SealContext context, OutgoingPayload outgoing,
      RandomSource random) {
    ByteString body = outgoing.body();
    BodyEncoding encoding = BodyEncoding.BODY_ENCODING_NONE;
    if (outgoing.compress() && body.size() >= COMPRESS_FROM_BYTES) {
      ByteString deflated = Deflate.deflate(body);
      if (deflated.size() < body.size()) {
        body = deflated;
        encoding = BodyEncoding.BODY_ENCODING_DEFLATE;
      }
    }
    PayloadHeader header = header(context, outgoing, encoding, Sha256.of(body));
    return seal(crypto, context, envelope(context, outgoing), header, body, random);
  }

  /** Signs and encrypts a header that may say anything; so tests and vectors can make what an honest sender never makes. */
  static SealedBlob seal(
      Crypto crypto,
      SealContext context,
      BlobEnvelope envelope,
      PayloadHeader header,
      ByteString body,
      RandomSource random) {
    byte[] headerBytes = Canonical.encode(header);
    byte[] signed = Labelled.input("payload", crypto.suite(), context.group(), headerBytes);
    byte[] signature = crypto.signatures().sign(context.signing().privateKey(), signed);
    SealedContent content =
        SealedContent.newBuilder()
            .setHeader(ByteString.copyFrom(headerBytes))
            .setSignature(ByteString.copyFrom(signature))
            .setBody(body)
            .build();
    return encrypt(crypto, context, envelope, PaddedContent.pad(content.toByteArray()), random);
  }

  /** Encrypts a plaintext that may be anything, for the same use. */
  static SealedBlob encrypt(
      Crypto crypto, SealContext context, BlobEnvelope envelope, byte[] plaintext,
      RandomSource random) {
    ByteString payload =
        PayloadCipher.encrypt(crypto, context.group(), context.epochSecret(), envelope, plaintext,
            random);
    return new SealedBlob(envelope, payload, envelope.blobHash(payload));
  }

  static BlobEnvelope envelope(SealContext context, OutgoingPayload outgoing) {
    return new BlobEnvelope(
        context.sender(),
        outgoing.deviceSeq(),
        outgoing.envelopeKind(),
        outgoing.stream(),
        outgoing.covers(),
        context.epochSecret().epoch());
  }

  static PayloadHeader header(
      SealContext context, OutgoingPayload outgoing, BodyEncoding encoding, ByteString bodyHash) {
    PayloadHeader.Builder header =
        PayloadHeader.newBuilder()
            .setVersion(VERSION)
            .setKind(outgoing.kind())
            .setEncoding(encoding)
            .setContentType(outgoing.contentType())
            .setSentAtMillis(outgoing.sentAtMillis())
            .setEnvelopeKind(outgoing.envelopeKind())
            .setStream(outgoing.stream().toWire())
            .setCovers(outgoing.covers())
            .setEpoch(context.epochSecret().epoch())
            .setSender(context.sender().bytes())
            .setDeviceSeq(outgoing.deviceSeq())
            .setPreviousBlobHash(outgoing.previousBlobHash())
            .setRosterHead(outgoing.rosterHead())
            .setBodyHash(bodyHash)
            .setPart(outgoing.part());
    if (outgoing.seen() != null) {
      header.setSeen(outgoing.seen().toWire());
    }
    return header.build();
  }
}
