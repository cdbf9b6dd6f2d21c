package dev.zerok.relay.core;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.position.LogHashes;
import dev.zerok.protocol.roster.RosterDevice;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.protocol.wire.ResetReason;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A group's log begins anew under a fresh id (RESET-2), because a member's position proved that this relay went back to an old copy of its
 * data. Roster entries and the blobs that are still held keep their order; nothing waits for a device's word from the old log.
 *
 * <p>It is done in slices, so that no batch holds all that a group may store: {@link #begin}, then {@link #goOn} until the group is not
 * renewing any more. Until then nobody is let in. It happens only after an operator put an old copy back.
 */
final class LogRenewal {
  /** Rows that one slice looks at, at most, the last device's pushes apart. */
  static final int SLICE_ENTRIES = 1_000;

  /** Bytes of payloads and roster entries that one slice moves; the one that reaches it is the last. */
  static final int SLICE_BYTES = 2 << 20;

  private final Turn turn;
  private final ShardRecords records;
  private final GroupState state;
  private final RenewalRecord begun;
  private long readTo;
  private int rosterPlaced;
  private int devicesSettled;
  private int entries;
  private long bytes;

  private LogRenewal(Turn turn, GroupState state, RenewalRecord renewal) {
    this.turn = turn;
    this.records = turn.records();
    this.state = state;
    this.begun = renewal;
    this.readTo = renewal.readTo();
    this.rosterPlaced = renewal.rosterPlaced();
    this.devicesSettled = renewal.devicesSettled();
  }

  /**
   * Whether that position shows that the relay's data are older than what the relay itself has said. The roster head must be one
   * that this group can have had: a device of another branch proves nothing.
   */
  static boolean isProof(GroupState state, Hello hello, ResetReason reason) {
    boolean sameLog = reason == ResetReason.RESET_REASON_HEAD_BEHIND
        || reason == ResetReason.RESET_REASON_HASH_MISMATCH;
    boolean sameBranch = hello.hasRosterHead()
        && (hello.getRosterHead().getLength() > state.roster().length()
            || state.roster().contains(hello.getRosterHead()));
    return sameLog && sameBranch && hello.getLast().getCursor() > 0;
  }

  /** Ends the old log and does the first slice. */
  static void begin(Turn turn, GroupState state, LogId fresh) {
    for (LiveSession session : state.sessions()) {
      DeviceId device = session.key().device();
      state.endSession(device);
      state.putDevice(turn.records(), device, state.device(device).withSeen(turn.servingMillis()));
      turn.leave(new ShardEffect.Evicted(session.key(), null,
          GoAwayReason.GO_AWAY_REASON_LOG_RENEWED));
    }
    CheckpointRetention.dropAll(turn, state);
    state.beginLog(fresh);
    goOn(turn, state);
  }

  /** Does one slice. */
  static void goOn(Turn turn, GroupState state) {
    state.renewal().ifPresent(renewal -> new LogRenewal(turn, state, renewal).slice());
  }

  private void slice() {
    dropFront();
    placeTrimmedRoster();
    placeIndex();
    settleDevices();
    boolean done = hasRoom() && devicesSettled == state.roster().devices().size();
    state.renewal(done
        ? Optional.empty()
        : Optional.of(new RenewalRecord(
            begun.trimmedTo(), begun.head(), readTo, rosterPlaced, devicesSettled)));
  }

  private boolean hasRoom() {
    return entries < SLICE_ENTRIES && bytes < SLICE_BYTES;
  }

  /** What stands in front of the index was a checkpoint's once: it goes before the roster is placed over it. */
  private void dropFront() {
    while (hasRoom() && readTo < begun.trimmedTo()) {
      List<EntryRecord> front = unread(begun.trimmedTo());
      front.forEach(this::drop);
      readTo = front.size() < SLICE_ENTRIES ? begun.trimmedTo() : front.getLast().cursor();
    }
  }

  /** The roster's front, which the index has lost. */
  private void placeTrimmedRoster() {
    while (hasRoom() && rosterPlaced < state.roster().length()) {
      PlacedRosterEntry next = placed(rosterPlaced);
      if (next.getCursor() > begun.trimmedTo()) {
        return;
      }
      place(next);
    }
  }

  /** Old cursors ascend and new ones never pass them, so no row is written over before it was read. */
  private void placeIndex() {
    while (hasRoom() && readTo < begun.head()) {
      List<EntryRecord> slice = unread(begun.head());
      for (EntryRecord entry : slice) {
        if (!hasRoom()) {
          return;
        }
        switch (entry) {
          case EntryRecord.OfRoster roster -> {
            records.deleteEntry(state.group(), roster.cursor());
            place(placed(roster.index()));
          }
          case EntryRecord.OfBlob blob -> move(blob);
        }
        readTo = entry.cursor();
      }
      if (slice.size() < SLICE_ENTRIES) {
        readTo = begun.head();
      }
    }
  }

  private List<EntryRecord> unread(long to) {
    return records.entries(state.group(), readTo + 1, to, SLICE_ENTRIES);
  }

  private PlacedRosterEntry placed(int index) {
    return records.rosterEntry(state.group(), index)
        .orElseThrow(() -> new IllegalStateException("no roster entry " + index));
  }

  private void place(PlacedRosterEntry placed) {
    long cursor = state.advance(state.roster().hashAt(rosterPlaced));
    PlacedRosterEntry moved = placed.toBuilder().setCursor(cursor).build();
    records.putEntry(
        state.group(), new EntryRecord.OfRoster(cursor, state.runningHash(), rosterPlaced));
    records.putRosterEntry(state.group(), rosterPlaced, moved);
    rosterPlaced++;
    entries++;
    bytes += moved.getSerializedSize();
  }

  /** Whoever needs what is not held is sent it by its sender again. What a checkpoint covers are places of the old log. */
  private void move(EntryRecord.OfBlob blob) {
    Optional<ByteString> payload =
        blob.held() && blob.kind() == EnvelopeKind.ENVELOPE_KIND_BLOB
            ? records.payload(state.group(), blob.cursor())
            : Optional.empty();
    if (payload.isEmpty()) {
      drop(blob);
      return;
    }
    entries++;
    records.deletePayload(state.group(), blob.cursor());
    records.deleteExpiry(
        new ShardRecords.Expiry(blob.expiresAt(), state.group(), blob.cursor()));
    records.deleteEntry(state.group(), blob.cursor());
    place(blob, payload.get());
  }

  private void drop(EntryRecord entry) {
    entries++;
    if (entry instanceof EntryRecord.OfBlob blob && blob.held()) {
      Retention.drop(turn, state, blob);
    }
    records.deleteEntry(state.group(), entry.cursor());
  }

  private void place(EntryRecord.OfBlob blob, ByteString payload) {
    ByteString hash = LogHashes.blobHash(blob.sender(), blob.deviceSeq(), blob.kind(),
        blob.stream(), blob.covers(), blob.epoch(), payload);
    long cursor = state.advance(hash);
    EntryRecord.OfBlob moved =
        blob.movedTo(cursor, state.runningHash()).lastingBeyond(turn.servingMillis());
    records.putEntry(state.group(), moved);
    records.putPayload(state.group(), cursor, payload);
    records.putExpiry(new ShardRecords.Expiry(moved.expiresAt(), state.group(), cursor));
    bytes += payload.size();
    records.knownPush(state.group(), blob.sender(), blob.deviceSeq())
        .ifPresent(known -> records.putKnownPush(
            state.group(), blob.sender(), blob.deviceSeq(),
            new KnownPush(cursor, known.pushHash())));
  }

  private void settleDevices() {
    List<RosterDevice> devices = List.copyOf(state.roster().devices().values());
    while (hasRoom() && devicesSettled < devices.size()) {
      RosterDevice device = devices.get(devicesSettled);
      forgetPushesThatAreNotHeld(device.id());
      state.putDevice(records, device.id(),
          state.device(device.id()).inNewLog(placed(device.addedAt()).getCursor()));
      devicesSettled++;
      entries++;
    }
  }

  /** Their places were the old log's and mean nothing any more. */
  private void forgetPushesThatAreNotHeld(DeviceId device) {
    Map<Long, KnownPush> pushes = records.knownPushes(state.group(), device);
    entries += pushes.size();
    pushes.forEach((seq, push) -> {
      if (!stands(device, seq, push.cursor())) {
        records.deleteKnownPush(state.group(), device, seq);
      }
    });
  }

  private boolean stands(DeviceId device, long seq, long cursor) {
    return records.entries(state.group(), cursor, cursor, 1)
        .stream()
        .anyMatch(entry -> entry instanceof EntryRecord.OfBlob blob
            && blob.sender().equals(device) && blob.deviceSeq() == seq);
  }
}
