package dev.zerok.protocol.seal;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.wire.PayloadHeader;
import java.util.Optional;

/**
 * A payload that decrypted, is signed by its sender and holds together in itself (SEAL-1, 2, 6, 7). Whether it fits into what the
 * receiver knows of the history is {@link ChainCheck}'s question.
 *
 * @param header what the sender signed
 * @param body inflated, at most 1 048 576 bytes
 * @param seen the last entry that the sender had applied, with its running hash
 * @param blobHash of the blob, 32 bytes
 */
public record OpenedPayload(
    BlobEnvelope envelope, PayloadHeader header, ByteString body, Optional<Position> seen,
    ByteString blobHash) {

  /** Says whose it is and its size; never what is in it. */
  @Override
  public String toString() {
    return "OpenedPayload[" + envelope + ", " + header.getKind() + ", " + body.size() + " bytes]";
  }
}
