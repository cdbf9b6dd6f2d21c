package dev.zerok.client.store;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.position.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a store knows: the fold of its committed records. The one place that says what a record means to the whole, shared
 * by every store. Confined to one thread.
 */
public final class StoreImage implements AutoCloseable {
  /** Own pushes that the relay refused and of which that is remembered; of the oldest it is forgotten. */
  public static final int REFUSED_REMEMBERED = 256;

  /** An own push and where the relay placed it; cursor 0: not yet. */
  public record Sent(StoreRecord.Outgoing outgoing, long cursor) {}

  private StoreRecord.@Nullable Identity identity;
  private StoreRecord.@Nullable RelayPin relay;
  private StoreRecord.@Nullable JoinProof joinProof;
  private final TreeMap<Integer, StoreRecord.ChainEntry> chain = new TreeMap<>();
  private final TreeMap<Integer, StoreRecord.EpochKeys> epochs = new TreeMap<>();
  private @Nullable Position applied;
  private final LinkedHashMap<Long, ByteString> pastHashes = new LinkedHashMap<>();
  private final TreeMap<DeviceId, StoreRecord.SenderMark> senders = new TreeMap<>();
  private final TreeMap<DeviceId, StoreRecord.SenderClaim> claims = new TreeMap<>();
  private StoreRecord.@Nullable LogRenewed renewed;
  private final TreeMap<Long, Sent> outbox = new TreeMap<>();
  private long lastOwnSeq;
  private ByteString lastOwnHash = ByteString.EMPTY;
  private final TreeMap<Long, StoreRecord.PushRefused> refused = new TreeMap<>();
  private final TreeMap<Long, StoreRecord.Parked> parked = new TreeMap<>();
  private final TreeMap<Long, StoreRecord.ParkedNote> parkedNotes = new TreeMap<>();
  private StoreRecord.@Nullable Stopped stopped;
  private StoreRecord.@Nullable HistoryAwaited history;
  private StoreRecord.@Nullable PushedAt pushedAt;
  private final LinkedHashMap<StreamId, StoreRecord.StreamPushed> streamsPushed =
      new LinkedHashMap<>();
  private final TreeMap<DeviceId, StoreRecord.DeviceNamed> deviceNames = new TreeMap<>();
  private final TreeMap<String, ByteString> appValues = new TreeMap<>();
  private final ContentImage content = new ContentImage();

  /** The fold of these records. */
  public static StoreImage of(List<StoreRecord> records) {
    StoreImage image = new StoreImage();
    records.forEach(image::apply);
    return image;
  }

  /** Takes one record in. Secrets in it belong to this image from now on. */
  public void apply(StoreRecord change) {
    if (change instanceof StoreRecord.Identity record) {
      identity = record;
    } else if (change instanceof StoreRecord.RelayPin record) {
      relay = record;
    } else if (change instanceof StoreRecord.JoinProof record) {
      joinProof = record;
    } else if (change instanceof StoreRecord.ChainEntry record) {
      chain.put(record.index(), record);
    } else if (change instanceof StoreRecord.EpochKeys record) {
      epochs.put(record.epoch(), record);
    } else if (change instanceof StoreRecord.Applied record) {
      applyPosition(record.position());
    } else if (change instanceof StoreRecord.NewLog record) {
      applyNewLog(record);
    } else if (change instanceof StoreRecord.SenderMark record) {
      senders.put(record.sender(), record);
    } else if (change instanceof StoreRecord.SenderClaim record) {
      claims.put(record.sender(), record);
    } else if (change instanceof StoreRecord.LogRenewed record) {
      renewed = record;
    } else if (change instanceof StoreRecord.Stopped record) {
      stopped = record;
    } else if (change instanceof StoreRecord.DeviceNamed record) {
      deviceNames.put(record.device(), record);
    } else if (change instanceof StoreRecord.AppValue record) {
      applyAppValue(record);
    } else if (change instanceof StoreRecord.ContentChange record) {
      content.apply(record.record());
    } else {
      applyTraffic(change);
    }
  }

