package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.AppChanges;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.model.SyncStatus;
import dev.zerok.client.replica.DeviceSelf;
import dev.zerok.client.replica.Replica;
import dev.zerok.client.replica.ReplicaEffect;
import dev.zerok.client.replica.ReplicaStep;
import dev.zerok.client.replica.ReplicaView;
import dev.zerok.client.replica.RosterCommand;
import dev.zerok.client.store.StoreFailure;
import dev.zerok.client.store.StoreImage;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.session.SessionPurpose;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterPresent;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs one device: feeds the replica, commits what it says, then carries its effects out. Everything happens on the event loop. */
final class SyncEngine implements Connector.Owner, Handover.Owner {
  /** Sealed bytes of pushes that are queued in the session at a time. */
  private static final int PUMP_BYTES = 1024 * 1024;

  private static final int INCARNATION_BYTES = 16;

  private final EngineConfig config;
  private final EventLoop loop;
  private final Replica replica;
  private final Connector connector;
  private final Handover handover;
  private final Waiters waiters = new Waiters();
  private final InviteDesk invites;
  private final ContentDesk content;
  private final PushDesk pushes = new PushDesk(this);
  private final Checkpointer checkpointer;
  private final LiveDesk live;
  private final ByteString incarnation;
  private volatile SyncStatus status;
  private boolean closed;
  private boolean stopNoted;
  private @Nullable SyncProblem failed;

  /** The engine of the device in {@code image}, which stays the caller's; not connected yet. */
  SyncEngine(EngineConfig config, StoreImage image) {
    this.config = config;
    this.loop = new EventLoop("zerok-client", this::defect);
    this.incarnation = ByteString.copyFrom(config.random().bytes(INCARNATION_BYTES));
    this.replica = new Replica(DeviceSelf.of(config.crypto(), image), config.random(), image,
        config.snapshots() != null);
    StoreRecord.RelayPin relay =
        image.relay().orElseThrow(() -> new IllegalArgumentException("the store names no relay"));
    this.connector = new Connector(this, loop, config, relay);
    this.handover =
        new Handover(loop, config.callbacks(), config.handler(), this, config.store(),
            image.appValues());
    this.invites = new InviteDesk(this);
    this.content = new ContentDesk(this);
    this.checkpointer = new Checkpointer(this);
    this.live = new LiveDesk(this);
    this.status = StatusOfNow.of(replica.view(), connector, failed);
  }

  EngineConfig config() {
    return config;
  }

  EventLoop loop() {
    return loop;
  }

  Connector connector() {
    return connector;
  }

  Waiters waiters() {
    return waiters;
  }

  InviteDesk invites() {
    return invites;
  }

  PushDesk pushes() {
    return pushes;
  }

  ContentDesk content() {
    return content;
  }

  Checkpointer checkpointer() {
    return checkpointer;
  }

  LiveDesk live() {
    return live;
  }

  Replica replica() {
    return replica;
  }

  /** As of the last step. Any thread. */
  SyncStatus status() {
    return status;
  }

  /** A value that the app committed. Any thread. */
  Optional<ByteString> appValue(String key) {
    return Optional.ofNullable(handover.value(key));
  }

  ReplicaView view() {
    return replica.view();
  }

  long now() {
    return config.clock().millis();
  }

  /** Takes up what an earlier run of the program left. Before everything else. */
  void begin() {
    content.begin();
    noteStop();
    checkpointer.begin();
  }

  /** An app takes what comes: a handler, or a subscriber. Before that, whatever is for an app waits. */
  void appIsHere() {
    if (isRunning()) {
      run(replica.appIsHere(now()));
      pump();
    }
  }

  /** Connects, now and whenever the connection is lost. */
  void connect() {
    if (!closed && failed == null && replica.view().stopped().isEmpty()
        && !live.defersStart()) {
      connector.connect();
      refresh();
    }
  }

  boolean isRunning() {
    return !closed && failed == null;
  }

  /** Throws what a closed or failed client answers everything with. */
  void requireRunning() {
    if (!isRunning()) {
      throw problemNow();
    }
  }

  SyncProblem problemNow() {
    return failed != null ? failed : closedProblem();
  }

  static SyncProblem closedProblem() {
    return new SyncProblem(SyncProblem.Reason.CLOSED, "The client was closed.");
  }

  /** Commits a step and carries it out. */
  void run(ReplicaStep step) {
    run(step, () -> {});
  }

  /** The same; {@code onCommitted} runs before any effect. */
  private void run(ReplicaStep step, Runnable onCommitted) {
    if (failed != null || !content.shelve(step) || !commit(step.records())) {
      return;
    }
    onCommitted.run();
    refresh(); // whoever hears of an event finds the status that it belongs to
    step.effects().forEach(this::perform);
    noteStop();
    waiters.check(replica.view());
    invites.afterStep();
    checkpointer.afterStep();
    live.afterStep();
  }

  /** What waits for a replica that stopped waits in vain. */
  private void noteStop() {
    if (!stopNoted && replica.view().stopped().isPresent()) {
      stopNoted = true;
      failAll(replica.view().stopProblem().orElseThrow());
    }
  }

  /** Whatever somebody waits for does not come any more. */
  private void failAll(SyncProblem problem) {
    waiters.fail(problem);
    content.fail(problem);
    checkpointer.fail(problem);
    invites.fail(problem);
  }

