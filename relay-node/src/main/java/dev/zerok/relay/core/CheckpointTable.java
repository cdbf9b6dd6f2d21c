package dev.zerok.relay.core;

import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.relay.core.CheckpointRecord.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The checkpoints of one group that are treated otherwise than blobs (CKPT-1 to CKPT-5). At most {@link
 * Limits#CHECKPOINT_STREAMS} in each stage; at that bound the one that changed longest ago becomes a number of ordinary blobs.
 */
final class CheckpointTable {
  private final List<CheckpointRecord> records;
  private final Map<Long, CheckpointRecord> byCursor = new HashMap<>();
  private long reviewAt;
  private boolean changed;

  CheckpointTable(CheckpointRecords stored) {
    records = new ArrayList<>(stored.all());
    reviewAt = stored.reviewAt();
    records.forEach(this::index);
  }

  /** What is to be stored if this changed since it was last asked. */
  Optional<CheckpointRecords> takeChange() {
    if (!changed) {
      return Optional.empty();
    }
    changed = false;
    return Optional.of(new CheckpointRecords(reviewAt, records));
  }

  long reviewAt() {
    return reviewAt;
  }

  void reviewAt(long servingMillis) {
    reviewAt = servingMillis;
    changed = true;
  }

  /** The checkpoint that the entry at this cursor is a part of. */
  Optional<CheckpointRecord> holding(long cursor) {
    return Optional.ofNullable(byCursor.get(cursor));
  }

  Optional<CheckpointRecord> newest(StreamId stream) {
    return find(Stage.NEWEST, stream);
  }

  /** Blobs of that stream up to this cursor are covered; 0 if none is. */
  long coveredTo(StreamId stream) {
    return newest(stream).map(CheckpointRecord::covers).orElse(0L);
  }

  /** The highest cursor that any newest checkpoint covers; 0 if there is none. */
  long coversMost() {
    return records.stream()
        .filter(record -> record.stage() == Stage.NEWEST)
        .mapToLong(CheckpointRecord::covers)
        .max()
        .orElse(0);
  }

  /** A device that has not applied this cursor may hold up something that a newest checkpoint makes needless. */
  long reach() {
    long last = superseded().isEmpty()
        ? 0
        : records.stream()
            .filter(record -> record.stage() == Stage.NEWEST)
            .mapToLong(CheckpointRecord::last)
            .max()
            .orElse(0);
    return Math.max(last, coversMost());
  }

  List<CheckpointRecord> all() {
    return List.copyOf(records);
  }

  List<CheckpointRecord> superseded() {
    return records.stream().filter(record -> record.stage() == Stage.SUPERSEDED).toList();
  }

  /** Whether one part more would leave no room for the last one (CKPT-1). */
  boolean isFull(DeviceId sender, StreamId stream, long covers) {
    return open(sender, stream)
        .filter(open -> open.covers() == covers)
        .filter(open -> open.cursors().size() >= Limits.CHECKPOINT_PARTS - 1)
        .isPresent();
  }

  /** A blob or a part of a checkpoint was stored. Gives the checkpoints whose parts are ordinary blobs from now on. */
  List<CheckpointRecord> pushed(EntryRecord.OfBlob entry) {
    boolean checkpoint = entry.kind() != EnvelopeKind.ENVELOPE_KIND_BLOB;
    List<CheckpointRecord> freed = new ArrayList<>();
    Optional<CheckpointRecord> open = open(entry.sender(), entry.stream());
    open.ifPresent(this::remove);
    if (open.isPresent() && !(checkpoint && open.get().covers() == entry.covers())) {
      freed.add(open.get());
      open = Optional.empty();
    }
    if (checkpoint) {
      CheckpointRecord grown = open.map(before -> before.with(entry.cursor()))
          .orElseGet(() -> CheckpointRecord.begunBy(entry));
      if (entry.kind() == EnvelopeKind.ENVELOPE_KIND_CHECKPOINT_PART) {
        add(grown);
      } else {
        complete(grown, freed);
      }
      freed.addAll(overTheBound());
    }
    return freed;
  }

  private void complete(CheckpointRecord whole, List<CheckpointRecord> freed) {
    Optional<CheckpointRecord> best = newest(whole.stream());
    if (best.isPresent() && best.get().covers() > whole.covers()) {
      freed.add(whole); // it tells less than the one that is there
      return;
    }
    best.ifPresent(before -> {
      remove(before);
      add(before.at(Stage.SUPERSEDED));
    });
    add(whole.at(Stage.NEWEST));
  }

  /** A device is out of the group: what it began is not finished any more. */
  List<CheckpointRecord> abandonedBy(DeviceId sender) {
    List<CheckpointRecord> begun = records.stream()
        .filter(record -> record.stage() == Stage.OPEN && record.sender().equals(sender))
        .toList();
    begun.forEach(this::remove);
    return begun;
  }

  void remove(CheckpointRecord record) {
    records.remove(record);
    record.cursors().forEach(byCursor::remove);
    changed = true;
  }

  private void add(CheckpointRecord record) {
    records.add(record);
    index(record);
    changed = true;
  }

  private void index(CheckpointRecord record) {
    record.cursors().forEach(cursor -> byCursor.put(cursor, record));
  }

  private List<CheckpointRecord> overTheBound() {
    List<CheckpointRecord> freed = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      List<CheckpointRecord> there =
          records.stream().filter(record -> record.stage() == stage).toList();
      if (there.size() > Limits.CHECKPOINT_STREAMS) {
        freed.addAll(there.subList(0, there.size() - Limits.CHECKPOINT_STREAMS));
      }
    }
    freed.forEach(this::remove);
    List<CheckpointRecord> orphans = superseded().stream()
        .filter(record -> newest(record.stream()).isEmpty())
        .toList();
    orphans.forEach(this::remove);
    freed.addAll(orphans);
    return freed;
  }

  private Optional<CheckpointRecord> open(DeviceId sender, StreamId stream) {
    return records.stream()
        .filter(record -> record.stage() == Stage.OPEN)
        .filter(record -> record.sender().equals(sender) && record.stream().equals(stream))
        .findFirst();
  }

  private Optional<CheckpointRecord> find(Stage stage, StreamId stream) {
    return records.stream()
        .filter(record -> record.stage() == stage && record.stream().equals(stream))
        .findFirst();
  }
}