  private void applyTraffic(StoreRecord change) {
    if (change instanceof StoreRecord.Outgoing record) {
      outbox.put(record.seq(), new Sent(record, 0));
      noteOwn(record.seq(), record.blobHash());
    } else if (change instanceof StoreRecord.OutgoingPlaced record) {
      outbox.computeIfPresent(record.seq(),
          (seq, sent) -> new Sent(sent.outgoing(), record.cursor()));
    } else if (change instanceof StoreRecord.OutgoingDropped record) {
      outbox.remove(record.seq());
      content.dropped(record.seq());
      noteOwn(record.seq(), record.blobHash());
    } else if (change instanceof StoreRecord.PushRefused record) {
      refused.put(record.seq(), record);
      if (refused.size() > REFUSED_REMEMBERED) {
        refused.pollFirstEntry();
      }
    } else if (change instanceof StoreRecord.Parked record) {
      parked.put(record.cursor(), record);
    } else if (change instanceof StoreRecord.Unparked record) {
      parked.remove(record.cursor());
      parkedNotes.remove(record.cursor());
    } else if (change instanceof StoreRecord.ParkedNote record) {
      parkedNotes.put(record.cursor(), record);
    } else if (change instanceof StoreRecord.HistoryAwaited record) {
      history = record;
    } else if (change instanceof StoreRecord.PushedAt record) {
      pushedAt = record;
    } else if (change instanceof StoreRecord.StreamPushed record) {
      streamsPushed.put(record.stream(), record);
    } else {
      throw new IllegalArgumentException("no meaning for " + change.getClass().getSimpleName());
    }
  }

  private void applyPosition(Position position) {
    if (applied != null && !applied.logId().equals(position.logId())) {
      pastHashes.clear();
    }
    applied = position;
    if (position.isHashKnown()) {
      pastHashes.put(position.cursor(), position.runningHash());
      if (pastHashes.size() > Limits.RUNNING_HASHES_REMEMBERED) {
        pastHashes.remove(pastHashes.keySet().iterator().next());
      }
    }
  }

  private void applyNewLog(StoreRecord.NewLog change) {
    history = null;
    applyPosition(change.start());
    chain.replaceAll(
        (index, entry) -> new StoreRecord.ChainEntry(entry.index(), entry.entry(), 0));
    senders.replaceAll((sender, mark) -> EarlierLog.of(mark));
    claims.clear();
    outbox.replaceAll((seq, sent) -> new Sent(sent.outgoing(),
        EarlierLog.placeOf(seq, change.knownOwnSeq())));
    List<StoreRecord.Parked> kept = EarlierLog.of(List.copyOf(parked.values()));
    Map<Long, StoreRecord.ParkedNote> notes =
        EarlierLog.notes(List.copyOf(parked.keySet()), parkedNotes);
    parkedNotes.clear();
    parkedNotes.putAll(notes);
    parked.clear();
    kept.forEach(record -> parked.put(record.cursor(), record));
  }

  private void applyAppValue(StoreRecord.AppValue record) {
    if (record.value().isEmpty()) {
      appValues.remove(record.key());
    } else {
      appValues.put(record.key(), record.value());
    }
  }

  private void noteOwn(long seq, ByteString hash) {
    if (seq >= lastOwnSeq) {
      lastOwnSeq = seq;
      lastOwnHash = hash;
    }
  }

  /** Records whose fold is this image again, in an order that any reader may fold. Shares this image's secrets. */
  public List<StoreRecord> snapshot() {
    List<StoreRecord> records = new ArrayList<>();
    addIfPresent(records, identity);
    addIfPresent(records, relay);
    addIfPresent(records, joinProof);
    records.addAll(chain.values());
    records.addAll(epochs.values());
    Position last = applied;
    if (last != null) {
      pastHashes.forEach((cursor, hash) -> records
          .add(new StoreRecord.Applied(new Position(last.logId(), cursor, hash))));
      records.add(new StoreRecord.Applied(last));
    }
    addIfPresent(records, renewed);
    records.addAll(senders.values());
    records.addAll(claims.values());
    if (lastOwnSeq > 0 && !outbox.containsKey(lastOwnSeq)) {
      records.add(new StoreRecord.OutgoingDropped(lastOwnSeq, lastOwnHash));
    }
    outbox.forEach((seq, sent) -> {
      records.add(sent.outgoing());
      if (sent.cursor() != 0) {
        records.add(new StoreRecord.OutgoingPlaced(seq, sent.cursor()));
      }
    });
    records.addAll(refused.values());
    records.addAll(content.snapshot());
    records.addAll(parked.values());
    records.addAll(parkedNotes.values());
    addIfPresent(records, history);
    addIfPresent(records, pushedAt);
    records.addAll(streamsPushed.values());
    records.addAll(deviceNames.values());
    addIfPresent(records, stopped);
    appValues.forEach((key, value) -> records.add(new StoreRecord.AppValue(key, value)));
    return records;
  }

  private static void addIfPresent(List<StoreRecord> records, @Nullable StoreRecord record) {
    if (record != null) {
      records.add(record);
    }
  }

