package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.zerok.client.store.EarlierLog;
import dev.zerok.client.store.StoreImage;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.wire.Push;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * This device's own pushes, sealed: those that wait for the relay, and those that it has but other devices may not. Bounded by {@link
 * ReplicaLimits}.
 */
final class Outbox {
  /**
   * One push.
   *
   * @param previous the hash of the own blob before it, as its header has it
   * @param cursor where the relay placed it; 0: not yet; −1: it has it, its place is not known
   */
  record Item(Push push, ByteString blobHash, ByteString previous, long cursor) {
    long seq() {
      return push.getDeviceSeq();
    }

    int bytes() {
      return push.getPayload().size();
    }

    Item at(long place) {
      return new Item(push, blobHash, previous, place);
    }

    boolean isPlaced() {
      return cursor != 0;
    }
  }

  private final TreeMap<Long, Item> items = new TreeMap<>();
  private long lastSeq;
  private ByteString lastHash;
  private long waitingBytes;
  private int waitingCount;
  private long keptBytes;

  Outbox(StoreImage image) {
    lastSeq = image.lastOwnSeq();
    lastHash = image.lastOwnHash();
    image.outbox().values().forEach(sent -> put(restore(sent)));
  }

  private static Item restore(StoreImage.Sent sent) {
    try {
      StoreRecord.Outgoing stored = sent.outgoing();
      return new Item(Push.parseFrom(stored.push()), stored.blobHash(), stored.previous(),
          sent.cursor());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the store holds a push that this client cannot have stored",
          e);
    }
  }

  /** Puts a new push in, or one that was sealed anew in the place of the old one; gives the record that keeps it. */
  StoreRecord putSealed(Push push, ByteString blobHash, ByteString previous) {
    put(new Item(push, blobHash, previous, 0));
    if (push.getDeviceSeq() >= lastSeq) {
      lastSeq = push.getDeviceSeq();
      lastHash = blobHash;
    }
    return new StoreRecord.Outgoing(push.getDeviceSeq(), push.toByteString(), blobHash, previous);
  }

  private void put(Item item) {
    Item before = items.put(item.seq(), item);
    if (before != null) {
      count(before, -1);
    }
    count(item, 1);
  }

  private void count(Item item, int sign) {
    if (item.isPlaced()) {
      keptBytes += (long) sign * item.bytes();
    } else {
      waitingBytes += (long) sign * item.bytes();
      waitingCount += sign;
    }
  }

  /** The relay has it there. */
  StoreRecord place(long seq, long cursor) {
    Item item = items.get(seq);
    if (item == null) {
      throw new IllegalArgumentException("no push " + seq);
    }
    put(item.at(cursor));
    return new StoreRecord.OutgoingPlaced(seq, cursor);
  }

  @Nullable
  Item get(long seq) {
    return items.get(seq);
  }

  /** The hash of the own blob with that sequence, as far as it is known. */
  Optional<ByteString> hash(long seq) {
    if (seq == lastSeq && seq > 0) {
      return Optional.of(lastHash);
    }
    return Optional.ofNullable(items.get(seq)).map(Item::blobHash);
  }

  /**
   * What the own blob with this sequence has to name as the one before it; empty for the first. Where that one was dropped, what is there
   * already names it: {@link #isNamed}.
   */
  ByteString previousOf(long seq) {
    if (seq == 1) {
      return ByteString.EMPTY;
    }
    return hash(seq - 1).or(() -> Optional.ofNullable(items.get(seq)).map(Item::previous))
        .orElseThrow(
            () -> new IllegalStateException("the hash of push " + (seq - 1) + " is not known"));
  }

  /** Whether the push behind it does not need its hash any more: it names it, or there is none. */
  private boolean isNamed(Item item) {
    Item next = items.get(item.seq() + 1);
    return next == null || next.isPlaced() || next.previous().equals(item.blobHash());
  }

  /** The first push from {@code seq} on that waits for the relay. */
  Optional<Item> waitingFrom(long seq) {
    for (Item item : items.tailMap(seq).values()) {
      if (!item.isPlaced()) {
        return Optional.of(item);
      }
    }
    return Optional.empty();
  }

  /** The last sequence that was ever used; 0: none. */
  long lastSeq() {
    return lastSeq;
  }

  ByteString lastHash() {
    return lastHash;
  }

  int waitingCount() {
    return waitingCount;
  }

  long waitingBytes() {
    return waitingBytes;
  }

  boolean hasRoomFor(int bytes) {
    return waitingCount < ReplicaLimits.OUTBOX_PUSHES
        && waitingBytes + bytes <= ReplicaLimits.OUTBOX_BYTES;
  }

  /**
   * Drops the oldest pushes that need not be kept: every device has them, or more are kept than the bounds allow.
   *
   * @param appliedHere own entries beyond it are needed to continue the running hash
   * @param appliedEverywhere the cursor up to which every other device is known to have applied
   */
  void dropKept(long appliedHere, long appliedEverywhere, ReplicaStep step) {
    while (!items.isEmpty()) {
      Item oldest = items.firstEntry().getValue();
      boolean needed =
          !oldest.isPlaced() || oldest.cursor() > appliedHere || !isNamed(oldest);
      boolean surplus = keptBytes > ReplicaLimits.RETAINED_BYTES
          || items.size() - waitingCount > ReplicaLimits.RETAINED_PUSHES;
      boolean wanted =
          oldest.cursor() > appliedEverywhere || oldest.cursor() == EarlierLog.SOMEWHERE;
      if (needed || (wanted && !surplus)) {
        return;
      }
      items.pollFirstEntry();
      count(oldest, -1);
      step.store(new StoreRecord.OutgoingDropped(oldest.seq(), oldest.blobHash()));
    }
  }

  /** Another log begins, in which the relay says that it has own pushes up to {@code knownOwnSeq}; gives those that waited until now. */
  List<Item> newLog(long knownOwnSeq) {
    List<Item> found = items.values()
        .stream()
        .filter(item -> !item.isPlaced() && item.seq() <= knownOwnSeq)
        .toList();
    for (Item item : all()) {
      put(item.at(EarlierLog.placeOf(item.seq(), knownOwnSeq)));
    }
    return found;
  }

  /** The stream has come to the head: what the relay has no place for there it no longer holds, because every device has it. */
  void dropPlaceless(ReplicaStep step) {
    for (Item item : all()) {
      if (item.cursor() == EarlierLog.SOMEWHERE && isNamed(item)) {
        items.remove(item.seq());
        count(item, -1);
        step.store(new StoreRecord.OutgoingDropped(item.seq(), item.blobHash()));
      }
    }
  }

  /** How many pushes behind that sequence the relay has acknowledged. */
  int placedAfter(long seq) {
    return (int) items.tailMap(seq, false).values().stream().filter(Item::isPlaced).count();
  }

  /** The relay lost the acknowledged pushes behind that sequence: they wait again. */
  void unplaceAfter(long seq, ReplicaStep step) {
    for (Item item : List.copyOf(items.tailMap(seq, false).values())) {
      if (item.isPlaced()) {
        put(item.at(0));
        step.store(new StoreRecord.OutgoingPlaced(item.seq(), 0));
      }
    }
  }

  /** Drops the oldest pushes up to and with that sequence, as far as they need not be kept. */
  void dropUpTo(long seq, long appliedHere, ReplicaStep step) {
    while (!items.isEmpty() && items.firstKey() <= seq) {
      Item oldest = items.firstEntry().getValue();
      if (!oldest.isPlaced() || oldest.cursor() > appliedHere || !isNamed(oldest)) {
        return;
      }
      items.pollFirstEntry();
      count(oldest, -1);
      step.store(new StoreRecord.OutgoingDropped(oldest.seq(), oldest.blobHash()));
    }
  }

  /** All that are kept, ascending. */
  List<Item> all() {
    return List.copyOf(items.values());
  }
}
