package dev.zerok.protocol.session;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.channel.FrameWriter;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.limit.Limits;
import java.util.List;

/**
 * What a relay knows when a WebSocket has been opened.
 *
 * @param noiseStatic the node's Noise key pair; stays the caller's
 * @param certificate the encoded RelayCertificate for it (PROTOCOL.md § 4)
 * @param selected the sub-protocol that {@link SubProtocol#select} gave
 * @param offered all names that the client offered, in their order
 * @param maxQueuedControlBytes what may wait for a slow reader on the control channel; over it the session ends
 * @param maxQueuedBulkBytes the same for the bulk channel; whoever feeds the session stays below it
 * @param presentedChains shared by all sessions of the node
 */
public record RelaySessionConfig(
    Crypto crypto,
    KeyPair noiseStatic,
    ByteString certificate,
    String selected,
    List<String> offered,
    SessionTimings timings,
    int maxQueuedControlBytes,
    int maxQueuedBulkBytes,
    ChainBudget presentedChains) {

  /** Default bound of the control queue, in bytes: thousands of answers. */
  public static final int DEFAULT_QUEUED_CONTROL_BYTES = 1 << 20;

  /** Default bound of the bulk queue, in bytes: three frames of the largest size. */
  public static final int DEFAULT_QUEUED_BULK_BYTES = 4 << 20;

  public RelaySessionConfig {
    offered = List.copyOf(offered);
    FrameWriter.requireBounds(maxQueuedControlBytes, maxQueuedBulkBytes);
    if (certificate.size() > Limits.NOISE_MESSAGE_BYTES / 2) {
      throw new IllegalArgumentException(
          "a certificate of " + certificate.size() + " bytes is too long for the handshake");
    }
  }

  /** With the protocol's deadlines and the default bounds. */
  public static RelaySessionConfig standard(
      Crypto crypto, KeyPair noiseStatic, ByteString certificate, String selected,
      List<String> offered, ChainBudget presentedChains) {
    return new RelaySessionConfig(
        crypto,
        noiseStatic,
        certificate,
        selected,
        offered,
        SessionTimings.standard(),
        DEFAULT_QUEUED_CONTROL_BYTES,
        DEFAULT_QUEUED_BULK_BYTES,
        presentedChains);
  }
}
