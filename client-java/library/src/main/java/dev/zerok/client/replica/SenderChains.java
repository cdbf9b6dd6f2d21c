package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.store.EarlierLog;
import dev.zerok.client.store.StoreImage;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.id.DeviceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The last blobs of each sender, as received in this session and as applied (RECV-2, SEAL-3): the last that opened, and the last that
 * only claims to be its. At most two per device that ever stood in the roster.
 */
final class SenderChains {
  /** A blob at its place in this log. */
  record Here(long seq, ByteString blobHash, long cursor) {}

  private static final class Known {
    final Map<DeviceId, StoreRecord.SenderMark> opened = new HashMap<>();
    final Map<DeviceId, StoreRecord.SenderClaim> claimed = new HashMap<>();

    void take(StoreRecord record) {
      if (record instanceof StoreRecord.SenderMark mark) {
        opened.put(mark.sender(), mark);
      } else if (record instanceof StoreRecord.SenderClaim claim) {
        claimed.put(claim.sender(), claim);
      }
    }

    void become(Known other) {
      opened.clear();
      opened.putAll(other.opened);
      claimed.clear();
      claimed.putAll(other.claimed);
    }
  }

  private final Known applied = new Known();
  private final Known received = new Known();
  private final Map<DeviceId, Long> seen = new HashMap<>();

  SenderChains(StoreImage image) {
    applied.opened.putAll(image.senders());
    applied.claimed.putAll(image.claims());
    received.become(applied);
  }

  /** The last blob of a sender that opened, in this log or an earlier one. */
  Optional<StoreRecord.SenderMark> opened(DeviceId sender) {
    return Optional.ofNullable(received.opened.get(sender));
  }

  /** The last blob under a sender's name at a place of this log, whether it opened or not. */
  Optional<Here> here(DeviceId sender) {
    Optional<Here> opened = opened(sender).filter(mark -> mark.cursor() > 0)
        .map(mark -> new Here(mark.seq(), mark.blobHash(), mark.cursor()));
    Optional<Here> claimed = Optional.ofNullable(received.claimed.get(sender))
        .map(claim -> new Here(claim.seq(), claim.blobHash(), claim.cursor()));
    return Stream.of(opened, claimed)
        .flatMap(Optional::stream)
        .max(Comparator.comparingLong(Here::cursor));
  }

  /** The hash of that blob, if it was the last of its sender in this log. */
  Optional<ByteString> hash(DeviceId sender, long seq) {
    return here(sender).filter(last -> last.seq() == seq).map(Here::blobHash);
  }

  /**
   * What a Remove names (ROSTER-6): the last blob that opened, for a sequence that somebody only claims would let the removed device go
   * on up to it. Its hash is the one that this log has.
   */
  Optional<StoreRecord.SenderMark> cut(DeviceId sender) {
    return opened(sender).map(mark -> new StoreRecord.SenderMark(sender, mark.seq(),
        hash(sender, mark.seq()).orElse(mark.blobHash()), mark.cursor()));
  }

  /** What is to be noted when a blob opens that was kept since it came; its cursor is below 0 in an earlier log. */
  List<StoreRecord> openedLater(DeviceId sender, long seq, ByteString hash, long cursor) {
    StoreRecord.SenderMark before = received.opened.get(sender);
    if (before != null && before.seq() >= seq) {
      return List.of();
    }
    List<StoreRecord> notes = new ArrayList<>();
    Optional<Here> here = here(sender);
    notes.add(new StoreRecord.SenderMark(sender, seq, hash, Math.max(0, cursor)));
    if (cursor < 0) {
      here.ifPresent(last -> notes
          .add(new StoreRecord.SenderClaim(sender, last.seq(), last.blobHash(), last.cursor())));
    }
    return notes;
  }

  /** A mark or a claim of a blob that was received. */
  void received(StoreRecord record) {
    received.take(record);
  }

  /** A mark or a claim that is being stored. */
  void applied(StoreRecord record) {
    applied.take(record);
  }

  /** A device signed that it has applied everything up to this cursor. */
  void sawUpTo(DeviceId device, long cursor) {
    seen.merge(device, cursor, Math::max);
  }

  /** What a device is known to have applied; 0: nothing. */
  long seenBy(DeviceId device) {
    return seen.getOrDefault(device, 0L);
  }

  /**
   * Another log begins (RESET-4): of what a sender pushed in the old one only the last sequence that opened goes on counting. Its hash is
   * not compared, because the sender may have had to seal the same payload anew.
   */
  void newLog() {
    applied.opened.replaceAll((sender, mark) -> EarlierLog.of(mark));
    applied.claimed.clear();
    seen.clear();
    rewind();
  }

  /** A session ended. */
  void rewind() {
    received.become(applied);
  }
}
