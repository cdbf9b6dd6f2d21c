package dev.zerok.relay.core;

import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.roster.RosterDevice;
import dev.zerok.protocol.wire.Notice;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of all groups of one shard: takes the log's commands one by one, changes the records, and says what is to happen once
 * they are durable. The same commands over the same records give the same outcome. The log's thread only.
 *
 * <p>A batch: {@link #apply} for each command, {@link #endOfBatch}, then the log makes the records durable, then the effects.
 */
public final class Shard {
  /** Payloads that one step of time lets expire, at most. */
  private static final int EXPIRIES_PER_STEP = 500;

  private final Crypto crypto;
  private final GroupCache groups;
  private final AdmissionRules admission;
  private final PushRules pushes;
  private final RosterRules rosters;
  private final ServingTime time;
  private final long ttlMillis;
  private final ShardUsage usage;
  private final ReleaseChains releases = new ReleaseChains();
  private final int indexEntries;
  private final Map<GroupId, Long> movedHeads = new LinkedHashMap<>();
  // Groups that this batch touched.
  private final Set<GroupId> movedMarks = new LinkedHashSet<>();
  // Sessions that used up half of their credit and want to hear of more; at most one per connection.
  private final Set<SessionKey> shortOfCredit = new HashSet<>();
  private final QuotaRules quotas;
  private final RoomWaiters roomWaiters;

  /**
   * @param records to read where service stopped
   */
  public Shard(ShardPolicy policy, Crypto crypto, ShardRecords records) {
    this(policy, crypto, records, Retention.INDEX_ENTRIES);
  }

  Shard(ShardPolicy policy, Crypto crypto, ShardRecords records, int indexEntries) {
    this.crypto = crypto;
    this.indexEntries = indexEntries;
    this.groups = new GroupCache(policy.idleGroups(), GroupCache.IDLE_ROSTER_ENTRIES);
    this.admission = new AdmissionRules(policy);
    this.usage = new ShardUsage(records.storedBytes());
    this.pushes = new PushRules(policy, usage);
    this.quotas = new QuotaRules(policy, usage);
    this.roomWaiters = new RoomWaiters(quotas);
    this.rosters = new RosterRules(crypto);
    this.time = new ServingTime(records.servingMillis());
    this.ttlMillis = 1_000L * policy.defaultTtlSeconds();
  }

  /** Applies one command. The effects count once the records of the batch are durable. */
  public List<ShardEffect> apply(ShardCommand command, ShardRecords records) {
    Turn turn = new Turn(records, releases, indexEntries, lastSeen());
    switch (command) {
      case ShardCommand.Admit admit -> admit(turn, admit);
      case ShardCommand.Install install -> install(turn, install);
      case ShardCommand.PushBlob push ->
          inSession(turn, push.session(), (state, session) -> push(turn, state, session, push));
      case ShardCommand.AcknowledgeTo ack ->
          inSession(
              turn, ack.session(),
              (state, session) -> Retention.acknowledge(turn, state, session, ack.applied()));
      case ShardCommand.AppendEntry append ->
          inSession(turn, append.session(),
              (state, session) -> rosters.append(turn, state, session, append.entry()));
      case ShardCommand.EndSession end ->
          inSession(turn, end.session(),
              (state, session) -> end(turn, state, session, end.seenHours()));
      case ShardCommand.PassTime pass -> passTime(turn, pass);
      case ShardCommand.Erase erase -> erase(turn, erase.group());
      case ShardCommand.Release release -> release(turn, release.group());
    }
    return turn.effects();
  }

  /** Sealed payload and rosters of all groups, as of the last command. */
  public long storedBytes() {
    return usage.storedBytes();
  }

  /** What every session of the touched groups is told after all answers of the batch. */
  public List<ShardEffect> endOfBatch() {
    List<ShardEffect> effects = new ArrayList<>(movedHeads.size());
    movedHeads.forEach((group, head) -> effects.add(new ShardEffect.HeadMoved(group, head)));
    movedHeads.clear();
    for (GroupId group : movedMarks) {
      @Nullable GroupState state = groups.get(group);
      if (state != null) {
        state.takeMovedMarks().ifPresent(effects::add);
      }
    }
    movedMarks.clear();
    return effects;
  }

  private void admit(Turn turn, ShardCommand.Admit admit) {
    // Exactly one look-up, whoever asks: nothing else may differ between an unknown group, a stranger and a removed device.
    Optional<DeviceId> device = turn.records().member(admit.group(), admit.noiseKey());
    if (device.isEmpty()) {
      turn.refuse(admit.number(), RefusalReason.NOT_A_MEMBER);
      return;
    }
    inGroup(turn, admit.group(), state -> {
      if (isWhole(turn, state, admit)) {
        welcome(turn, state, device.get(), admit, false);
      }
    });
  }

  /** Whether the group's log is not being renewed; else that goes on a little, and the command comes again. */
  private static boolean isWhole(Turn turn, GroupState state, ShardCommand command) {
    LogRenewal.goOn(turn, state);
    if (state.renewal().isPresent()) {
      turn.leave(new ShardEffect.FollowedBy(command));
      return false;
    }
    return true;
  }

  private void welcome(Turn turn, GroupState state, DeviceId device, ShardCommand.Admit admit,
      boolean created) {
    usage.tell(admit.wallMillis());
    admission.welcome(turn, state, device, admit, created);
    // Whoever comes back with an empty bucket would otherwise wait for credit for ever.
    SessionKey key = new SessionKey(state.group(), device, admit.number());
    state.session(key)
        .filter(session -> session.meter().isLow())
        .ifPresent(session -> shortOfCredit.add(session.key()));
  }

  private void erase(Turn turn, GroupId group) {
    @Nullable GroupState state = load(turn, group);
    if (state != null) {
      RosterRules.erase(turn, state);
      forget(state);
    }
    turn.leave(new ShardEffect.Erased(group));
  }

  /** The group is gone from the records. */
  private void forget(GroupState state) {
    usage.add(state.takeUnaccounted() - state.heldBytes());
    groups.forget(state.group());
    movedHeads.remove(state.group());
    movedMarks.remove(state.group());
  }

  private void install(Turn turn, ShardCommand.Install install) {
    ShardCommand.Admit admit = install.admit();
    Roster chain = install.chain();
    // Before anything is looked up, and by the whole chain: it says nothing about the group.
    if (install.mayCreate() && quotas.isTotalFull(install.entryBytes())) {
      turn.decide(
          admit.number(), new AdmissionDecision.Later(QuotaRules.RETRY_SPACE_MILLIS));
      return;
    }
    if (turn.records().isClosed(admit.group())) {
      turn.refuse(admit.number(), RefusalReason.GROUP_CLOSED);
      return;
    }
    @Nullable GroupState known = load(turn, admit.group());
    if (known == null && !install.mayCreate()) {
      turn.refuse(admit.number(), RefusalReason.CREATION_NOT_ALLOWED);
      return;
    }
    if (known != null && !isWhole(turn, known, install)) {
      finish(turn, known);
      return;
    }
    GroupState state =
        known != null
            ? known
            : GroupState.fresh(admit.group(), admit.freshLogId(),
                Roster.empty(crypto.suite(), admit.group()));
    int length = state.roster().length();
    if (chain.length() <= length || !chain.contains(state.roster().head())) {
      turn.refuse(admit.number(), RefusalReason.CHAIN_NOT_LONGER);
      return;
    }
    Optional<RosterDevice> device = chain.byNoiseKey(admit.noiseKey());
    if (device.isEmpty() || (known == null && chain.closed())) {
      turn.refuse(admit.number(), RefusalReason.NOT_IN_CHAIN);
      return;
    }
    rosters.extend(turn, state, chain, install.entries().subList(length, chain.length()));
    if (chain.closed()) {
      turn.refuse(admit.number(), RefusalReason.GROUP_CLOSED);
    } else {
      welcome(turn, state, device.get().id(), admit, known == null);
    }
    finish(turn, state);
  }

  private void push(Turn turn, GroupState state, LiveSession session, ShardCommand.PushBlob push) {
    roomWaiters.pushed(session.key(), state, push.push().getPayload().size());
    pushes.push(turn, state, session, push, time.now());
    if (session.meter().isLow()) {
      shortOfCredit.add(session.key());
    }
  }

  private void release(Turn turn, GroupId group) {
    ReleaseChains.Rest rest = releases.take(group);
    inGroup(turn, group, state -> {
      LogRenewal.goOn(turn, state);
      if (state.renewal().isPresent()) {
        turn.releaseLater(state, 1, 0); // places of the old log: nothing of it is to be released
      } else {
        Retention.goOn(turn, state, rest);
      }
    });
  }

  private LastSeen lastSeen() {
    return new LastSeen(time.now(), ttlMillis, time.mayExpire());
  }

  private void end(Turn turn, GroupState state, LiveSession session, long seenHours) {
    DeviceId device = session.key().device();
    state.seen(turn.records(), device, seenHours);
    state.endSession(device);
    state.putDevice(turn.records(), device, state.device(device).withSeen(time.now()));
    shortOfCredit.remove(session.key());
    roomWaiters.ended(session.key());
  }

  private void passTime(Turn turn, ShardCommand.PassTime pass) {
    usage.tell(pass.wallMillis());
    time.pass(pass.elapsedMillis(), turn.records());
    turn.timeIs(lastSeen());
    tellCredit(turn, pass.nowMillis());
    roomWaiters.tell(turn, groups::get, pass.nowMillis());
    if (!time.mayExpire()) {
      return;
    }
    List<ShardRecords.Expiry> due = turn.records().expired(time.now(), EXPIRIES_PER_STEP);
    for (ShardRecords.Expiry expiry : due) {
      turn.records().deleteExpiry(expiry);
      inGroup(turn, expiry.group(), state -> Retention.expire(turn, state, expiry));
    }
    if (due.size() == EXPIRIES_PER_STEP) {
      turn.leave(new ShardEffect.FollowedBy(
          new ShardCommand.PassTime(0, pass.nowMillis(), pass.wallMillis())));
    }
  }

  /** PUSH-7: a Notice raises the credit of who has little left. */
  private void tellCredit(Turn turn, long nowMillis) {
    Iterator<SessionKey> all = shortOfCredit.iterator();
    while (all.hasNext()) {
      SessionKey key = all.next();
      @Nullable GroupState state = groups.get(key.group());
      Optional<LiveSession> session = state == null ? Optional.empty() : state.session(key);
      if (session.isEmpty()) {
        all.remove();
        continue;
      }
      Notice notice =
          Notice.newBuilder().setPushCredit(session.get().meter().credit(nowMillis)).build();
      turn.leave(new ShardEffect.Answered(key, RelayFrame.newBuilder().setNotice(notice).build()));
      if (!session.get().meter().isLow()) {
        all.remove();
      }
    }
  }

  private interface SessionStep {
    void run(GroupState state, LiveSession session);
  }

  private interface GroupStep {
    void run(GroupState state);
  }

  /** Commands of a session that is over, or whose device is not in the group any more, do nothing. */
  private void inSession(Turn turn, SessionKey key, SessionStep step) {
    inGroup(turn, key.group(),
        state -> state.session(key).ifPresent(session -> step.run(state, session)));
  }

  private void inGroup(Turn turn, GroupId group, GroupStep step) {
    @Nullable GroupState state = load(turn, group);
    if (state != null) {
      step.run(state);
      finish(turn, state);
    }
  }

  private void finish(Turn turn, GroupState state) {
    if (state.roster().closed()) {
      forget(state);
      return;
    }
    usage.add(state.takeUnaccounted());
    if (state.save(turn.records())) {
      movedHeads.put(state.group(), state.head());
    }
    movedMarks.add(state.group());
    groups.keep(state);
  }

  private @Nullable GroupState load(Turn turn, GroupId group) {
    @Nullable GroupState cached = groups.get(group);
    if (cached != null) {
      return cached;
    }
    ShardRecords records = turn.records();
    Optional<GroupRecord> record = records.group(group);
    if (record.isEmpty()) {
      return null;
    }
    GroupState state =
        new GroupState(
            group, record.get(), storedRoster(records, group), records.devices(group),
            records.checkpoints(group),
            new UsageState(records.usage(group), records.storedBytes(group)));
    state.settleLastSeen(records, time.startedAt());
    return state;
  }

  private Roster storedRoster(ShardRecords records, GroupId group) {
    List<RosterEntry> entries = new ArrayList<>();
    Optional<PlacedRosterEntry> placed = records.rosterEntry(group, 0);
    while (placed.isPresent()) {
      entries.add(placed.get().getEntry());
      placed = records.rosterEntry(group, entries.size());
    }
    try {
      return Roster.restore(crypto.suite(), group, entries);
    } catch (ProtocolViolation damaged) {
      throw new IllegalStateException(
          "the stored roster of " + group + " does not hold: " + damaged.words(), damaged);
    }
  }
}
