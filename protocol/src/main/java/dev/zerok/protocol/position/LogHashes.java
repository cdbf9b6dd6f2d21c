package dev.zerok.protocol.position;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.wire.EnvelopeKind;

/** The hashes over what a log holds (PROTOCOL.md § 6.2). All results have 32 bytes. */
public final class LogHashes {
  private LogHashes() {}

  /**
   * The hash of a blob with everything outside its seal that its receivers rely on.
   *
   * @param kind BLOB or CHECKPOINT
   * @param covers 0 for BLOB
   */
  public static ByteString blobHash(
      DeviceId sender,
      long deviceSeq,
      EnvelopeKind kind,
      StreamId stream,
      long covers,
      int epoch,
      ByteString payload) {
    return Sha256.labelled("0k/blob/v1")
        .bytes(sender.bytes())
        .u64(deviceSeq)
        .u8(kind.getNumber())
        .bytes(stream.bytes())
        .u64(covers)
        .u32(epoch)
        .bytes(Sha256.of(payload))
        .finish();
  }

  /** What tells a repeated push from another one under the same sequence (PUSH-2). */
  public static ByteString pushHash(ByteString blobHash, int ttlSeconds) {
    return Sha256.labelled("0k/push/v1").bytes(blobHash).u32(ttlSeconds).finish();
  }

  /** The running hash before the first entry, R₀. */
  public static ByteString start(GroupId group, LogId log) {
    return Sha256.labelled("0k/log/v1").bytes(group.bytes()).bytes(log.bytes()).finish();
  }

  /**
   * The running hash after one more entry.
   *
   * @param previous the running hash at {@code cursor − 1}
   * @param cursor of the entry
   * @param entryHash the blob's or the roster entry's hash
   */
  public static ByteString step(ByteString previous, long cursor, ByteString entryHash) {
    return Sha256.labelled("0k/log-step/v1").bytes(previous).u64(cursor).bytes(entryHash).finish();
  }
}
