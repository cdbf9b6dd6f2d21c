package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.ContentTransfer;
import dev.zerok.client.model.DeviceProgress;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.MemberDevice;
import dev.zerok.client.model.OpenedBlob;
import dev.zerok.client.model.OutboxView;
import dev.zerok.client.model.PairingApproval;
import dev.zerok.client.model.ParkedBlob;
import dev.zerok.client.model.PullResult;
import dev.zerok.client.model.PushOptions;
import dev.zerok.client.model.PushReceipt;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.model.SyncStatus;
import dev.zerok.client.replica.ReplicaStep;
import dev.zerok.client.replica.ReplicaView;
import dev.zerok.client.replica.RosterCommand;
import dev.zerok.client.store.ClientStore;
import dev.zerok.client.store.StoreImage;
import dev.zerok.protocol.crypto.PasswordCost;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One running device, seen from the app's threads: brings every wish to the event loop and every outcome to the callback executor. Any
 * thread; nothing here waits for the network.
 */
public final class SyncService implements AutoCloseable {
  private static final long CLOSE_MILLIS = 400;

  private final EngineConfig config;
  private final SyncEngine engine;
  private final PushQueue pushes = new PushQueue();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** The device in {@code image}, which stays the caller's; not connected yet. */
  public SyncService(EngineConfig config, StoreImage image) {
    this.config = config;
    this.engine = new SyncEngine(config, image);
    engine.loop().execute(engine::begin);
    if (config.handler() instanceof BlobPublisher publisher) {
      publisher.whenSubscribed(() -> engine.loop().execute(engine::appIsHere));
    } else {
      engine.loop().execute(engine::appIsHere);
    }
  }

  /** Connects, now and whenever the connection is lost. */
  public void connect() {
    engine.loop().execute(engine::connect);
  }

  /** Puts a payload into the outbox. */
  public CompletableFuture<PushReceipt> push(ByteString body, PushOptions options) {
    CompletableFuture<PushReceipt> receipt = new CompletableFuture<>();
    switch (pushes.offer(new PushQueue.Request(body, options, receipt))) {
      case FIRST -> {
        if (!engine.loop().execute(this::sealPushes)) {
          failPushes();
        }
      }
      case FULL -> receipt.completeExceptionally(new SyncProblem(SyncProblem.Reason.OUTBOX_FULL,
          "Pushes come faster than the disk takes them. Wait for some to complete."));
      case QUEUED -> {
      }
    }
    return config.callbacks().deliver(receipt);
  }

  private void sealPushes() {
    try {
      engine.pushes().seal(pushes.poll());
    } finally {
      if (!pushes.isEmpty()) {
        engine.loop().execute(this::sealPushes);
      }
    }
  }

  private void failPushes() {
    while (!pushes.isEmpty()) {
      pushes.poll()
          .forEach(
              request -> request.receipt().completeExceptionally(SyncEngine.closedProblem()));
    }
  }

  /** Pushes over again what waits in an old store of the same group; gives how many that were. */
  public CompletableFuture<Integer> moveOutbox(ClientStore old) {
    OutboxMove move =
        new OutboxMove(old, unsent -> onLoop(future -> engine.pushes().pushMoved(unsent, future)));
    return until(view -> view.roster().device(view.self().id()).isPresent())
        .thenCompose(
            met -> move.run(config.crypto(), config.random(), engine.status().group()));
  }

  /** Pushes a checkpoint of a stream. */
  public CompletableFuture<PushReceipt> checkpoint(String stream) {
    return onLoop(future -> engine.checkpointer().request(stream, future));
  }

  /** Completes when the condition holds. */
  public CompletableFuture<Void> until(Predicate<ReplicaView> condition) {
    return onLoop(future -> engine.waiters().until(condition, future, engine.view()));
  }

  /** Completes with the push's cursor. */
  public CompletableFuture<Long> placed(long seq) {
    return onLoop(future -> engine.waiters().placed(seq, future, engine.view()));
  }

  /** Completes when everything that was pushed before this call is at the relay. */
  public CompletableFuture<Void> drained() {
    return onLoop(future -> {
      long last = engine.replica().lastSeq();
      engine.waiters().until(view -> view.isPlacedUpTo(last), future, engine.view());
    });
  }

  /** Changes the roster. */
  public CompletableFuture<Void> command(RosterCommand command) {
    return onLoop(future -> engine.command(command, problem -> {
      if (problem == null) {
        future.complete(null);
      } else {
        future.completeExceptionally(problem);
      }
    }));
  }

