package dev.zerok.protocol.seal;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.PayloadKind;
import dev.zerok.protocol.wire.RosterHead;
import org.jspecify.annotations.Nullable;

/**
 * What a device is about to say, with everything that its signature binds (PROTOCOL.md § 7).
 *
 * @param kind CHECKPOINT goes with a CHECKPOINT envelope and no other (SEAL-6)
 * @param contentType the app's own, at most 256 characters (code points)
 * @param body at most {@link Sealer#MAX_BODY_BYTES}
 * @param compress whether the body may be deflated where that makes it smaller; say no where part of a body is chosen by
 *     somebody who must not learn the rest from its size
 * @param sentAtMillis the sender's clock, Unix time
 * @param covers of a checkpoint the cursor that it covers; else 0
 * @param part of a checkpoint, from 0 (CKPT-1); else 0
 * @param deviceSeq the sender's next sequence, at least 1
 * @param previousBlobHash of the sender's sequence − 1; empty for sequence 1 (SEAL-3)
 * @param rosterHead of the sender's roster
 * @param seen the last entry that the sender applied, with a known running hash; null where there is none
 */
public record OutgoingPayload(
    PayloadKind kind,
    String contentType,
    ByteString body,
    boolean compress,
    long sentAtMillis,
    EnvelopeKind envelopeKind,
    StreamId stream,
    long covers,
    int part,
    long deviceSeq,
    ByteString previousBlobHash,
    RosterHead rosterHead,
    @Nullable Position seen) {

  public OutgoingPayload {
    if (body.size() > Sealer.MAX_BODY_BYTES) {
      throw new IllegalArgumentException(
          "a body of " + body.size() + " bytes is too large: send it in parts");
    }
    if (contentType.codePointCount(0, contentType.length()) > Limits.NAME_CHARS) {
      throw new IllegalArgumentException(
          "a content type has at most " + Limits.NAME_CHARS + " characters");
    }
    boolean checkpoint = kind == PayloadKind.PAYLOAD_KIND_CHECKPOINT;
    if (checkpoint != BlobEnvelope.isCheckpoint(envelopeKind)) {
      throw new IllegalArgumentException(kind + " does not go with " + envelopeKind);
    }
    if (part < 0 || part >= (checkpoint ? Limits.CHECKPOINT_PARTS : 1)) {
      throw new IllegalArgumentException(kind + " has no part " + part);
    }
    if (previousBlobHash.size() != (deviceSeq == 1 ? 0 : Sha256.LENGTH)) {
      throw new IllegalArgumentException(
          "sequence " + deviceSeq + " with a previous hash of " + previousBlobHash.size());
    }
    if (seen != null && !seen.isHashKnown()) {
      throw new IllegalArgumentException("a signed position needs a known running hash");
    }
  }

  /** A payload that is no checkpoint, or the first part of one. */
  public OutgoingPayload(
      PayloadKind kind,
      String contentType,
      ByteString body,
      boolean compress,
      long sentAtMillis,
      EnvelopeKind envelopeKind,
      StreamId stream,
      long covers,
      long deviceSeq,
      ByteString previousBlobHash,
      RosterHead rosterHead,
      @Nullable Position seen) {
    this(kind, contentType, body, compress, sentAtMillis, envelopeKind, stream, covers, 0,
        deviceSeq, previousBlobHash, rosterHead, seen);
  }

  /** A plain message of the app on the given stream, compressed where that helps. */
  public static OutgoingPayload data(
      String contentType,
      ByteString body,
      long sentAtMillis,
      StreamId stream,
      long deviceSeq,
      ByteString previousBlobHash,
      RosterHead rosterHead,
      @Nullable Position seen) {
    return new OutgoingPayload(
        PayloadKind.PAYLOAD_KIND_DATA,
        contentType,
        body,
        true,
        sentAtMillis,
        EnvelopeKind.ENVELOPE_KIND_BLOB,
        stream,
        0,
        deviceSeq,
        previousBlobHash,
        rosterHead,
        seen);
  }
}
