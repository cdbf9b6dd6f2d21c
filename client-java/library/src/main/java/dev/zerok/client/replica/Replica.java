package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.AppChanges;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.StoreImage;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.seal.Fork;
import dev.zerok.protocol.wire.CaughtUp;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterPresent;
import dev.zerok.protocol.wire.Welcome;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One device's copy of a group: the facade of this package. Every call returns a {@link ReplicaStep}; the caller commits its records and
 * then carries out its effects, before the next call. If a commit fails the replica must not be used any more: it knows things that
 * the store does not.
 *
 * <p>Confined to one thread. Times are Unix milliseconds. Closing wipes keys.
 */
public final class Replica implements AutoCloseable {
  private final ReplicaState state;
  private final RosterCommands commands;
  private final RosterReceiver rosters;
  private final Receiver receiver;
  private final PushSealer sealer;
  private final PushPump pump;
  private final LogSwitch logSwitch;
  private final AckKeeper acks = new AckKeeper();
  private final ReplicaContent content;
  private final ReplicaCheckpoints checkpoints;
  private final OwnWords ownWords;
  private @Nullable StopCause stopped;
  private String stoppedWords = "";
  private boolean online;
  private boolean caughtUp;
  private boolean rosterIsOlder;
  private long head;

  /** The replica of a store, before its first session. Takes {@code self} over. {@code restores}: the app takes checkpoints. */
  public Replica(DeviceSelf self, RandomSource random, StoreImage image, boolean restores) {
    state = new ReplicaState(self, image, restores);
    commands = new RosterCommands(self, random, state.keyring, state.senders, state.book);
    rosters = new RosterReceiver(state, commands, image.joinProof().orElse(null));
    receiver = new Receiver(state, rosters);
    sealer = new PushSealer(self, random, state.keyring, state.outbox);
    pump = new PushPump(state, sealer);
    ownWords = new OwnWords(state, sealer, random, image.pushedAt());
    logSwitch = new LogSwitch(state);
    content = new ReplicaContent(state, image.content(), sealer, pump,
        () -> requirePushable(ByteString.EMPTY), this::isSending);
    checkpoints = new ReplicaCheckpoints(state, sealer, content, () -> stopped == null,
        this::requirePushable);
    head = state.appliedCursor();
    image.stopped().ifPresent(record -> stop(StopCause.valueOf(record.cause()), record.words()));
    try {
      rosters.requireStillIn();
    } catch (Halt halt) {
      stop(halt.stopCause(), halt.event().words());
    }
  }

  private void stop(StopCause cause, String words) {
    stopped = cause;
    stoppedWords = words;
  }

  /** The frame that begins a session (§ 6.1). */
  public Hello hello(ByteString incarnation, int receiveWindow, ByteString accessToken) {
    return state.hello(incarnation, receiveWindow, accessToken);
  }

  /** This device's whole roster, in parts: the answer to a refusal (ADMIT-3). Empty if it has none to show. */
  public List<RosterPresent> chain(ByteString accessToken) {
    return PresentedParts.of(state.book.entries(), accessToken);
  }

  /** A frame of the relay, in an admitted session or the Welcome that begins it. */
  public ReplicaStep frame(RelayFrame frame, long now) {
    ReplicaStep step = new ReplicaStep();
    if (stopped != null) {
      return step;
    }
    state.parking.itIs(now);
    try {
      StreamShapes.require(frame);
      requireRosterOfTheStream(frame);
      take(frame, now, step);
      state.checkpoints.giveUpIfLate(now, step);
      finish(now, step);
    } catch (Halt halt) {
      halt(halt, now, step);
    } catch (ProtocolViolation e) {
      step.effect(new ReplicaEffect.EndSession("The relay broke the protocol: " + e.words(), true));
    }
    return step;
  }

  /** ROSTER-10: whoever names a shorter roster than its log has shown may only say that it lost data. */
  private void requireRosterOfTheStream(RelayFrame frame) throws Halt {
    logSwitch.requireNoStream(frame);
    if (rosterIsOlder && StreamShapes.isOfTheStream(frame)) {
      throw Halt.fork(Fork.of(Fork.Kind.ROSTER).words());
    }
  }

  private void take(RelayFrame frame, long now, ReplicaStep step) throws Halt, ProtocolViolation {
    switch (frame.getFrameCase()) {
      case WELCOME -> welcome(frame.getWelcome(), step);
      case ROSTER_ENTRIES -> receiver.roster(frame.getRosterEntries().getEntriesList(),
          logSwitch.isDue(), step);
      case DELIVER -> receiver.blob(frame.getDeliver(), step);
      case GAP -> receiver.gap(frame.getGap(), step);
      case PUSH_ACK -> {
        pump.acknowledged(frame.getPushAck(), step);
        receiver.ownPush(frame.getPushAck(), step);
      }
      case CAUGHT_UP -> caughtUp(frame.getCaughtUp(), step);
      case RESET -> logSwitch.reset(frame.getReset(), step);
      case NOTICE -> pump.noticed(frame.getNotice().getPushCredit());
      case ERROR -> error(frame.getError(), now, step);
      default -> {
      }
    }
    state.log.received().ifPresent(received -> head = Math.max(head, received.cursor()));
  }

