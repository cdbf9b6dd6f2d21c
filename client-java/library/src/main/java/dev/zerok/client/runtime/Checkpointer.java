package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.AppChanges;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.PushReceipt;
import dev.zerok.client.model.Snapshots;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.replica.ReplicaCheckpoints;
import dev.zerok.protocol.id.StreamId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lets the app write its state down while nothing is being applied, and pushes it as checkpoints; lets it put another device's in place
 * (CKPT-5, CKPT-6). On the loop; the app's code runs on the callback executor.
 */
final class Checkpointer {
  /** Checkpoints that wait for their turn; a further one is refused. */
  private static final int MOST_WAITING = 256;

  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 60_000;

  private record StreamRequest(String stream, CompletableFuture<PushReceipt> receipt) {}

  private final SyncEngine engine;
  private final Deque<StreamRequest> waiting = new ArrayDeque<>();
  private final MissingCheckpointLook look;
  private @Nullable StreamRequest taking;
  private long pause = FIRST_PAUSE_MILLIS;

  Checkpointer(SyncEngine engine) {
    this.engine = engine;
    this.look = new MissingCheckpointLook(engine.config().random());
  }

  /** On the loop, before everything else. */
  void begin() {
    if (engine.config().checkpointAfterBytes() > 0) {
      engine.replica().checkpoints().offer(streams());
    }
  }

  private @Nullable Snapshots snapshots() {
    return engine.config().snapshots();
  }

  /** The streams that this device can write down. */
  List<String> streams() {
    Snapshots snapshots = snapshots();
    return snapshots == null ? List.of() : List.copyOf(snapshots.offered());
  }

  /** Makes a checkpoint of a stream as soon as nothing is being applied. */
  void request(String stream, CompletableFuture<PushReceipt> receipt) {
    Optional<SyncProblem> stopped = engine.view().stopProblem();
    if (stopped.isPresent()) {
      receipt.completeExceptionally(stopped.get());
    } else if (!streams().contains(stream)) {
      receipt.completeExceptionally(new SyncProblem(SyncProblem.Reason.UNSUPPORTED,
          "This client's configuration has no snapshots of that stream; see ClientConfig.withSnapshots."));
    } else if (waiting.size() >= MOST_WAITING) {
      receipt.completeExceptionally(new SyncProblem(SyncProblem.Reason.OUTBOX_FULL,
          "Checkpoints are asked for faster than they are made. Wait for some to complete."));
    } else {
      waiting.add(new StreamRequest(stream, receipt));
      takeNext();
    }
  }

  /** What a new device is promised: nothing where this device's own state has holes, unless the app insists. */
  List<String> announced(boolean insisted) {
    return insisted || engine.view().isWhole() ? streams() : List.of();
  }

  /** Makes one of each: a device joined. */
  void requestAll(List<String> streams) {
    streams.forEach(stream -> requestByItself(stream, () -> {}));
  }

  /** Nobody asked for it, so nobody else would hear that it failed. */
  private void requestByItself(String stream, Runnable failed) {
    CompletableFuture<PushReceipt> receipt = new CompletableFuture<>();
    CompletableFuture<PushReceipt> unused = receipt.whenComplete((pushed, failure) -> {
      if (failure != null && engine.isRunning()) {
        failed.run();
        engine.tell(
            new SyncEvent.SnapshotFailed(stream, String.valueOf(failure.getMessage())));
      }
    });
    request(stream, receipt);
  }

  /** Looks whether one is due, and begins with the next one if nothing is with the app. */
  void afterStep() {
    if (look.isDue(engine.now())) {
      lookForMissing();
    }
    requestDue();
    takeNext();
  }

  private void takeNext() {
    Snapshots snapshots = snapshots();
    if (taking != null || snapshots == null) {
      return;
    }
    Optional<StreamRequest> next = waiting.stream()
        .filter(request -> engine.replica().checkpoints().hold(request.stream()))
        .findFirst();
    if (next.isEmpty()) {
      return;
    }
    StreamRequest wanted = next.get();
    waiting.remove(wanted);
    taking = wanted;
    long covers = engine.view().cursor();
    engine.config().callbacks().run(() -> {
      try {
        ByteString body = snapshots.take(wanted.stream());
        engine.loop().execute(() -> taken(wanted, covers, body, null));
      } catch (Exception e) {
        engine.loop().execute(() -> taken(wanted, covers, ByteString.EMPTY, e));
      } catch (Throwable e) {
        engine.loop().execute(() -> taken(wanted, covers, ByteString.EMPTY, e));
        throw e;
      }
    });
  }

