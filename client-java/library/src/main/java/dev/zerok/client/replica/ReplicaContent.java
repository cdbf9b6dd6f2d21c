package dev.zerok.client.replica;

import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.ContentImage;
import dev.zerok.client.store.ContentKey;
import dev.zerok.client.store.ContentRecord;
import dev.zerok.protocol.content.ContentPart;
import dev.zerok.protocol.id.ContentId;
import dev.zerok.protocol.id.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The large contents of one replica, both ways (PROTOCOL.md § 7.1). As with {@link Replica}, whose thread this shares, the caller commits
 * a step before it carries it out; chunks in {@link ReplicaStep#shelved} go on the store's shelf even before that.
 */
public final class ReplicaContent {
  private final ReplicaState state;
  private final PushSealer sealer;
  private final PushPump pump;
  private final Runnable requirePushable;
  private final BooleanSupplier isSending;
  private final ContentIntake intake;
  private final ContentSending sending;
  private int rosterLength;

  /**
   * @param requirePushable throws what a push would be answered with
   * @param isSending whether pushes go out now, as far as the session is concerned
   */
  ReplicaContent(ReplicaState state, ContentImage image, PushSealer sealer, PushPump pump,
      Runnable requirePushable, BooleanSupplier isSending) {
    this.state = state;
    this.sealer = sealer;
    this.pump = pump;
    this.requirePushable = requirePushable;
    this.isSending = isSending;
    this.intake = new ContentIntake(image, state.parking);
    this.sending = new ContentSending(image, state.outbox);
  }

  /** Who decides what is taken; nothing is before this was called. */
  public void takeThrough(ContentGate gate) {
    intake.gate(gate);
  }

  /** Contents that are complete and that the app has not taken. */
  public List<ContentRecord.ContentExpected> complete() {
    return intake.complete();
  }

  /** Whether no complete content waits for the app; true where the app takes none. */
  boolean isAllTaken() {
    return !intake.isOpen() || intake.complete().isEmpty();
  }

  /** Whether a content of that stream is on its way to the app, or waits for it. */
  boolean isExpectedIn(StreamId stream) {
    return (intake.isOpen() || !state.queue.isAppHere()) && intake.isExpectedIn(stream);
  }

  /** Every content of which the shelf may hold something. */
  public Set<ContentKey> known() {
    return intake.known();
  }

  /** The app took it. */
  public ReplicaStep taken(ContentKey key) {
    ReplicaStep step = new ReplicaStep();
    intake.taken(key, step);
    return step;
  }

  /** It is not what its manifest says. */
  public ReplicaStep spoilt(ContentKey key, String reason) {
    ReplicaStep step = new ReplicaStep();
    intake.spoilt(key, reason, step);
    return step;
  }

  /**
   * Begins to push a content.
   *
   * @throws SyncProblem as {@link Replica#push} does
   */
  public ReplicaStep begin(ContentRecord.ContentSource source) {
    requirePushable.run();
    pump.requireTtl(source.ttlSeconds());
    ReplicaStep step = new ReplicaStep();
    sending.begin(source, step);
    return step;
  }

  /** Own contents that are under way. */
  public List<ContentRecord.ContentSource> sources() {
    return sending.all();
  }

  /** How many bytes of an own content the relay has. */
  public long placedBytes(ContentRecord.ContentSource source) {
    return sending.placedBytes(source);
  }

  /** The content whose next part is wanted now, because no other push waits (CONTENT-4); answer with {@link #seal}. */
  public Optional<ContentRecord.ContentSource> wanted(long now) {
    return isSending.getAsBoolean() && pump.isIdle(ReplicaLimits.CONTENT_PART_BYTES, now)
        ? sending.next()
        : Optional.empty();
  }

  /** Seals the next part of a content into the outbox; {@link Replica#pump} sends it. */
  public ReplicaStep seal(ContentRecord.ContentSource source, ContentPart part, long now) {
    ReplicaStep step = new ReplicaStep();
    sealPart(source, part, now, step);
    sending.sealed(source, step);
    return step;
  }

  private void sealPart(ContentRecord.ContentSource source, ContentPart part, long now,
      ReplicaStep step) {
    step.store(sealer.sealPart(state.roster(), state.applied, source.stream(), part,
        source.ttlSeconds(), now));
  }

  /** Gives an own content up and lets the receivers know (CONTENT-5). Nothing if it is not under way. */
  public ReplicaStep withdraw(ContentId id, SyncProblem problem, long now) {
    ReplicaStep step = new ReplicaStep();
    withdraw(id, problem, now, step);
    return step;
  }

  private void withdraw(ContentId id, SyncProblem problem, long now, ReplicaStep step) {
    Optional<ContentRecord.ContentSource> source = sending.source(id);
    if (source.isPresent() && source.get().next() > 0) {
      sealPart(source.get(), new ContentPart.Withdrawn(id), now, step);
    }
    sending.end(id, problem, step);
  }

  /** The turn of something in the stream has come. */
  void apply(ContentArrival arrival, ReplicaStep step) {
    intake.apply(arrival, step);
  }

  /** A step of the replica is nearly done: looks at what it settled. */
  void afterStep(boolean live, long now, ReplicaStep step) {
    sending.afterStep(state.appliedCursor(), step)
        .forEach((id, problem) -> withdraw(id, problem, now, step));
    if (live && state.queue.size() == 0 && rosterLength != state.roster().length()) {
      rosterLength = state.roster().length();
      intake.dropOfDeparted(state.roster(), step);
    }
  }
}
