package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.EarlierLog;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.wire.Deliver;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Blobs that do not open yet (RECV-3). Bounded by {@link ReplicaLimits}: at the bound the replica halts instead of forgetting. */
final class Parking {
  /**
   * @param previous the hash of its sender's blob before it; empty if not known
   */
  record Parked(Deliver deliver, ByteString previous) {}

  private final TreeMap<Long, Parked> blobs = new TreeMap<>();
  private long bytes;

  Parking(Collection<StoreRecord.Parked> stored) {
    putAll(stored);
  }

  private void putAll(Collection<StoreRecord.Parked> stored) {
    for (StoreRecord.Parked record : stored) {
      try {
        put(new Parked(Deliver.parseFrom(record.deliver()), record.previous()));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException(
            "the store holds a blob that this client cannot have stored", e);
      }
    }
  }

  /** Keeps a blob; gives the record that does so. */
  StoreRecord park(Deliver deliver, ByteString previous) throws Halt {
    boolean full = blobs.size() >= ReplicaLimits.PARKED_BLOBS
        || bytes + deliver.getPayload().size() > ReplicaLimits.PARKED_BYTES;
    if (full) {
      throw new Halt(StopCause.PARKING_FULL, new SyncEvent.ParkingFull(blobs.size()));
    }
    put(new Parked(deliver, previous));
    return new StoreRecord.Parked(deliver.getCursor(), deliver.toByteString(), previous);
  }

  private void put(Parked parked) {
    Parked before = blobs.put(parked.deliver().getCursor(), parked);
    bytes += parked.deliver().getPayload().size()
        - (before == null ? 0 : before.deliver().getPayload().size());
  }

  StoreRecord remove(long cursor) {
    Parked parked = blobs.remove(cursor);
    if (parked != null) {
      bytes -= parked.deliver().getPayload().size();
    }
    return new StoreRecord.Unparked(cursor);
  }

  /** The blob that is kept from that place of the log. */
  Optional<Deliver> at(long cursor) {
    return Optional.ofNullable(blobs.get(cursor)).map(Parked::deliver);
  }

  /** Another log begins: what is kept has no place in it (RESET-4). */
  void newLog() {
    List<StoreRecord.Parked> stored = blobs.values()
        .stream()
        .map(parked -> new StoreRecord.Parked(parked.deliver().getCursor(),
            parked.deliver().toByteString(), parked.previous()))
        .toList();
    blobs.clear();
    bytes = 0;
    putAll(EarlierLog.of(stored));
  }

  /** All of them, in the order of the log. */
  List<Parked> all() {
    return List.copyOf(blobs.values());
  }

  int size() {
    return blobs.size();
  }
}
