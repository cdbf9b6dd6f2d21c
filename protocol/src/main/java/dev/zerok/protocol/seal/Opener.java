package dev.zerok.protocol.seal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.hash.Labelled;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.roster.RosterDevice;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.PayloadHeader;
import dev.zerok.protocol.wire.PayloadKind;
import dev.zerok.protocol.wire.SealedContent;
import java.util.Optional;

/** Decrypts one blob and verifies everything that it says about itself (SEAL-1, 2, 6, 7). Stateless; any thread. */
public final class Opener {
  private Opener() {}

  /**
   * The payload of a delivered blob.
   *
   * @param epochSecret the secret of exactly the blob's epoch
   * @param roster as the receiver has it: a sender that has since left is still known there
   * @throws ProtocolViolation if the frame is none that a relay may deliver: the relay is broken
   * @throws OpenFailure if the blob does not open: park it (RECV-3)
   * @throws IllegalArgumentException if the secret is that of another epoch
   */
  public static OpenedPayload open(
      Crypto crypto, GroupId group, EpochSecret epochSecret, Roster roster, Deliver deliver)
      throws ProtocolViolation, OpenFailure {
    BlobEnvelope envelope = BlobEnvelope.of(deliver);
    if (epochSecret.epoch() != envelope.epoch()) {
      throw new IllegalArgumentException(
          "secret of " + epochSecret.epoch() + " for a blob of " + envelope.epoch());
    }
    byte[] plaintext =
        PayloadCipher.decrypt(crypto, group, epochSecret, envelope, deliver.getPayload());
    SealedContent content = content(PaddedContent.unpad(plaintext));
    PayloadHeader header = header(content.getHeader());
    if (!envelope.isRepeatedBy(header)) {
      throw new OpenFailure(OpenFailure.Reason.ENVELOPE_DIFFERS);
    }
    requireSignature(crypto, group, roster, envelope, content);
    Optional<Position> seen = requireSoundHeader(header);
    return new OpenedPayload(
        envelope, header, body(header, content), seen, envelope.blobHash(deliver.getPayload()));
  }

  private static SealedContent content(ByteString bytes) throws OpenFailure {
    try {
      return SealedContent.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new OpenFailure(OpenFailure.Reason.MALFORMED);
    }
  }

  private static PayloadHeader header(ByteString bytes) throws OpenFailure {
    PayloadHeader header;
    try {
      header = Canonical.decode(PayloadHeader.parser(), bytes);
    } catch (ProtocolViolation e) {
      throw new OpenFailure(OpenFailure.Reason.MALFORMED);
    }
    if (header.getVersion() != Sealer.VERSION) {
      throw new OpenFailure(OpenFailure.Reason.UNKNOWN_VERSION);
    }
    return header;
  }

  /** SEAL-2. A device's id is the hash of its keys, so a sender known under that id has exactly one signing key. */
  private static void requireSignature(
      Crypto crypto, GroupId group, Roster roster, BlobEnvelope envelope, SealedContent content)
      throws OpenFailure {
    RosterDevice sender =
        roster
            .everKnown(envelope.sender())
            .orElseThrow(() -> new OpenFailure(OpenFailure.Reason.UNKNOWN_SENDER));
    byte[] signed =
        Labelled.input("payload", crypto.suite(), group, content.getHeader().toByteArray());
    byte[] signature = content.getSignature().toByteArray();
    if (!crypto.signatures().verify(sender.signKey().toByteArray(), signed, signature)) {
      throw new OpenFailure(OpenFailure.Reason.BAD_SIGNATURE);
    }
  }

  /** The shapes of the signed fields that {@link ChainCheck} relies on; gives back `seen`. */
  private static Optional<Position> requireSoundHeader(PayloadHeader header) throws OpenFailure {
    switch (header.getKind()) {
      case PAYLOAD_KIND_UNSPECIFIED -> throw new OpenFailure(OpenFailure.Reason.MALFORMED);
      case UNRECOGNIZED -> throw new OpenFailure(OpenFailure.Reason.UNKNOWN_VERSION);
      default -> {
      }
    }
    boolean checkpoint = header.getKind() == PayloadKind.PAYLOAD_KIND_CHECKPOINT;
    if (checkpoint != BlobEnvelope.isCheckpoint(header.getEnvelopeKind())) {
      throw new OpenFailure(OpenFailure.Reason.KIND_MISMATCH);
    }
    String contentType = header.getContentType();
    boolean sound =
        contentType.codePointCount(0, contentType.length()) <= Limits.NAME_CHARS
            && header.getPreviousBlobHash().size()
                == (header.getDeviceSeq() == 1 ? 0 : Sha256.LENGTH)
            && header.getPart() >= 0
            && header.getPart() < (checkpoint ? Limits.CHECKPOINT_PARTS : 1)
            && header.getRosterHead().getLength() >= 1
            && header.getRosterHead().getHash().size() == Sha256.LENGTH;
    if (!sound) {
      throw new OpenFailure(OpenFailure.Reason.MALFORMED);
    }
    return seen(header);
  }

  private static Optional<Position> seen(PayloadHeader header) throws OpenFailure {
    if (!header.hasSeen()) {
      return Optional.empty();
    }
    try {
      Position seen = Position.fromWire(header.getSeen());
      if (seen.isHashKnown()) {
        return Optional.of(seen);
      }
    } catch (ProtocolViolation e) {
      // Falls through: whatever is wrong with the position, the payload is malformed.
    }
    throw new OpenFailure(OpenFailure.Reason.MALFORMED);
  }

  private static ByteString body(PayloadHeader header, SealedContent content) throws OpenFailure {
    if (!Sha256.of(content.getBody()).equals(header.getBodyHash())) {
      throw new OpenFailure(OpenFailure.Reason.WRONG_BODY);
    }
    return switch (header.getEncoding()) {
      case BODY_ENCODING_NONE -> content.getBody();
      case BODY_ENCODING_DEFLATE -> Deflate.inflate(content.getBody());
      case BODY_ENCODING_UNSPECIFIED -> throw new OpenFailure(OpenFailure.Reason.MALFORMED);
      case UNRECOGNIZED -> throw new OpenFailure(OpenFailure.Reason.UNKNOWN_VERSION);
    };
  }
}
