package dev.zerok.relay.routing;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.session.Features;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.Welcome;
import dev.zerok.relay.core.AdmissionDecision;
import dev.zerok.relay.core.RefusalReason;
import dev.zerok.relay.core.SessionKey;
import dev.zerok.relay.core.ShardEffect;
import dev.zerok.relay.port.AdmissionResult;
import dev.zerok.relay.port.DeviceRequest;
import dev.zerok.relay.port.DeviceSink;
import dev.zerok.relay.port.EffectReceiver;
import dev.zerok.relay.port.RelayMeter;
import dev.zerok.relay.port.RelayStopping;
import dev.zerok.relay.port.TimeSource;
import dev.zerok.relay.port.WaitReason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Which sessions there are on this node, and who waits for being admitted; gives every effect to whom it is for. */
final class SessionRegistry implements EffectReceiver {
  private record Waiting(DeviceRequest request, DeviceSink sink,
      CompletableFuture<AdmissionResult> result) {}

  /** A group with sessions on this node. */
  private record Meeting(Set<LocalDeviceSession> sessions, GroupBoard board) {
    static Meeting empty() {
      return new Meeting(ConcurrentHashMap.newKeySet(), new GroupBoard());
    }
  }

  private final SessionSupport support;
  private final boolean presence;
  private final CreationQuota quota;
  private final TimeSource time;
  private final RelayMeter meter;
  // All three are bounded by the node's connections.
  private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
  private final Map<Long, LocalDeviceSession> byNumber = new ConcurrentHashMap<>();
  private final Map<GroupId, Meeting> byGroup = new ConcurrentHashMap<>();
  // Of the operator's requests, which his port bounds.
  private final Map<GroupId, CompletableFuture<Void>> erasures = new ConcurrentHashMap<>();
  private final TalkerBoard talkers = new TalkerBoard();

  SessionRegistry(SessionSupport support, boolean presence, CreationQuota quota, TimeSource time,
      RelayMeter meter) {
    this.support = support;
    this.presence = presence;
    this.quota = quota;
    this.time = time;
    this.meter = meter;
  }

  /** Somebody waits for the decision with that number. */
  CompletableFuture<AdmissionResult> await(long number, DeviceRequest request,
      DeviceSink sink) {
    CompletableFuture<AdmissionResult> result = new CompletableFuture<>();
    waiting.put(number, new Waiting(request, sink, result));
    return result;
  }

  /** Somebody waits for that group's Erase. */
  CompletableFuture<Void> awaitErasure(GroupId group) {
    return erasures.computeIfAbsent(group, wanted -> new CompletableFuture<>());
  }

  /** That group is not erased; whoever waits for it hears why. */
  void cancelErasure(GroupId group, RelayStopping why) {
    CompletableFuture<Void> waiter = erasures.remove(group);
    if (waiter != null) {
      waiter.completeExceptionally(why);
    }
  }

  TalkerBoard talkers() {
    return talkers;
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
        (group, meeting) -> {
          meeting.sessions().remove(session);
          meeting.board().left(session.device(), session.key().number());
          return meeting.sessions().isEmpty() ? null : meeting;
        });
  }

  /** Gives a signal to who is connected; an empty {@code to} means all others. */
  void signal(LocalDeviceSession from, ByteString to, RelayFrame frame) {
    for (LocalDeviceSession session : sessionsOf(from.group())) {
      boolean other = !session.device().equals(from.device());
      if (other && (to.isEmpty() || session.device().bytes().equals(to))) {
        session.signalCame(frame);
      }
    }
  }

  private Set<LocalDeviceSession> sessionsOf(GroupId group) {
    Meeting meeting = byGroup.get(group);
    return meeting == null ? Set.of() : meeting.sessions();
  }

  @Override
  public void carryOut(List<ShardEffect> effects) {
    for (ShardEffect effect : effects) {
      switch (effect) {
        case ShardEffect.Decided decided -> decided(decided);
        case ShardEffect.Answered answered -> answer(answered.session().number(), answered.frame());
        case ShardEffect.Stored stored -> {
          meter.pushStored(stored.payloadBytes());
          talkers.pushed(stored.session().group(), stored.payloadBytes(), time.monotonicMillis());
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
            sessionsOf(moved.group()).forEach(session -> session.headMoved(moved.head()));
        case ShardEffect.MarksMoved moved -> {
          Meeting meeting = byGroup.get(moved.group());
          if (meeting != null) {
            meeting.board().moved(moved.marks(), moved.gone());
          }
        }
        case ShardEffect.Erased erased -> {
          CompletableFuture<Void> waiter = erasures.remove(erased.group());
          if (waiter != null) {
            waiter.complete(null);
          }
        }
        case ShardEffect.FollowedBy followed -> {
        } // the log's own business
      }
    }
  }

  private void later(long number, AdmissionDecision.Later later) {
    Waiting who = waiting.remove(number);
    if (who != null) {
      meter.toldToWait(WaitReason.TOTAL_FULL);
      who.result().complete(new AdmissionResult.Busy(later.retryAfterMillis()));
    }
  }

  private void decided(ShardEffect.Decided decided) {
    switch (decided.decision()) {
      case AdmissionDecision.Refuse refuse -> refuse(decided.number(), refuse.reason());
      case AdmissionDecision.Later later -> later(decided.number(), later);
      case AdmissionDecision.Accept accept -> accept(decided.number(), accept);
    }
  }

  private void accept(long number, AdmissionDecision.Accept accept) {
    Waiting who = waiting.remove(number);
    if (who == null) {
      throw new IllegalStateException("nobody waits for admission " + number);
    }
    if (accept.created()) {
      quota.created(who.request().addressForQuota(), time.monotonicMillis());
    }
    boolean shown = presence && !Features.hidesPresence(who.request().hello());
    LocalDeviceSession session = enter(accept, who.sink(), shown);
    meter.admitted();
    who.result()
        .complete(
            new AdmissionResult.Admitted(
                session, presence ? withPresence(accept.welcome()) : accept.welcome(),
                accept.rosterFrom(), accept.streamFrom(),
                accept.reset()));
  }

  private LocalDeviceSession enter(AdmissionDecision.Accept accept, DeviceSink sink,
      boolean shown) {
    SessionKey key = accept.session();
    LocalDeviceSession[] entered = new LocalDeviceSession[1];
    byGroup.compute(
        key.group(),
        (group, before) -> {
          Meeting meeting = before == null ? Meeting.empty() : before;
          GroupBoard board = meeting.board();
          board.moved(accept.marks(), List.of());
          if (shown) {
            board.came(key.device(), key.number());
          }
          SessionNews news = new SessionNews(board, key.device(), shown);
          entered[0] = new LocalDeviceSession(accept, sink, news, shown, support);
          byNumber.put(key.number(), entered[0]);
          meeting.sessions().add(entered[0]);
          return meeting;
        });
    return entered[0];
  }

  private static Welcome withPresence(Welcome welcome) {
    return welcome.toBuilder()
        .setFeatures(welcome.getFeatures() | Features.PRESENCE)
        .build();
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