  private void taken(StreamRequest wanted, long covers, ByteString body,
      @Nullable Throwable failure) {
    try {
      engine.requireRunning();
      if (failure != null) {
        throw new SyncProblem(SyncProblem.Reason.SNAPSHOT_FAILED,
            "The app could not write its state down: " + failure.getClass().getSimpleName(),
            failure);
      }
      engine.run(engine.replica().checkpoints().make(wanted.stream(), covers, body, engine.now()));
      engine.requireRunning();
      wanted.receipt().complete(new PushReceipt(engine.replica().lastSeq()));
    } catch (SyncProblem problem) {
      wanted.receipt().completeExceptionally(problem);
    }
    taking = null;
    engine.run(engine.replica().resume(engine.now()));
    engine.pump();
  }

  /** Puts a state in place, again after a pause where the app could not. */
  void restore(IncomingBlob checkpoint) {
    Snapshots snapshots = snapshots();
    Set<String> known = snapshots == null ? Set.of() : snapshots.streams();
    Optional<String> name = known.stream()
        .filter(stream -> engine.replica().streamId(stream).equals(checkpoint.stream()))
        .findFirst();
    if (snapshots == null || name.isEmpty()) {
      engine.loop().execute(() -> engine.applied(checkpoint, AppChanges.NONE));
      return;
    }
    engine.config().callbacks().run(() -> {
      try {
        snapshots.restore(name.get(), checkpoint.body());
        engine.loop().execute(() -> restored(checkpoint, null));
      } catch (Exception e) {
        engine.loop().execute(() -> restored(checkpoint, e));
      } catch (Throwable e) {
        engine.loop().execute(() -> restored(checkpoint, e));
        throw e;
      }
    });
  }

  private void restored(IncomingBlob checkpoint, @Nullable Throwable failure) {
    if (failure == null) {
      pause = FIRST_PAUSE_MILLIS;
      engine.applied(checkpoint, AppChanges.NONE);
      return;
    }
    engine.tell(new SyncEvent.BlobNotApplied(checkpoint.cursor(),
        failure.getClass().getSimpleName(), pause));
    var unused = engine.loop().schedule(() -> restore(checkpoint), pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
  }

  /**
   * CKPT-5: plans to look whether a device joined that nobody made a checkpoint for, at CaughtUp and where one joins later. Before anybody
   * is told the event.
   */
  void happened(SyncEvent event) {
    if (streams().isEmpty()) {
      return;
    }
    if (event instanceof SyncEvent.CaughtUp) {
      look.planOnce(engine.now());
    } else if (event instanceof SyncEvent.DeviceJoined && engine.view().isCaughtUp()) {
      look.planAnew(engine.now());
    }
  }

  private void lookForMissing() {
    if (!engine.view().isCaughtUp() || !engine.view().isWhole()) {
      return; // the next session looks again
    }
    long joined = engine.view().lastJoined();
    for (String stream : streams()) {
      StreamId id = engine.replica().streamId(stream);
      if (engine.view().coveredTo(id) < joined && !isAsked(stream)) {
        requestByItself(stream, () -> {});
      }
    }
  }

  private boolean isAsked(String stream) {
    StreamRequest now = taking;
    return (now != null && now.stream().equals(stream))
        || waiting.stream().anyMatch(wanted -> wanted.stream().equals(stream));
  }

  /** This device pushed so much to a stream that it is its turn to make the next checkpoint. */
  private void requestDue() {
    ReplicaCheckpoints checkpoints = engine.replica().checkpoints();
    if (!engine.view().isCaughtUp() || !engine.view().isWhole()) {
      return;
    }
    for (String stream : checkpoints.due(engine.config().checkpointAfterBytes())) {
      if (!isAsked(stream)) {
        // Whatever it was, it is not tried again at every step.
        requestByItself(stream, () -> checkpoints.postpone(stream));
      }
    }
  }

  /** No checkpoint is made any more. */
  void fail(SyncProblem problem) {
    waiting.forEach(wanted -> wanted.receipt().completeExceptionally(problem));
    waiting.clear();
  }
}