  /** Something that is done on the loop and completes a future, at once or later. */
  private interface Task<T> {
    void run(CompletableFuture<T> future);
  }

  private <T> CompletableFuture<T> onLoop(Task<T> task) {
    CompletableFuture<T> future = new CompletableFuture<>();
    boolean queued = engine.loop().execute(() -> {
      try {
        engine.requireRunning();
        task.run(future);
      } catch (SyncProblem problem) {
        future.completeExceptionally(problem);
      } catch (RuntimeException | Error defect) {
        future.completeExceptionally(SyncEngine.defectProblem(defect));
        throw defect;
      }
    });
    if (!queued) {
      future.completeExceptionally(SyncEngine.closedProblem());
    }
    return config.callbacks().deliver(future);
  }

  /** Large contents. */
  public ContentDesk content() {
    return engine.content();
  }

  /** Begins an invite. */
  public InviteDesk.Handle invite(InviteOptions options, PairingApproval approval) {
    return engine.invites().invite(options, approval);
  }

  /** Fresh words for a code. */
  public CodeOffer drawnOffer() {
    return CodeOffer.drawn(config.random());
  }

  /** Begins an invite by code or passphrase. */
  public InviteDesk.Handle inviteByCode(CodeOffer offer, PasswordCost cost, InviteOptions options,
      PairingApproval approval) {
    return engine.invites().inviteByCode(offer, cost, options, approval);
  }

  public SyncStatus status() {
    return engine.status();
  }

  public Optional<ByteString> appValue(String key) {
    return engine.appValue(key);
  }

  public List<ContentTransfer> contentTransfers() {
    return read(() -> engine.content().transfers());
  }

  public List<MemberDevice> devices() {
    return read(() -> engine.view().devices());
  }

  public List<DeviceProgress> progress() {
    return read(() -> engine.live().progress());
  }

  /** Gives this device another name. */
  public CompletableFuture<PushReceipt> rename(String name) {
    return onLoop(future -> future.complete(new PushReceipt(engine.pushes().rename(name))));
  }

  /** Signals to who is connected now; null: to all others. Completes when it has left this device. */
  public CompletableFuture<Void> signal(ByteString body, String contentType,
      @Nullable DeviceId to) {
    return onLoop(future -> engine.live().signals().signal(body, contentType, to, future));
  }

  /** Connects, takes at most so many blobs, and disconnects. */
  public CompletableFuture<PullResult> pull(int maxBlobs) {
    return onLoop(future -> engine.live().pull(maxBlobs, future));
  }

  /** Completes when the relay has told in this session how far the devices are. */
  public CompletableFuture<List<DeviceProgress>> freshProgress() {
    CompletableFuture<Void> told = onLoop(future -> engine.waiters()
        .until(view -> engine.live().isProgressTold(), future, engine.view()));
    return told.thenApply(now -> progress());
  }

  public List<OutboxView> outbox() {
    return read(() -> engine.view().outbox());
  }

  public List<ParkedBlob> parked() {
    return read(() -> engine.view().parkedBlobs());
  }

  /** Tries parked blobs again; completes with how many opened. */
  public CompletableFuture<Integer> retryParked() {
    return onLoop(future -> {
      int[] opened = new int[1];
      engine.run(engine.replica()
          .retryParked(count -> opened[0] = count, config.clock().millis()));
      engine.requireRunning();
      future.complete(opened[0]);
    });
  }

  /** Forgets a parked blob; completes with whether there was one. */
  public CompletableFuture<Boolean> dropParked(long cursor) {
    return onLoop(future -> {
      ReplicaStep step = engine.replica().dropParked(cursor);
      engine.run(step);
      engine.requireRunning();
      future.complete(!step.records().isEmpty());
    });
  }

  /** Opens what was captured elsewhere. */
  public OpenedBlob openSealed(ByteString captured) {
    return read(() -> CapturedBlob.open(captured, engine.view(), config.crypto()));
  }

  public StreamId streamId(String name) {
    return read(() -> engine.replica().streamId(name));
  }

  /** A short look at the state; waits for the loop, which never waits for anything but the disk. */
  private <T> T read(Callable<T> computation) {
    try {
      return engine.loop().call(() -> {
        engine.requireRunning();
        return computation.call();
      }).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SyncProblem problem) {
        throw problem;
      }
      throw e;
    }
  }

  /** Ends everything within half a second. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    engine.loop().execute(() -> {
      failPushes();
      engine.close();
    });
    engine.loop().shutdown();
    try {
      engine.loop().await(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
