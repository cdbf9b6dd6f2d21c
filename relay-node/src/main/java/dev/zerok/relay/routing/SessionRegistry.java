package dev.zerok.relay.routing;

import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.relay.core.AdmissionDecision;
import dev.zerok.relay.core.RefusalReason;
import dev.zerok.relay.core.ShardEffect;
import dev.zerok.relay.port.AdmissionResult;
import dev.zerok.relay.port.DeviceSink;
import dev.zerok.relay.port.EffectReceiver;
import dev.zerok.relay.port.RelayMeter;
import dev.zerok.relay.port.TimeSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Which sessions there are on this node, and who waits for being admitted; gives every effect to whom it is for. */
final class SessionRegistry implements EffectReceiver {
  private record Waiting(String address, DeviceSink sink,
      CompletableFuture<AdmissionResult> result) {}

  private final SessionSupport support;
  private final CreationQuota quota;
  private final TimeSource time;
  private final RelayMeter meter;
  // All three are bounded by the node's connections.
  private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
  private final Map<Long, LocalDeviceSession> byNumber = new ConcurrentHashMap<>();
  private final Map<GroupId, Set<LocalDeviceSession>> byGroup = new ConcurrentHashMap<>();

  SessionRegistry(SessionSupport support, CreationQuota quota, TimeSource time, RelayMeter meter) {
    this.support = support;
    this.quota = quota;
    this.time = time;
    this.meter = meter;
  }

  /** Somebody waits for the decision with that number. */
  CompletableFuture<AdmissionResult> await(long number, String address, DeviceSink sink) {
    CompletableFuture<AdmissionResult> result = new CompletableFuture<>();
    waiting.put(number, new Waiting(address, sink, result));
    return result;
  }

  /** There will be no decision. */
  void cancel(long number) {
    waiting.remove(number);
  }

  void refuse(long number, RefusalReason reason) {
    Waiting who = waiting.remove(number);
    if (who != null) {
      meter.refused(reason);
      who.result().complete(new AdmissionResult.Refused(reason));
    }
  }

  /** Gives a frame to the session with that number, if there still is one. */
  void answer(long number, RelayFrame frame) {
    find(number).ifPresent(session -> session.answer(frame));
  }

  void remove(LocalDeviceSession session) {
    byNumber.remove(session.key().number());
    byGroup.computeIfPresent(
        session.group(),
        (group, sessions) -> {
          sessions.remove(session);
          return sessions.isEmpty() ? null : sessions;
        });
  }

  @Override
  public void carryOut(List<ShardEffect> effects) {
    for (ShardEffect effect : effects) {
      switch (effect) {
        case ShardEffect.Decided decided -> decided(decided);
        case ShardEffect.Answered answered -> answer(answered.session().number(), answered.frame());
        case ShardEffect.Stored stored -> {
          meter.pushStored(stored.payloadBytes());
          answer(stored.session().number(), stored.pushAck());
        }
        case ShardEffect.Rejected rejected -> {
          meter.commandRefused(rejected.code());
          answer(rejected.session().number(), rejected.error());
        }
        case ShardEffect.Acknowledged acknowledged -> acknowledged(acknowledged);
        case ShardEffect.Evicted evicted ->
            find(evicted.session().number())
                .ifPresent(session -> session.evict(evicted.lastEntry(), evicted.reason()));
        case ShardEffect.HeadMoved moved ->
            byGroup.getOrDefault(moved.group(), Set.of())
                .forEach(session -> session.headMoved(moved.head()));
        case ShardEffect.FollowedBy followed -> {
        } // the log's own business
      }
    }
  }

  private void decided(ShardEffect.Decided decided) {
    switch (decided.decision()) {
      case AdmissionDecision.Refuse refuse -> refuse(decided.number(), refuse.reason());
      case AdmissionDecision.Accept accept -> accept(decided.number(), accept);
    }
  }

  private void accept(long number, AdmissionDecision.Accept accept) {
    Waiting who = waiting.remove(number);
    if (who == null) {
      throw new IllegalStateException("nobody waits for admission " + number);
    }
    if (accept.created()) {
      quota.created(who.address(), time.monotonicMillis());
    }
    LocalDeviceSession session = new LocalDeviceSession(accept, who.sink(), support);
    byNumber.put(number, session);
    byGroup.compute(
        session.group(),
        (group, sessions) -> {
          Set<LocalDeviceSession> with =
              sessions == null ? ConcurrentHashMap.newKeySet() : sessions;
          with.add(session);
          return with;
        });
    meter.admitted();
    who.result()
        .complete(
            new AdmissionResult.Admitted(
                session, accept.welcome(), accept.rosterFrom(), accept.streamFrom(),
                accept.reset()));
  }

  private void acknowledged(ShardEffect.Acknowledged acknowledged) {
    if (acknowledged.moved()) {
      meter.acknowledged();
    }
    find(acknowledged.session().number()).ifPresent(LocalDeviceSession::ackTaken);
  }

  private Optional<LocalDeviceSession> find(long number) {
    return Optional.ofNullable(byNumber.get(number));
  }
}
