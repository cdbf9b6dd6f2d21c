package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
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

  Optional<ByteString> hash(DeviceId sender, long seq) {
    return last(sender).filter(mark -> mark.seq() == seq).map(StoreRecord.SenderMark::blobHash);
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

  /** A session ended. */
  void rewind() {
    received.clear();
    received.putAll(applied);
  }
}