  private void welcome(Welcome welcome, ReplicaStep step) throws Halt, ProtocolViolation {
    Position begin = WelcomeCheck.positionAfter(welcome, state);
    state.book.requireCompatible(welcome.getRosterHead());
    rosterIsOlder = welcome.getRosterHead().getLength() < state.book.shownLength();
    if (logSwitch.isDue(welcome)) {
      rosterIsOlder = false;
      return;
    }
    logSwitch.requireOwnPushes(welcome, step);
    if (state.applied == null) {
      state.begin(begin);
    }
    online = true;
    caughtUp = false;
    head = welcome.getHeadCursor();
    pump.begin(welcome);
    acks.begin(welcome.getOwnApplied());
    commands.sessionBegan(welcome.getRosterHead().getLength());
  }

  /** The stream has come to the head, or a pull to its end before it (PULL-2). */
  private void caughtUp(CaughtUp end, ReplicaStep step) throws Halt {
    receiver.requireAllUpTo(end.getCursor());
    if (!end.getMore()) {
      receiver.caughtUp(end.getCursor(), step);
      caughtUp = true;
      step.tell(new SyncEvent.CaughtUp(end.getCursor()));
    }
  }

  private void error(Error error, long now, ReplicaStep step) throws Halt {
    if (error.hasRosterHead()) {
      state.book.requireCompatible(error.getRosterHead());
      commands.conflict(error.getRosterHead());
    } else if (error.getDeviceSeq() > 0) {
      pump.refused(error, state.roster(), state.applied, now, step);
    }
  }

  /** The session is over, however it ended. */
  public ReplicaStep disconnected() {
    online = false;
    caughtUp = false;
    state.rewind();
    receiver.rewind();
    commands.rewind();
    logSwitch.sessionEnded();
    return new ReplicaStep();
  }

  /**
   * Seals a payload of the app into the outbox, behind the last one: {@link #lastSeq} is its sequence afterwards.
   *
   * @throws SyncProblem {@code TOO_LARGE}, {@code OUTBOX_FULL}, {@code REFUSED}, {@code NOT_A_MEMBER} or {@code STOPPED}; nothing changed
   *     then
   */
  public ReplicaStep push(String stream, String contentType, ByteString body, int ttlSeconds,
      long now) {
    return push(streamId(stream), contentType, body, ttlSeconds, now);
  }

  private ReplicaStep push(StreamId stream, String contentType, ByteString body, int ttlSeconds,
      long now) {
    requirePushable(body);
    pump.requireTtl(ttlSeconds);
    ReplicaStep step = new ReplicaStep();
    step.store(sealer.sealNew(state.roster(), state.applied, stream, contentType, body, ttlSeconds,
        now));
    ownWords.pushed(now, step);
    return step;
  }

  /**
   * Gives this device another name and tells the group by a profile behind the last push (PROFILE-1).
   *
   * @param name one that can be shown
   * @throws SyncProblem as {@link #push} does
   */
  public ReplicaStep rename(String name, long now) {
    requirePushable(ByteString.copyFromUtf8(name));
    ReplicaStep step = new ReplicaStep();
    ownWords.tellName(name, now, step);
    return step;
  }

  /** Seals what another device of the same person could not send any more, as {@link #push}. */
  public ReplicaStep pushMoved(UnsentPushes.Unsent unsent, long now) {
    return push(unsent.stream(), unsent.contentType(), unsent.body(), unsent.ttlSeconds(), now);
  }

  /** An app takes what comes, from now on. Before that, whatever is for an app waits, unacknowledged. */
  public ReplicaStep appIsHere(long now) {
    state.queue.appIsHere();
    ReplicaStep step = new ReplicaStep();
    finish(now, step);
    return step;
  }

  /** Goes on handing blobs over. */
  public ReplicaStep resume(long now) {
    checkpoints.release();
    ReplicaStep step = new ReplicaStep();
    finish(now, step);
    return step;
  }

  private void requirePushable(ByteString body) {
    if (stopped != null && !stopped.isOutboxOpen()) {
      throw stopped.problem(stoppedWords);
    }
    OutboxDoor.require(state.outbox, rosters.isAdmitted(), body);
  }

  /** The app has applied the blob that was handed over, with these changes to be committed with it. */
  public ReplicaStep applied(IncomingBlob blob, AppChanges changes, long now) {
    ReplicaStep step = new ReplicaStep();
    state.queue.applied(blob, changes);
    finish(now, step);
    return step;
  }

