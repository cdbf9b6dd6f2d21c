package dev.zerok.client.replica;

import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.EarlierLog;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.PushAck;
import dev.zerok.protocol.wire.PushCredit;
import dev.zerok.protocol.wire.Welcome;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends what waits in the outbox within one session, and takes the relay's answers (PROTOCOL.md § 6.3).
 *
 * <p>A push is sent as it was sealed for as long as the relay may have it already: only STALE_EPOCH says for certain that it was not
 * stored, so only then it is sealed anew, and everything behind it too, because each blob names the one before it (PUSH-2, PUSH-4).
 */
final class PushPump {
  private static final long NONE = 0;

  private final Outbox outbox;
  private final RefusedPushes refusedPushes;
  private final PushSealer sealer;
  private final EpochKeyring keyring;
  private final StreamBytes streamBytes;
  private final TreeSet<Long> unanswered = new TreeSet<>();
  private long nextSeq = 1;
  private long staleSeq = NONE;
  private long pausedAt;
  private long pauseMillis;
  private int pausedFor;
  private long creditPushes;
  private long creditBytes;
  private long usedPushes;
  private long usedBytes;
  private int maxInFlight = Limits.PUSHES_UNANSWERED;
  private long maxTtlSeconds;
  private boolean broken;
  private boolean relayKnowsNone;
  private long sentUpTo;

  PushPump(ReplicaState state, PushSealer sealer) {
    this.outbox = state.outbox;
    this.refusedPushes = state.refused;
    this.sealer = sealer;
    this.keyring = state.keyring;
    this.streamBytes = state.streamBytes;
  }

  /** A session began. */
  void begin(Welcome welcome) {
    unanswered.clear();
    nextSeq = 1;
    staleSeq = NONE;
    pauseMillis = 0;
    pausedFor = 0;
    usedPushes = 0;
    usedBytes = 0;
    broken = false;
    relayKnowsNone = welcome.getOwnDeviceSeq() == 0;
    sentUpTo = NONE;
    creditPushes = 0;
    creditBytes = 0;
    credit(welcome.getPushCredit());
    int named = welcome.getLimits().getMaxPushesInFlight();
    maxInFlight = named > 0 ? Math.min(named, Limits.PUSHES_UNANSWERED) : Limits.PUSHES_UNANSWERED;
    maxTtlSeconds = Integer.toUnsignedLong(welcome.getLimits().getMaxTtlSeconds());
  }

  /**
   * A push that the relay would refuse for good is not sealed at all.
   *
   * @throws SyncProblem {@code REFUSED} if the last Welcome named a lower limit
   */
  void requireTtl(int ttlSeconds) {
    if (maxTtlSeconds > 0 && ttlSeconds > maxTtlSeconds) {
      throw new SyncProblem(SyncProblem.Reason.REFUSED,
          "The relay keeps a push for at most " + maxTtlSeconds + " seconds, not " + ttlSeconds
              + ". Give it a shorter time to live.");
    }
  }

  /** A clock that was set back ends a pause: better a refusal more than a pause of hours. */
  private boolean isPaused(long now) {
    return now >= pausedAt && now - pausedAt < pauseMillis;
  }

  /** The totals that may be pushed since Welcome; a lower one than before counts for nothing (PUSH-7). */
  void credit(PushCredit credit) {
    boolean more = credit.getPushes() > creditPushes || credit.getBytes() > creditBytes;
    creditPushes = Math.max(creditPushes, credit.getPushes());
    creditBytes = Math.max(creditBytes, credit.getBytes());
    if (more && pausedFor == ErrorCode.RATE_LIMITED.code()) {
      pauseMillis = 0;
    }
  }

  /** The relay says without being asked what may be pushed; so it does when a full group has room again (PUSH-9). */
  void noticed(PushCredit credit) {
    credit(credit);
    if (pausedFor == ErrorCode.GROUP_QUOTA_EXCEEDED.code()) {
      pauseMillis = 0;
    }
  }

  /** Why the relay takes no push for now, in this session; empty while it takes them. */
  Optional<ErrorCode> delayedBy() {
    return ErrorCode.byNumber(pausedFor);
  }

  /** The next push that may be sent now, sealed anew first where that is needed. */
  Optional<ClientFrame> next(Roster roster, @Nullable Position applied, long now,
      ReplicaStep step) {
    Optional<Outbox.Item> waiting = outbox.waitingFrom(nextSeq);
    if (waiting.isEmpty() || broken || isPaused(now) || unanswered.size() >= maxInFlight) {
      return Optional.empty();
    }
    Outbox.Item item = waiting.get();
    if (isCertainlyStale(item, roster)) {
      staleSeq = item.seq();
    }
    if (needsSealing(item)) {
      if (keyring.newest().epoch() != roster.epoch()
          || (item.seq() == staleSeq && item.push().getEpoch() == roster.epoch())) {
        return Optional.empty();
      }
      step.store(sealer.sealAnew(item, roster, applied));
      staleSeq = NONE;
      item = current(item.seq());
    }
    if (usedPushes >= creditPushes || usedBytes + item.bytes() > creditBytes) {
      return Optional.empty();
    }
    usedPushes++;
    usedBytes += item.bytes();
    unanswered.add(item.seq());
    nextSeq = item.seq() + 1;
    sentUpTo = Math.max(sentUpTo, item.seq());
    return Optional.of(ClientFrame.newBuilder().setPush(item.push()).build());
  }

