package dev.zerok.relay.core;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.wire.EnvelopeKind;

/** One entry of a group's log, without payload. Small; kept until every member has passed it. */
public sealed interface EntryRecord {
  long cursor();

  /** The running hash over all entries up to this one. */
  ByteString runningHash();

  /**
   * A roster entry.
   *
   * @param index its place in the roster
   */
  record OfRoster(long cursor, ByteString runningHash, int index) implements EntryRecord {}

  /**
   * A blob.
   *
   * @param size of the sealed payload in bytes
   * @param expiresAt the serving time at which its TTL has passed
   * @param held whether the relay still has the payload
   */
  record OfBlob(
      long cursor,
      ByteString runningHash,
      DeviceId sender,
      long deviceSeq,
      EnvelopeKind kind,
      StreamId stream,
      long covers,
      int epoch,
      int size,
      long expiresAt,
      boolean held)
      implements EntryRecord {
    OfBlob movedTo(long newCursor, ByteString newRunningHash) {
      return new OfBlob(
          newCursor, newRunningHash, sender, deviceSeq, kind, stream, covers, epoch, size,
          expiresAt, held);
    }

    /** It expires after that serving time: a row in the past would not be looked at again. */
    OfBlob lastingBeyond(long servingMillis) {
      return new OfBlob(
          cursor, runningHash, sender, deviceSeq, kind, stream, covers, epoch, size,
          Math.max(expiresAt, servingMillis + 1), held);
    }

    OfBlob released() {
      return new OfBlob(
          cursor, runningHash, sender, deviceSeq, kind, stream, covers, epoch, size, expiresAt,
          false);
    }
  }
}
