package dev.zerok.protocol.seal;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.position.LogHashes;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.PayloadHeader;
import java.nio.ByteBuffer;

/**
 * What stands outside a sealed payload and is repeated under its signature (SEAL-1): what the relay sees of a blob.
 *
 * @param deviceSeq the sender's own counter, at least 1
 * @param kind BLOB, CHECKPOINT or CHECKPOINT_PART
 * @param covers of a checkpoint the cursor that it covers; 0 for BLOB
 * @param epoch at least 1
 */
public record BlobEnvelope(DeviceId sender, long deviceSeq, EnvelopeKind kind, StreamId stream,
    long covers, int epoch) {
  private static final int AAD_BYTES =
      Integer.BYTES + DeviceId.LENGTH + Long.BYTES + Byte.BYTES + StreamId.LENGTH + Long.BYTES;

  public BlobEnvelope {
    if (deviceSeq < 1 || epoch < 1 || covers < 0) {
      throw new IllegalArgumentException(
          "sequence " + deviceSeq + ", epoch " + epoch + ", covers " + covers);
    }
    if (!isSendable(kind) || (kind == EnvelopeKind.ENVELOPE_KIND_BLOB && covers != 0)) {
      throw new IllegalArgumentException(kind + " that covers " + covers);
    }
  }

  /**
   * The envelope of a blob that a relay delivers.
   *
   * @throws ProtocolViolation INVALID_MESSAGE for anything that a relay must not have stored (PUSH-8)
   */
  public static BlobEnvelope of(Deliver deliver) throws ProtocolViolation {
    boolean blobThatCovers =
        deliver.getKind() == EnvelopeKind.ENVELOPE_KIND_BLOB && deliver.getCovers() != 0;
    if (deliver.getDeviceSeq() < 1 || deliver.getEpoch() < 1 || deliver.getCovers() < 0) {
      throw ProtocolViolation
          .invalid("A delivered blob has a sequence, epoch or covered cursor out of range.");
    }
    if (!isSendable(deliver.getKind()) || blobThatCovers) {
      throw ProtocolViolation.invalid("A delivered blob is neither a plain blob nor a checkpoint.");
    }
    return new BlobEnvelope(
        DeviceId.fromWire(deliver.getSender()),
        deliver.getDeviceSeq(),
        deliver.getKind(),
        StreamId.fromWire(deliver.getStream()),
        deliver.getCovers(),
        deliver.getEpoch());
  }

  /** The hash of a blob with this envelope (PROTOCOL.md § 6.2). */
  public ByteString blobHash(ByteString payload) {
    return LogHashes.blobHash(sender, deviceSeq, kind, stream, covers, epoch, payload);
  }

  /** Whether the header's twins of these fields are equal to them (SEAL-1). */
  boolean isRepeatedBy(PayloadHeader header) {
    return header.getSender().equals(sender.bytes())
        && header.getDeviceSeq() == deviceSeq
        && header.getEnvelopeKind() == kind
        && header.getStream().equals(stream.toWire())
        && header.getCovers() == covers
        && header.getEpoch() == epoch;
  }

  /** {@code u32 epoch ‖ sender ‖ u64 device_seq ‖ u8 kind ‖ stream ‖ u64 covers}: the body of the AEAD's associated data. */
  byte[] aadBody() {
    return ByteBuffer.allocate(AAD_BYTES)
        .putInt(epoch)
        .put(sender.toByteArray())
        .putLong(deviceSeq)
        .put((byte) kind.getNumber())
        .put(stream.toByteArray())
        .putLong(covers)
        .array();
  }

  private static boolean isSendable(EnvelopeKind kind) {
    return kind == EnvelopeKind.ENVELOPE_KIND_BLOB || isCheckpoint(kind);
  }

  /** Whether a blob of this kind is a checkpoint or a part of one (CKPT-1). */
  public static boolean isCheckpoint(EnvelopeKind kind) {
    return kind == EnvelopeKind.ENVELOPE_KIND_CHECKPOINT
        || kind == EnvelopeKind.ENVELOPE_KIND_CHECKPOINT_PART;
  }
}
