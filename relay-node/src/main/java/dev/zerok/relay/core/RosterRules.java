package dev.zerok.relay.core;

import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.roster.Departure;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.roster.RosterDevice;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterEntries;
import dev.zerok.protocol.wire.RosterEntry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happens to roster entries: their place in the log, and what they change for devices and sessions. */
final class RosterRules {
  private final Crypto crypto;

  RosterRules(Crypto crypto) {
    this.crypto = crypto;
  }

  /** A RosterAppend (ERR-2). */
  void append(Turn turn, GroupState state, LiveSession session, RosterEntry entry) {
    try {
      extend(turn, state, state.roster().append(crypto, entry), List.of(entry));
    } catch (ProtocolViolation violation) {
      boolean conflict = violation.code() == ErrorCode.ROSTER_CONFLICT;
      turn.reject(
          session.key(),
          violation.code(),
          conflict ? ErrorFrames.rosterConflict(state.roster().head()) : ErrorFrames.of(violation));
    }
  }

  /**
   * Places verified entries in the log and settles what they change.
   *
   * @param after the roster with them
   * @param entries those between the state's roster and {@code after}
   */
  void extend(Turn turn, GroupState state, Roster after, List<RosterEntry> entries) {
    Roster before = state.roster();
    long headBefore = state.head();
    ShardRecords records = turn.records();
    for (int i = 0; i < entries.size(); i++) {
      int index = before.length() + i;
      long cursor = state.advance(after.hashAt(index));
      records.putEntry(state.group(), new EntryRecord.OfRoster(cursor, state.runningHash(), index));
      PlacedRosterEntry placed =
          PlacedRosterEntry.newBuilder().setCursor(cursor).setEntry(entries.get(i)).build();
      records.putRosterEntry(state.group(), index, placed);
      state.addRosterBytes(entries.get(i).getSerializedSize());
    }
    state.replaceRoster(after);
    if (after.closed()) {
      close(turn, state, before, frame(state.head(), entries.getLast()));
      return;
    }
    for (RosterDevice device : before.devices().values()) {
      if (!staysIn(before, after, device)) {
        int index = after.departure(device.id()).map(Departure::index).orElse(after.length() - 1);
        int offset = index - before.length();
        takeOut(turn, state, device, frame(headBefore + offset + 1, entries.get(offset)));
      }
    }
    for (RosterDevice device : after.devices().values()) {
      if (!staysIn(before, after, device)) {
        long cursor = headBefore + (device.addedAt() - before.length()) + 1;
        state.putDevice(records, device.id(), DeviceRecord.added(cursor, turn.servingMillis()));
        records.putMember(state.group(), device.noiseKey(), device.id());
      }
    }
    CheckpointRetention.rosterChanged(turn, state);
    // Whoever went or became dormant may have been the last that a blob waited for.
    if (before.devices().values().stream().anyMatch(it -> counted(before, after, it))) {
      // From the first cursor on: a part of an abandoned checkpoint may be held in front of the index.
      Retention.release(turn, state, 1, state.head());
    }
  }

  /** The device held up deletion and does not any more. */
  private static boolean counted(Roster before, Roster after, RosterDevice device) {
    boolean counts = staysIn(before, after, device)
        && after.device(device.id()).filter(it -> !it.isDormant()).isPresent();
    return !device.isDormant() && !counts;
  }

  /** In both, and without a break in between. */
  private static boolean staysIn(Roster before, Roster after, RosterDevice device) {
    DeviceId id = device.id();
    return before.device(id).isPresent()
        && after.device(id).filter(d -> d.addedAt() < before.length()).isPresent();
  }

  private static void takeOut(Turn turn, GroupState state, RosterDevice device,
      RelayFrame lastEntry) {
    turn.records().deleteMember(state.group(), device.noiseKey());
    state.deleteDevice(turn.records(), device.id());
    CheckpointRetention.settle(turn, state, state.checkpoints().abandonedBy(device.id()));
    state
        .endSession(device.id())
        .ifPresent(
            session -> turn.leave(
                new ShardEffect.Evicted(session.key(), lastEntry,
                    GoAwayReason.GO_AWAY_REASON_REMOVED)));
  }

  /** The operator erases the group: as if it had been closed, without an entry that says so. */
  static void erase(Turn turn, GroupState state) {
    close(turn, state, state.roster(), null);
  }

  private static void close(Turn turn, GroupState state, Roster before,
      @Nullable RelayFrame closeEntry) {
    for (Map.Entry<DeviceId, RosterDevice> device : before.devices().entrySet()) {
      turn.records().deleteMember(state.group(), device.getValue().noiseKey());
      state
          .endSession(device.getKey())
          .ifPresent(
              session -> turn.leave(
                  new ShardEffect.Evicted(
                      session.key(), closeEntry, GoAwayReason.GO_AWAY_REASON_GROUP_CLOSED)));
    }
    turn.records().closeForGood(state.group());
  }

  private static RelayFrame frame(long cursor, RosterEntry entry) {
    PlacedRosterEntry placed =
        PlacedRosterEntry.newBuilder().setCursor(cursor).setEntry(entry).build();
    return RelayFrame.newBuilder()
        .setRosterEntries(RosterEntries.newBuilder().addEntries(placed))
        .build();
  }
}
