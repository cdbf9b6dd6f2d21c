package dev.zerok.relay.core;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.position.LogHashes;
import dev.zerok.protocol.session.Features;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.LogPosition;
import dev.zerok.protocol.wire.Reset;
import dev.zerok.protocol.wire.ResetReason;
import dev.zerok.protocol.wire.SessionLimits;
import dev.zerok.protocol.wire.Welcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How a device of the group becomes a session (PROTOCOL.md § 6.1, LOG-3, SESS-4). */
final class AdmissionRules {
  /** Welcome counts what is pending among the next so many entries, so that a Hello costs the same whatever has piled up. */
  static final int PENDING_ENTRIES = 1_000;

  private final ShardPolicy policy;
  private final RenewedGroups renewed = new RenewedGroups();

  AdmissionRules(ShardPolicy policy) {
    this.policy = policy;
  }

  /**
   * Begins the session of a device that is in the group, in place of its earlier one. Where a renewal of the group's log begins that
   * one command does not end, nobody is let in yet.
   */
  void welcome(Turn turn, GroupState state, DeviceId device, ShardCommand.Admit admit,
      boolean created) {
    Hello hello = admit.hello();
    @Nullable Reset reset = resetFor(turn.records(), state, hello);
    if (reset != null) {
      reset = beginAgain(turn, state, device, admit, reset);
      if (state.renewal().isPresent()) {
        turn.leave(new ShardEffect.FollowedBy(admit));
        return;
      }
    }
    state
        .endSession(device)
        .ifPresent(
            earlier -> turn.leave(
                new ShardEffect.Evicted(earlier.key(), null,
                    GoAwayReason.GO_AWAY_REASON_REPLACED)));
    SessionKey key = new SessionKey(state.group(), device, admit.number());
    LiveSession session =
        state.beginSession(
            key, policy.rate(), policy.quotas().groupRate(), admit.nowMillis());
    state.usage().active(admit.wallMillis());
    state.putDevice(turn.records(), device, state.device(device).withSeen(DeviceRecord.IN_SESSION));
    if (!Features.hidesPresence(hello)) {
      state.seen(turn.records(), device, TimeUnit.MILLISECONDS.toHours(admit.wallMillis()));
    }
    long position = hello.hasLast() && reset == null ? hello.getLast().getCursor() : 0;
    StreamViewer viewer =
        new StreamViewer(device, state.device(device).addedCursor(), state.head());
    turn.decide(
        admit.number(),
        new AdmissionDecision.Accept(
            key,
            welcomeFrame(turn.records(), state, session, admit),
            rosterFrom(state, hello),
            viewer,
            position + 1,
            reset,
            created,
            state.marks()));
  }

  /** RESET-2, RESET-3: a proven loss renews the log; a device that begins in this log has acknowledged nothing in it. */
  private Reset beginAgain(
      Turn turn, GroupState state, DeviceId device, ShardCommand.Admit admit, Reset reset) {
    if (LogRenewal.isProof(state, admit.hello(), reset.getReason())
        && renewed.take(state.group())) {
      LogRenewal.begin(turn, state, admit.freshLogId());
      return reset.toBuilder().setLogId(state.logId().bytes()).setHeadCursor(state.head()).build();
    }
    DeviceRecord record = state.device(device);
    if (reset.getReason() == ResetReason.RESET_REASON_UNKNOWN_LOG && record.isNew()) {
      state.putDevice(turn.records(), device, record.withApplied(0));
    }
    return reset;
  }

  private Welcome welcomeFrame(
      ShardRecords records, GroupState state, LiveSession session, ShardCommand.Admit admit) {
    DeviceRecord own = state.device(session.key().device());
    Welcome.Builder welcome =
        Welcome.newBuilder()
            .setLogId(state.logId().bytes())
            .setHeadCursor(state.head())
            .setHeadRunningHash(state.runningHash())
            .setOwnDeviceSeq(own.lastSeq())
            .setOwnPushHash(own.lastPushHash())
            .setOwnApplied(own.applied())
            .setStoredBytes(state.storedBytes())
            .setQuotaBytes(policy.groupBytes())
            .setPushCredit(session.meter().credit(admit.nowMillis()))
            .setLimits(
                SessionLimits.newBuilder()
                    .setMaxPayloadBytes(policy.maxPayloadBytes())
                    .setDefaultTtlSeconds(policy.defaultTtlSeconds())
                    .setMaxTtlSeconds(policy.maxTtlSeconds())
                    .setMaxPushesInFlight(Limits.PUSHES_UNANSWERED))
            .setServerTimeMillis(admit.wallMillis())
            .setRosterHead(state.roster().head());
    countPending(records, state, session.key().device(), own, welcome);
    return welcome.build();
  }

  private static void countPending(
      ShardRecords records, GroupState state, DeviceId device, DeviceRecord own,
      Welcome.Builder welcome) {
    List<EntryRecord> next =
        records.entries(state.group(), own.applied() + 1, state.head(), PENDING_ENTRIES);
    long count = 0;
    long bytes = 0;
    for (EntryRecord entry : next) {
      if (entry instanceof EntryRecord.OfBlob blob && blob.held()
          && !blob.sender().equals(device)) {
        count++;
        bytes += blob.size();
      }
    }
    welcome.setPendingCount(count).setPendingBytes(bytes);
  }

  private static int rosterFrom(GroupState state, Hello hello) {
    boolean known = hello.hasRosterHead() && state.roster().contains(hello.getRosterHead());
    return known ? hello.getRosterHead().getLength() : 0;
  }

  /** LOG-3. A hash that the client or the index no longer has is not compared. */
  private static @Nullable Reset resetFor(ShardRecords records, GroupState state, Hello hello) {
    if (!hello.hasLast()) {
      return null;
    }
    LogPosition last = hello.getLast();
    ResetReason reason;
    if (!last.getLogId().equals(state.logId().bytes())) {
      reason = ResetReason.RESET_REASON_UNKNOWN_LOG;
    } else if (last.getCursor() < 0 || last.getCursor() > state.head()) {
      reason = ResetReason.RESET_REASON_HEAD_BEHIND;
    } else if (!last.getRunningHash().isEmpty()
        && hashAt(records, state, last.getCursor())
            .filter(hash -> !hash.equals(last.getRunningHash()))
            .isPresent()) {
      reason = ResetReason.RESET_REASON_HASH_MISMATCH;
    } else {
      return null;
    }
    return Reset.newBuilder()
        .setLogId(state.logId().bytes())
        .setHeadCursor(state.head())
        .setReason(reason)
        .build();
  }

  private static Optional<ByteString> hashAt(ShardRecords records, GroupState state, long cursor) {
    if (cursor == 0) {
      return Optional.of(LogHashes.start(state.group(), state.logId()));
    }
    if (cursor == state.head()) {
      return Optional.of(state.runningHash());
    }
    return records.entries(state.group(), cursor, cursor, 1)
        .stream()
        .findFirst()
        .map(EntryRecord::runningHash);
  }
}