  /** False if the store failed; then nothing of the step may be done. */
  boolean commit(List<StoreRecord> records) {
    if (records.isEmpty()) {
      return true;
    }
    try {
      config.store().commit(records);
      return true;
    } catch (StoreFailure e) {
      failStore(e);
      return false;
    } catch (RuntimeException e) {
      failStore(new StoreFailure(StoreFailure.Kind.IO,
          "The store cannot hold what is to be written: " + e.getMessage(), e));
      return false;
    } finally {
      records.forEach(StoreRecord::wipe);
    }
  }

  private void perform(ReplicaEffect effect) {
    if (effect instanceof ReplicaEffect.Send send) {
      if (!connector.send(send.frame())) {
        connector.end("The relay does not read what it is sent.", true);
      }
    } else if (effect instanceof ReplicaEffect.Notify notify) {
      checkpointer.happened(notify.event());
      tell(notify.event());
    } else if (effect instanceof ReplicaEffect.HandOver handOver) {
      handover.handOver(handOver.blob());
    } else if (effect instanceof ReplicaEffect.Restore restore) {
      checkpointer.restore(restore.checkpoint());
    } else if (effect instanceof ReplicaEffect.PushSettled settled) {
      waiters.pushSettled(settled);
    } else if (effect instanceof ReplicaEffect.CommandSettled settled) {
      waiters.commandSettled(settled);
    } else if (effect instanceof ReplicaEffect.OfContent of) {
      content.perform(of.effect());
    } else if (effect instanceof ReplicaEffect.EndSession end) {
      // Behind the other effects of this step, and outside the connection's own call.
      loop.execute(() -> connector.end(end.reason(), end.comeBack()));
    }
  }

  @Override
  public boolean canApply(IncomingBlob blob) {
    return failed == null && !closed && replica.canApply(blob);
  }

  @Override
  public void applied(IncomingBlob blob, AppChanges changes) {
    if (failed == null && !closed) {
      // An effect hands the next blob over, whose handler may read what this one committed.
      run(replica.applied(blob, changes, now()), () -> handover.committed(changes));
      live.applied();
      pump();
    }
  }

  void pump() {
    if (isPumping()) {
      run(replica.pump(PUMP_BYTES, now()));
      content.pump();
    }
  }

  /** Whether the session takes more pushes now. */
  boolean isPumping() {
    return failed == null && connector.isAdmitted() && connector.queuedBytes() < PUMP_BYTES;
  }

  void refresh() {
    status = StatusOfNow.of(replica.view(), connector, failed);
  }

  /** Changes the roster; {@code done} hears how it ended, with null for well. */
  void command(RosterCommand command, Consumer<@Nullable SyncProblem> done) {
    waiters.settled(replica.command(command), done);
    pump();
  }

  @Override
  public RelayConnection dial(URI url, Optional<String> ticket, SessionPurpose purpose,
      ByteString identity, RelayConnection.Owner owner) {
    return new RelayConnection(
        new RelayConnection.Setup(config.transport(), config.crypto(), config.random(),
            config.ticker(), loop,
            replica.view().self().keys().noise(), identity, purpose,
            config.clock().instant().getEpochSecond()),
        url, ticket, owner);
  }

  @Override
  public SessionPurpose purpose() {
    Hello hello =
        replica.hello(incarnation, config.receiveWindowBytes(), connector.relay().accessToken());
    return new SessionPurpose.SyncGroup(hello.toBuilder().setFeatures(live.features()).build());
  }

  @Override
  public List<RosterPresent> chain() {
    return replica.chain(connector.relay().accessToken());
  }

  @Override
  public void frame(RelayFrame frame) {
    if (frame.hasMailboxMessage()
        || (frame.hasError() && !frame.getError().getMailboxId().isEmpty())) {
      invites.frame(frame);
      return;
    }
    if (live.takes(frame)) {
      return;
    }
    run(replica.frame(frame, now()));
    live.after(frame);
    if (frame.hasWelcome() && replica.view().stopped().isEmpty()) {
      tell(new SyncEvent.Connected(connector.url(), frame.getWelcome().getHeadCursor(),
          frame.getWelcome().getPendingCount()));
      invites.online();
    }
    pump();
  }

  @Override
  public void writable() {
    live.writable();
    pump();
  }

  @Override
  public void sessionEnded() {
    live.sessionEnded();
    run(replica.disconnected());
    invites.offline();
  }

  @Override
  public void pinned(StoreRecord.RelayPin relay) {
    if (commit(List.of(relay))) {
      tell(new SyncEvent.RelayIdentityChanged(
          HexFormat.of().formatHex(relay.identity().toByteArray())));
    }
  }

  @Override
  public void tell(SyncEvent event) {
    config.callbacks().tell(event);
  }

  void failStore(StoreFailure e) {
    fail(new SyncProblem(SyncProblem.Reason.STORE_FAILED, String.valueOf(e.getMessage()), e));
  }

  /** The store cannot be written any more: the replica knows things that the store does not, so nothing goes on. */
  private void fail(SyncProblem problem) {
    failed = problem;
    tell(new SyncEvent.Failed(String.valueOf(problem.getMessage())));
    loop.execute(() -> {
      failAll(problem);
      connector.stop();
    });
    refresh();
  }

  private void defect(Throwable defect) {
    if (failed == null) {
      fail(defectProblem(defect));
    }
  }

  static SyncProblem defectProblem(Throwable defect) {
    return new SyncProblem(SyncProblem.Reason.STOPPED,
        "The client met a defect of its own and stopped: " + defect, defect);
  }

  /** Lets everything go. The loop ends behind this. */
  void close() {
    closed = true;
    invites.close();
    failAll(closedProblem());
    content.close();
    connector.stop();
    replica.close();
    config.store().close();
  }
}