  /** Tries the parked blobs again; {@code opened} gets how many opened. They go to the app in turn. */
  public ReplicaStep retryParked(IntConsumer opened, long now) {
    ReplicaStep step = new ReplicaStep();
    try {
      opened.accept(stopped == null ? receiver.retryParked(step) : 0);
      finish(now, step);
    } catch (Halt halt) {
      halt(halt, now, step);
    }
    return step;
  }

  /** Forgets a parked blob for good; without a record if there is none at that place. */
  public ReplicaStep dropParked(long cursor) {
    ReplicaStep step = new ReplicaStep();
    if (state.parking.at(cursor).isPresent()) {
      step.store(state.parking.remove(cursor));
    }
    return step;
  }

  /** Whether {@link #applied} would apply that blob at once; if not, the app gets it again when it comes again. */
  public boolean canApply(IncomingBlob blob) {
    return state.queue.isTurnOf(blob);
  }

  /** Wants a change of the roster; {@link #pump} sends it. Gives its number for {@link ReplicaEffect.CommandSettled}. */
  public long command(RosterCommand command) {
    if (stopped != null) {
      throw stopped.problem(stoppedWords);
    }
    return commands.add(command);
  }

  /**
   * Sends what may be sent now: roster commands, acknowledgements that are due, and pushes.
   *
   * @param budgetBytes sealed bytes of pushes at which it stops for now
   */
  public ReplicaStep pump(int budgetBytes, long now) {
    ReplicaStep step = new ReplicaStep();
    if (!online || stopped != null) {
      return step;
    }
    int bytesOut = commands.giveBack(budgetBytes, step);
    commands.pump(now, true, caughtUp, step);
    if (caughtUp && rosters.isAdmitted()) {
      ownWords.speakUp(now, step);
    }
    acks.flush(state.appliedCursor()).ifPresent(step::send);
    pump.sendUpTo(budgetBytes, bytesOut, this::isSending, state, now, step);
    return step;
  }

  private boolean isSending() {
    return online && stopped == null && !state.log.isFarAhead() && rosters.isAdmitted();
  }

  /** Applies what waits for nobody, hands the next blob over, acknowledges. */
  private void finish(long now, ReplicaStep step) {
    boolean any = false;
    for (Optional<ApplyQueue.Entry> entry = state.queue.pollApplied(); entry.isPresent();
        entry = state.queue.pollApplied()) {
      apply(entry.get(), step);
      any = true;
    }
    if (any) {
      state.outbox.dropKept(state.appliedCursor(), state.appliedEverywhere(), step);
    }
    content.afterStep(online && caughtUp, now, step);
    if (stopped != null) {
      return;
    }
    if (!checkpoints.isHeld()) {
      state.queue.handOver()
          .ifPresent(blob -> step.effect(state.queue.isRestoreOut()
              ? new ReplicaEffect.Restore(blob)
              : new ReplicaEffect.HandOver(blob)));
    }
    commands.pump(now, online, caughtUp, step);
    if (online) {
      acks.due(state.appliedCursor(), state.queue.size()).ifPresent(step::send);
    }
  }

  private void apply(ApplyQueue.Entry entry, ReplicaStep step) {
    state.apply(entry.records(), step);
    if (entry.content() != null) {
      content.apply(entry.content(), step);
    }
    if (entry.passes() != null) {
      state.checkpoints.passed(entry.passes(), step);
    }
    if (entry.place() != null) {
      state.applied(entry.place(), step);
      acks.applied(entry.blob() != null || !entry.records().isEmpty());
    }
  }

  private void halt(Halt halt, long now, ReplicaStep step) {
    stop(halt.stopCause(), halt.event().words());
    commands.pump(now, false, false, step);
    if (halt.stopCause().isDurable()) {
      step.store(new StoreRecord.Stopped(halt.stopCause().name(), stoppedWords));
    }
    step.tell(halt.event());
    step.effect(new ReplicaEffect.EndSession(stoppedWords, false));
  }

  /** The large contents, both ways. */
  public ReplicaContent content() {
    return content;
  }

  /** The checkpoints that this device makes. */
  public ReplicaCheckpoints checkpoints() {
    return checkpoints;
  }

  /** The opaque id of a stream's name. */
  public StreamId streamId(String name) {
    return state.streamId(name);
  }

  /** What others may look at, without changing it. */
  public ReplicaView view() {
    return new ReplicaView(state, Optional.ofNullable(stopped), stoppedWords, head, caughtUp,
        content.isAllTaken(), pump.delayedBy());
  }

  public long lastSeq() {
    return state.outbox.lastSeq();
  }

  @Override
  public void close() {
    state.close();
  }
}