  /** An image of its own, with secrets of its own. */
  public StoreImage copy() {
    StoreImage copy = of(snapshot());
    copy.identity = identity == null ? null : withOwnSecrets(identity);
    copy.epochs.replaceAll((epoch, keys) -> withOwnSecrets(keys));
    return copy;
  }

  /** The record itself, or a copy of it where it holds secrets: what a store folds in belongs to the store. */
  public static StoreRecord ownedCopy(StoreRecord record) {
    if (record instanceof StoreRecord.Identity device) {
      return withOwnSecrets(device);
    }
    return record instanceof StoreRecord.EpochKeys keys ? withOwnSecrets(keys) : record;
  }

  private static StoreRecord.Identity withOwnSecrets(StoreRecord.Identity of) {
    return new StoreRecord.Identity(of.keys().copy(), of.group(), of.suite(), of.groupName(),
        of.deviceName());
  }

  private static StoreRecord.EpochKeys withOwnSecrets(StoreRecord.EpochKeys of) {
    return new StoreRecord.EpochKeys(of.epoch(), of.secret().copy(), of.streamSecret().copy());
  }

  /** Whether there is a device in the store. */
  public Optional<StoreRecord.Identity> identity() {
    return Optional.ofNullable(identity);
  }

  public Optional<StoreRecord.RelayPin> relay() {
    return Optional.ofNullable(relay);
  }

  public Optional<StoreRecord.JoinProof> joinProof() {
    return Optional.ofNullable(joinProof);
  }

  /** The roster's entries by index. */
  public List<StoreRecord.ChainEntry> chain() {
    return List.copyOf(chain.values());
  }

  public SortedMap<Integer, StoreRecord.EpochKeys> epochs() {
    return Collections.unmodifiableSortedMap(epochs);
  }

  /** The last entry applied; empty before the first session. */
  public Optional<Position> applied() {
    return Optional.ofNullable(applied);
  }

  /** Running hashes by cursor, oldest first, at most 1 024. */
  public Map<Long, ByteString> pastHashes() {
    return Collections.unmodifiableMap(pastHashes);
  }

  public Map<DeviceId, StoreRecord.SenderMark> senders() {
    return Collections.unmodifiableMap(senders);
  }

  /** The last blobs of this log that did not open. */
  public Map<DeviceId, StoreRecord.SenderClaim> claims() {
    return Collections.unmodifiableMap(claims);
  }

  /** What is known of this log if it is not the first one. */
  public Optional<StoreRecord.LogRenewed> renewed() {
    return Optional.ofNullable(renewed);
  }

  /** Own pushes that are still kept, by sequence. */
  public NavigableMap<Long, Sent> outbox() {
    return Collections.unmodifiableNavigableMap(outbox);
  }

  /** The last sequence that this device ever used; 0: none. */
  public long lastOwnSeq() {
    return lastOwnSeq;
  }

  /** The hash of that blob; empty for 0. */
  public ByteString lastOwnHash() {
    return lastOwnHash;
  }

  /** Own pushes that the relay refused for good, by sequence. */
  public Map<Long, StoreRecord.PushRefused> refused() {
    return Collections.unmodifiableMap(refused);
  }

  public NavigableMap<Long, StoreRecord.Parked> parked() {
    return Collections.unmodifiableNavigableMap(parked);
  }

  public Map<Long, StoreRecord.ParkedNote> parkedNotes() {
    return Collections.unmodifiableMap(parkedNotes);
  }

  public Optional<StoreRecord.HistoryAwaited> history() {
    return Optional.ofNullable(history);
  }

  /** When this device pushed something last, Unix milliseconds; empty if it is not known. */
  public OptionalLong pushedAt() {
    return pushedAt == null ? OptionalLong.empty() : OptionalLong.of(pushedAt.millis());
  }

  /** What this device pushed to its streams since their newest checkpoints. */
  public Map<StreamId, StoreRecord.StreamPushed> streamsPushed() {
    return Collections.unmodifiableMap(streamsPushed);
  }

  public Optional<StoreRecord.Stopped> stopped() {
    return Optional.ofNullable(stopped);
  }

  /** What is known of large contents. */
  public ContentImage content() {
    return content;
  }

  /** The newest name of each device that has told one. */
  public Map<DeviceId, StoreRecord.DeviceNamed> deviceNames() {
    return Collections.unmodifiableMap(deviceNames);
  }

  public Map<String, ByteString> appValues() {
    return Collections.unmodifiableMap(appValues);
  }

  /** Wipes the secrets. */
  @Override
  public void close() {
    if (identity != null) {
      identity.keys().close();
    }
    epochs.values().forEach(keys -> {
      keys.secret().close();
      keys.streamSecret().close();
    });
  }
}
