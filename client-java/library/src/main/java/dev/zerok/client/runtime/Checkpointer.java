package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.AppChanges;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.PushReceipt;
import dev.zerok.client.model.Snapshots;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
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

  private static final int RANDOM_BYTES = 8;
  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 60_000;
  private static final long LOOK_FROM_MILLIS = 30_000;
  private static final int LOOK_SPREAD_MILLIS = 60_000;

  private record StreamRequest(String stream, CompletableFuture<PushReceipt> receipt) {}

  private final SyncEngine engine;
  private final Deque<StreamRequest> waiting = new ArrayDeque<>();
  private boolean taking;
  private boolean lookPlanned;
  private long pause = FIRST_PAUSE_MILLIS;

  Checkpointer(SyncEngine engine) {
    this.engine = engine;
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
      afterStep();
    }
  }

  /** What a new device is promised: nothing where this device's own state has holes, unless the app insists. */
  List<String> announced(boolean insisted) {
    return insisted || engine.view().isWhole() ? streams() : List.of();
  }

  /** Makes one of each: a device joined. */
  void requestAll(List<String> streams) {
    streams.forEach(stream -> request(stream, new CompletableFuture<>()));
  }

  /** Begins with the next one if nothing is with the app. */
  void afterStep() {
    Snapshots snapshots = snapshots();
    if (taking || waiting.isEmpty() || snapshots == null || !engine.replica().hold()) {
      return;
    }
    taking = true;
    StreamRequest wanted = waiting.remove();
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
      engine.run(engine.replica().checkpoint(wanted.stream(), covers, body, engine.now()));
      engine.requireRunning();
      wanted.receipt().complete(new PushReceipt(engine.replica().lastSeq()));
    } catch (SyncProblem problem) {
      wanted.receipt().completeExceptionally(problem);
    }
    taking = false;
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

  /** CKPT-5: looks, after a random time, whether a device joined that nobody made a checkpoint for. */
  void caughtUp() {
    if (lookPlanned || streams().isEmpty()) {
      return;
    }
    lookPlanned = true;
    long random = ByteString.copyFrom(engine.config().random().bytes(RANDOM_BYTES)).hashCode();
    long delay = LOOK_FROM_MILLIS + Math.floorMod(random, LOOK_SPREAD_MILLIS);
    var unused = engine.loop().schedule(this::look, delay);
  }

  private void look() {
    lookPlanned = false;
    if (!engine.view().isCaughtUp() || !engine.view().isWhole()) {
      return; // the next session looks again
    }
    long joined = engine.view().lastJoined();
    for (String stream : streams()) {
      StreamId id = engine.replica().streamId(stream);
      boolean asked = waiting.stream().anyMatch(wanted -> wanted.stream().equals(stream));
      if (engine.view().coveredTo(id) < joined && !asked) {
        request(stream, new CompletableFuture<>());
      }
    }
  }

  /** No checkpoint is made any more. */
  void fail(SyncProblem problem) {
    waiting.forEach(wanted -> wanted.receipt().completeExceptionally(problem));
    waiting.clear();
  }
}
