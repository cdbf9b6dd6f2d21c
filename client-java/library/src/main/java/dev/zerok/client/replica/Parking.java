package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.zerok.client.model.ParkedBlob;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.EarlierLog;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.seal.BlobEnvelope;
import dev.zerok.protocol.wire.Deliver;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Blobs that do not open yet (RECV-3). Bounded by {@link ReplicaLimits}: at the bound the replica halts instead of forgetting. */
final class Parking {
  /**
   * @param previous the hash of its sender's blob before it; empty if not known
   */
  record Parked(Deliver deliver, ByteString previous) {}

  private final TreeMap<Long, Parked> blobs = new TreeMap<>();
  private final Map<Long, StoreRecord.ParkedNote> notes = new HashMap<>();
  private long bytes;
  private long nowMillis;

  Parking(Collection<StoreRecord.Parked> stored, Map<Long, StoreRecord.ParkedNote> notes) {
    this.notes.putAll(notes);
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

  /** What time it is for what is parked from here on, Unix time. */
  void itIs(long unixMillis) {
    nowMillis = unixMillis;
  }

  boolean hasRoomFor(Deliver deliver) {
    return blobs.size() < ReplicaLimits.PARKED_BLOBS
        && bytes + deliver.getPayload().size() <= ReplicaLimits.PARKED_BYTES;
  }

  /** Keeps a blob; gives the records that do so. */
  List<StoreRecord> park(Deliver deliver, ByteString previous, String reason) throws Halt {
    if (!hasRoomFor(deliver)) {
      throw new Halt(StopCause.PARKING_FULL, new SyncEvent.ParkingFull(blobs.size()));
    }
    put(new Parked(deliver, previous));
    StoreRecord.ParkedNote note =
        new StoreRecord.ParkedNote(deliver.getCursor(), reason, nowMillis);
    notes.put(deliver.getCursor(), note);
    return List.of(
        new StoreRecord.Parked(deliver.getCursor(), deliver.toByteString(), previous), note);
  }

  /** It was tried again and does not open; gives a record where the reason is another one now. */
  Optional<StoreRecord> triedAgain(long cursor, String reason) {
    StoreRecord.ParkedNote before = notes.get(cursor);
    if (before != null && before.reason().equals(reason)) {
      return Optional.empty();
    }
    StoreRecord.ParkedNote note = new StoreRecord.ParkedNote(cursor, reason,
        before == null ? 0 : before.sinceMillis());
    notes.put(cursor, note);
    return Optional.of(note);
  }

  private void put(Parked parked) {
    Parked before = blobs.put(parked.deliver().getCursor(), parked);
    bytes += parked.deliver().getPayload().size()
        - (before == null ? 0 : before.deliver().getPayload().size());
  }

  StoreRecord remove(long cursor) {
    Parked parked = blobs.remove(cursor);
    notes.remove(cursor);
    if (parked != null) {
      bytes -= parked.deliver().getPayload().size();
    }
    return new StoreRecord.Unparked(cursor);
  }

  /** The blob that is kept from that place of the log. */
  Optional<Deliver> at(long cursor) {
    return Optional.ofNullable(blobs.get(cursor)).map(Parked::deliver);
  }

  /** Whether a blob with that sequence of that sender is kept from an earlier log. */
  boolean keepsOfEarlierLog(DeviceId sender, long seq) {
    return !placesInEarlierLogs(sender, seq).isEmpty();
  }

  /** Whether this very blob is kept from an earlier log. */
  boolean keepsOfEarlierLog(DeviceId sender, long seq, ByteString hash) {
    return placesInEarlierLogs(sender, seq).stream()
        .map(blobs::get)
        .anyMatch(parked -> hashOf(parked.deliver()).equals(hash));
  }

  /** Where blobs with that sequence of that sender are kept from earlier logs. */
  List<Long> placesInEarlierLogs(DeviceId sender, long seq) {
    return blobs.headMap(0L)
        .entrySet()
        .stream()
        .filter(kept -> isOf(kept.getValue().deliver(), sender, seq))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean isOf(Deliver deliver, DeviceId sender, long seq) {
    return deliver.getDeviceSeq() == seq && deliver.getSender().equals(sender.bytes());
  }

  private static ByteString hashOf(Deliver deliver) {
    try {
      return BlobEnvelope.of(deliver).blobHash(deliver.getPayload());
    } catch (ProtocolViolation e) {
      throw new IllegalStateException("only what a relay may deliver is kept", e);
    }
  }

  /** Whether the blob at that place opened and only waits for its turn. */
  boolean isKeptForItsTurn(long cursor) {
    StoreRecord.ParkedNote note = notes.get(cursor);
    return note != null && note.reason().equals(CheckpointReceiver.WHY_KEPT);
  }

  /** Another log begins: what is kept has no place in it (RESET-4). */
  void newLog() {
    List<StoreRecord.Parked> stored = blobs.values()
        .stream()
        .map(parked -> new StoreRecord.Parked(parked.deliver().getCursor(),
            parked.deliver().toByteString(), parked.previous()))
        .toList();
    Map<Long, StoreRecord.ParkedNote> kept =
        EarlierLog.notes(List.copyOf(blobs.keySet()), notes);
    notes.clear();
    notes.putAll(kept);
    blobs.clear();
    bytes = 0;
    putAll(EarlierLog.of(stored));
  }

  /** All of them, in the order of the log. */
  List<Parked> all() {
    return List.copyOf(blobs.values());
  }

  /** All of them as a person sees them. */
  List<ParkedBlob> blobs() {
    return blobs.values().stream().map(this::describe).toList();
  }

  private ParkedBlob describe(Parked parked) {
    Deliver deliver = parked.deliver();
    StoreRecord.ParkedNote note = notes.get(deliver.getCursor());
    return new ParkedBlob(deliver.getCursor(), DeviceId.of(deliver.getSender()),
        deliver.getDeviceSeq(), deliver.getEpoch(), deliver.getPayload().size(),
        note == null ? "" : note.reason(), note == null ? 0 : note.sinceMillis(),
        deliver.toByteString());
  }

  /** When the first of those was parked that wait for that reason, Unix time; the end of time if none does. */
  long since(String reason) {
    return notes.values()
        .stream()
        .filter(note -> note.reason().equals(reason))
        .mapToLong(StoreRecord.ParkedNote::sinceMillis)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  int size() {
    return blobs.size();
  }
}
