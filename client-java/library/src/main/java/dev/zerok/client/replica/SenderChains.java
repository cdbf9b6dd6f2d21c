package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.store.EarlierLog;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.id.DeviceId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last blob of each sender that counts, as received in this session and as applied (RECV-2, SEAL-3). At most one per device that
 * ever stood in the roster.
 */
final class SenderChains {
  private final Map<DeviceId, StoreRecord.SenderMark> applied = new HashMap<>();
  private final Map<DeviceId, StoreRecord.SenderMark> received = new HashMap<>();
  private final Map<DeviceId, Long> seen = new HashMap<>();

  SenderChains(Map<DeviceId, StoreRecord.SenderMark> stored) {
    applied.putAll(stored);
    received.putAll(stored);
  }

  Optional<StoreRecord.SenderMark> last(DeviceId sender) {
    return Optional.ofNullable(received.get(sender));
  }

  /** The last sequence that was applied of a device: what a Remove names. */
  Optional<StoreRecord.SenderMark> lastApplied(DeviceId sender) {
    return Optional.ofNullable(applied.get(sender));
  }

  /** The hash of that blob, if it was the last of its sender in this log. */
  Optional<ByteString> hash(DeviceId sender, long seq) {
    return last(sender).filter(mark -> mark.seq() == seq && mark.cursor() > 0)
        .map(StoreRecord.SenderMark::blobHash);
  }

  void received(StoreRecord.SenderMark mark) {
    received.put(mark.sender(), mark);
  }

  void applied(StoreRecord.SenderMark mark) {
    applied.put(mark.sender(), mark);
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
   * Another log begins (RESET-4): of what a sender pushed in the old one only the sequence goes on counting, because it may have had to
   * seal the same payload anew.
   */
  void newLog() {
    applied.replaceAll((sender, mark) -> EarlierLog.of(mark));
    seen.clear();
    rewind();
  }

  /** A session ended. */
  void rewind() {
    received.clear();
    received.putAll(applied);
  }
}
