package dev.zerok.relay.core;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.position.LogHashes;
import dev.zerok.protocol.roster.RosterDevice;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.protocol.wire.ResetReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A group's log begins anew under a fresh id (RESET-2), because a member's position proved that this relay went back to an old copy of its
 * data. Roster entries and the blobs that are still held keep their order; nothing waits for a device's word from the old log.
 *
 * <p>One command's work, however long: bounded by the roster's and the group's quota. It happens only after an operator put an old copy
 * back.
 */
final class LogRenewal {
  private static final int SLICE_ENTRIES = 1_000;

  /** A push that is remembered in the new log too. */
  private record Remembered(DeviceId sender, long seq, KnownPush push) {}

  private final ShardRecords records;
  private final GroupState state;
  private final List<Long> rosterCursors = new ArrayList<>();
  private final List<Remembered> remembered = new ArrayList<>();

  private LogRenewal(ShardRecords records, GroupState state) {
    this.records = records;
    this.state = state;
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

  static void run(Turn turn, GroupState state, LogId fresh) {
    for (LiveSession session : state.sessions()) {
      DeviceId device = session.key().device();
      state.endSession(device);
      state.putDevice(turn.records(), device, state.device(device).withSeen(turn.servingMillis()));
      turn.leave(new ShardEffect.Evicted(session.key(), null,
          GoAwayReason.GO_AWAY_REASON_LOG_RENEWED));
    }
    CheckpointRetention.dropAll(turn, state);
    LogRenewal renewal = new LogRenewal(turn.records(), state);
    long oldTrimmed = state.trimmedTo();
    long oldHead = state.head();
    state.beginLog(fresh);
    renewal.placeTrimmedRoster(oldTrimmed);
    renewal.placeIndex(oldTrimmed, oldHead);
    renewal.settleDevices();
  }

  /** The roster's front, which the index has lost. */
  private void placeTrimmedRoster(long trimmedTo) {
    Optional<PlacedRosterEntry> next = records.rosterEntry(state.group(), 0);
    while (next.isPresent() && next.get().getCursor() <= trimmedTo) {
      place(next.get());
      next = records.rosterEntry(state.group(), rosterCursors.size());
    }
  }

  /** Old cursors ascend and new ones never pass them, so no row is written over before it was read. */
  private void placeIndex(long from, long to) {
    long read = from;
    List<EntryRecord> slice = records.entries(state.group(), read + 1, to, SLICE_ENTRIES);
    while (!slice.isEmpty()) {
      for (EntryRecord entry : slice) {
        records.deleteEntry(state.group(), entry.cursor());
        switch (entry) {
          case EntryRecord.OfRoster roster ->
              records.rosterEntry(state.group(), roster.index()).ifPresent(this::place);
          case EntryRecord.OfBlob blob when blob.held() -> place(blob);
          case EntryRecord.OfBlob gone -> {
          } // whoever needs it is sent it by its sender again
        }
        read = entry.cursor();
      }
      slice = records.entries(state.group(), read + 1, to, SLICE_ENTRIES);
    }
  }

  private void place(PlacedRosterEntry placed) {
    int index = rosterCursors.size();
    long cursor = state.advance(state.roster().hashAt(index));
    records.putEntry(state.group(), new EntryRecord.OfRoster(cursor, state.runningHash(), index));
    records.putRosterEntry(state.group(), index, placed.toBuilder().setCursor(cursor).build());
    rosterCursors.add(cursor);
  }

  private void place(EntryRecord.OfBlob blob) {
    Optional<ByteString> payload = records.payload(state.group(), blob.cursor());
    records.deletePayload(state.group(), blob.cursor());
    records.deleteExpiry(
        new ShardRecords.Expiry(blob.expiresAt(), state.group(), blob.cursor()));
    if (payload.isEmpty()) {
      state.addStoredBytes(-blob.size());
      state.usage().released(blob.sender(), blob.size());
      return;
    }
    ByteString hash = LogHashes.blobHash(blob.sender(), blob.deviceSeq(), blob.kind(),
        blob.stream(), blob.covers(), blob.epoch(), payload.get());
    long cursor = state.advance(hash);
    EntryRecord.OfBlob moved = blob.movedTo(cursor, state.runningHash());
    records.putEntry(state.group(), moved);
    records.putPayload(state.group(), cursor, payload.get());
    records.putExpiry(new ShardRecords.Expiry(moved.expiresAt(), state.group(), cursor));
    records.knownPush(state.group(), blob.sender(), blob.deviceSeq())
        .ifPresent(known -> remembered.add(new Remembered(
            blob.sender(), blob.deviceSeq(), new KnownPush(cursor, known.pushHash()))));
  }

  private void settleDevices() {
    for (RosterDevice device : state.roster().devices().values()) {
      DeviceRecord before = state.device(device.id());
      long added = rosterCursors.get(device.addedAt());
      // Deleting a device's record forgets its pushes: the places of those that are not held mean nothing any more.
      records.deleteDevice(state.group(), device.id());
      state.putDevice(records, device.id(), before.inNewLog(added));
    }
    for (Remembered push : remembered) {
      if (state.roster().device(push.sender()).isPresent()) {
        records.putKnownPush(state.group(), push.sender(), push.seq(), push.push());
      }
    }
  }
}