  /** Whether nothing waits to be sent and a push of so many bytes might go out now. */
  boolean isIdle(int bytes, long now) {
    return !broken && !isPaused(now) && unanswered.size() < maxInFlight
        && usedPushes < creditPushes && usedBytes + bytes <= creditBytes
        && outbox.waitingFrom(nextSeq).isEmpty();
  }

  /** Sends pushes until so many sealed bytes are out, of which {@code out} are already, or nothing may be sent now. */
  void sendUpTo(int budgetBytes, int out, BooleanSupplier sending, ReplicaState state, long now,
      ReplicaStep step) {
    int bytes = out;
    while (bytes < budgetBytes && sending.getAsBoolean()) {
      Optional<ClientFrame> push = next(state.roster(), state.applied, now, step);
      if (push.isEmpty()) {
        return;
      }
      bytes += push.get().getPush().getPayload().size();
      step.send(push.get());
    }
  }

  /**
   * Whether the relay would refuse it for its epoch and cannot have it already: in a log that knows no push of this device, the first that
   * it takes sets the sequence (PUSH-1), so one behind a refused one must not come first.
   */
  private boolean isCertainlyStale(Outbox.Item item, Roster roster) {
    return relayKnowsNone && item.seq() > sentUpTo && item.push().getEpoch() != roster.epoch();
  }

  private boolean needsSealing(Outbox.Item item) {
    return item.seq() == staleSeq
        || !item.previous().equals(outbox.previousOf(item.seq()));
  }

  private Outbox.Item current(long seq) {
    Outbox.Item item = outbox.get(seq);
    if (item == null) {
      throw new IllegalStateException("push " + seq + " is not in the outbox");
    }
    return item;
  }

  /** The relay has a push. */
  void acknowledged(PushAck ack, ReplicaStep step) throws Halt {
    unanswered.remove(ack.getDeviceSeq());
    credit(ack.getPushCredit());
    Outbox.Item item = outbox.get(ack.getDeviceSeq());
    if (item == null) {
      return;
    }
    if (item.cursor() > 0 && item.cursor() != ack.getCursor()) {
      throw Halt.fork("the relay says that a push of this device lies in two places");
    }
    pausedFor = 0;
    if (item.cursor() == EarlierLog.SOMEWHERE) {
      step.store(outbox.place(item.seq(), ack.getCursor()));
    } else if (!item.isPlaced()) {
      step.store(outbox.place(item.seq(), ack.getCursor()));
      streamBytes.placed(item.push()).ifPresent(step::store);
      step.effect(new ReplicaEffect.PushSettled(item.seq(), ack.getCursor(), null));
    }
  }

  /** The relay refused a push. */
  void refused(Error error, Roster roster, @Nullable Position applied, long now, ReplicaStep step)
      throws Halt {
    long seq = error.getDeviceSeq();
    ErrorCode code = ErrorCode.byNumber(error.getCode()).orElse(ErrorCode.INVALID_MESSAGE);
    switch (code) {
      case STALE_EPOCH -> {
        rewindTo(seq);
        staleSeq = seq;
      }
      case SEQUENCE_GAP -> gap(error.getExpectedDeviceSeq());
      case SEQUENCE_CONFLICT -> throw new Halt(StopCause.STORE_OLDER,
          new SyncEvent.StoreIsOlder("the relay has another push " + seq + " of this device"));
      case BLOB_TOO_LARGE, INVALID_MESSAGE, UNAUTHORIZED, ROSTER_CONFLICT ->
          neverAccepted(error, roster, applied, now, step);
      default -> pause(error, code, now, step);
    }
  }

  private void gap(long expected) throws Halt {
    if (unanswered.contains(expected)) {
      return; // it is under way already and gets its own answer
    }
    if (expected > 0 && expected <= outbox.lastSeq() && outbox.get(expected) == null) {
      throw new Halt(StopCause.RELAY_RESET,
          new SyncEvent.RelayReset(
              "it does not know pushes any more that every device had already"));
    }
    rewindTo(expected);
  }

  private void rewindTo(long seq) {
    unanswered.tailSet(seq, true).clear();
    nextSeq = Math.min(nextSeq, Math.max(1, seq));
  }

  private void neverAccepted(Error error, Roster roster, @Nullable Position applied, long now,
      ReplicaStep step) {
    long seq = error.getDeviceSeq();
    Outbox.Item item = outbox.get(seq);
    if (item == null || item.isPlaced()) {
      return;
    }
    rewindTo(seq);
    step.tell(new SyncEvent.PushRejected(seq, RelayWords.of(error)));
    if (sealer.isVoid(item, roster)) {
      broken = true; // not even an empty push is taken: sending more would go round in circles
      return;
    }
    step.store(refusedPushes.add(error));
    step.effect(
        new ReplicaEffect.PushSettled(seq, 0, refusedPushes.problem(seq).orElseThrow()));
    StoreRecord filling = sealer.sealVoid(item, roster, applied, now);
    step.store(filling);
  }

  private void pause(Error error, ErrorCode code, long now, ReplicaStep step) {
    rewindTo(error.getDeviceSeq());
    long named = Integer.toUnsignedLong(error.getRetryAfterMillis());
    long pause = named > 0
        ? Math.min(named, Limits.LEARNED_DELAY_CAP_MILLIS)
        : ReplicaLimits.DEFAULT_PUSH_PAUSE_MILLIS;
    pausedAt = now;
    pauseMillis = pause;
    if (pausedFor != code.code()) {
      step.tell(new SyncEvent.PushDelayed(error.getDeviceSeq(), code.advice(),
          RelayWords.of(error), pause));
    }
    pausedFor = code.code();
  }
}
