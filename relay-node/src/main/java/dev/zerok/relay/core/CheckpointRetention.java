package dev.zerok.relay.core;

import dev.zerok.relay.core.CheckpointRecord.Stage;
import java.util.List;
import java.util.OptionalLong;

/**
 * What checkpoints change about deletion (PROTOCOL.md § 6.5): their parts stay longer than blobs, and what they cover does not wait
 * for devices that nobody has seen for the default TTL.
 */
final class CheckpointRetention {
  private CheckpointRetention() {}

  /** An entry was stored. */
  static void placed(Turn turn, GroupState state, EntryRecord.OfBlob entry) {
    CheckpointTable table = state.checkpoints();
    long coveredBefore = table.coveredTo(entry.stream());
    settle(turn, state, table.pushed(entry));
    if (table.holding(entry.cursor()).filter(it -> it.stage() == Stage.NEWEST).isPresent()) {
      // Below, the stream waited for nobody else before: who was not seen since is looked at when it is time (plan).
      review(turn, state, coveredBefore, table.coveredTo(entry.stream()));
    }
  }

  /** The TTL of a checkpoint's part has passed: only an unfinished one ends with it (CKPT-4). */
  static void expire(Turn turn, GroupState state, CheckpointRecord record) {
    if (record.stage() == Stage.OPEN) {
      state.checkpoints().remove(record);
      settle(turn, state, List.of(record));
    }
  }

  /** These are ordinary blobs from now on: they go if nobody waits for them, and have a TTL. */
  static void settle(Turn turn, GroupState state, List<CheckpointRecord> freed) {
    for (CheckpointRecord record : freed) {
      for (long cursor : record.cursors()) {
        Retention.heldBlob(turn, state, cursor).ifPresent(blob -> {
          if (WaitingDevices.in(turn, state).forNobody(blob)) {
            Retention.drop(turn, state, blob);
          } else {
            EntryRecord.OfBlob lasting = blob.lastingBeyond(turn.servingMillis());
            turn.records().putEntry(state.group(), lasting);
            turn.records()
                .putExpiry(new ShardRecords.Expiry(lasting.expiresAt(), state.group(), cursor));
          }
        });
      }
    }
  }

  /** Superseded checkpoints go once every device that they wait for has acknowledged the newest one of their stream. */
  static void dropSuperseded(Turn turn, GroupState state) {
    CheckpointTable table = state.checkpoints();
    List<CheckpointRecord> superseded = table.superseded();
    if (superseded.isEmpty()) {
      return;
    }
    Watermarks seen = turn.seen(state);
    for (CheckpointRecord record : superseded) {
      if (table.newest(record.stream()).filter(it -> passed(state, seen, record, it)).isPresent()) {
        table.remove(record);
        for (long cursor : record.cursors()) {
          Retention.heldBlob(turn, state, cursor)
              .ifPresent(blob -> Retention.drop(turn, state, blob));
        }
      }
    }
  }

  /** What checkpoints cover are places of a log that ends now: their senders make new ones. */
  static void dropAll(Turn turn, GroupState state) {
    CheckpointTable table = state.checkpoints();
    for (CheckpointRecord record : table.all()) {
      table.remove(record);
      for (long cursor : record.cursors()) {
        Retention.heldBlob(turn, state, cursor)
            .ifPresent(blob -> Retention.drop(turn, state, blob));
      }
    }
  }

  private static boolean passed(GroupState state, Watermarks seen, CheckpointRecord record,
      CheckpointRecord newest) {
    boolean covered = record.last() <= newest.covers();
    Watermarks counting = covered ? seen : state.watermarks();
    return counting.nobodyWaitsFor(newest.last(), newest.sender());
  }

  /** Lets go what only devices wait for that were not seen for long, behind one cursor up to another, and plans when to look again. */
  private static void review(Turn turn, GroupState state, long behind, long to) {
    dropSuperseded(turn, state);
    long covered = Math.min(to, state.head());
    if (behind < covered) {
      Retention.release(turn, state, behind + 1, covered);
    }
    plan(turn, state);
  }

  /** Who counts is another now. */
  static void rosterChanged(Turn turn, GroupState state) {
    dropSuperseded(turn, state);
    plan(turn, state);
  }

  /** The planned time has come. */
  static void reviewDue(Turn turn, GroupState state) {
    CheckpointTable table = state.checkpoints();
    table.reviewAt(0);
    review(turn, state, 0, table.coversMost());
  }

  private static void plan(Turn turn, GroupState state) {
    CheckpointTable table = state.checkpoints();
    OptionalLong next = turn.nextUnseen(state);
    if (next.isEmpty() || (table.reviewAt() != 0 && table.reviewAt() <= next.getAsLong())) {
      return;
    }
    if (table.reviewAt() != 0) {
      turn.records().deleteExpiry(ShardRecords.Expiry.ofReview(table.reviewAt(), state.group()));
    }
    table.reviewAt(next.getAsLong());
    turn.records().putExpiry(ShardRecords.Expiry.ofReview(next.getAsLong(), state.group()));
  }

}
