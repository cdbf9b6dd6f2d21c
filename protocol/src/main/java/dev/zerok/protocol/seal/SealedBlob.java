package dev.zerok.protocol.seal;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.wire.Push;

/**
 * A sealed payload with its envelope, ready to be kept and pushed. Sealed once: a retry sends exactly these bytes (PROTOCOL.md § 6.3).
 *
 * @param payload 297 to 1 048 576 bytes
 * @param blobHash over both, 32 bytes: what the sender's next blob names as previous
 */
public record SealedBlob(BlobEnvelope envelope, ByteString payload, ByteString blobHash) {

  /**
   * The frame that pushes it.
   *
   * @param ttlSeconds 0 for the relay's default; part of the push's identity (PUSH-2), so a retry must not change it
   */
  public Push toPush(int ttlSeconds) {
    return Push.newBuilder()
        .setDeviceSeq(envelope.deviceSeq())
        .setKind(envelope.kind())
        .setStream(envelope.stream().toWire())
        .setCovers(envelope.covers())
        .setEpoch(envelope.epoch())
        .setTtlSeconds(ttlSeconds)
        .setPayload(payload)
        .build();
  }
}
