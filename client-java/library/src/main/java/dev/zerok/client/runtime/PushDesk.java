package dev.zerok.client.runtime;

import dev.zerok.client.model.PushOptions;
import dev.zerok.client.model.PushReceipt;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.replica.ReplicaStep;
import dev.zerok.client.replica.UnsentPushes;
import dev.zerok.client.store.StoreRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Seals what the app pushes. On the loop. */
final class PushDesk {
  private final SyncEngine engine;

  PushDesk(SyncEngine engine) {
    this.engine = engine;
  }

  /** Seals a batch of pushes under one commit. A defect fails all of them, and is the loop's. */
  void seal(List<PushQueue.Request> batch) {
    try {
      sealAll(batch);
    } catch (RuntimeException | Error defect) {
      SyncProblem problem = SyncEngine.defectProblem(defect);
      batch.forEach(request -> request.receipt().completeExceptionally(problem));
      throw defect;
    }
  }

  private void sealAll(List<PushQueue.Request> batch) {
    List<StoreRecord> records = new ArrayList<>();
    List<Runnable> completions = new ArrayList<>();
    for (PushQueue.Request request : batch) {
      try {
        engine.requireRunning();
        PushOptions options = request.options();
        ReplicaStep step = engine.replica()
            .push(options.stream(), options.contentType(), request.body(),
                options.ttlSeconds(), engine.now());
        records.addAll(step.records());
        long seq = engine.replica().lastSeq();
        completions.add(() -> request.receipt().complete(new PushReceipt(seq)));
      } catch (SyncProblem problem) {
        request.receipt().completeExceptionally(problem);
      }
    }
    if (engine.commit(records)) {
      engine.refresh();
      completions.forEach(Runnable::run);
    } else {
      batch.forEach(request -> request.receipt().completeExceptionally(engine.problemNow()));
    }
    engine.pump();
  }

  /** Gives this device another name; the sequence of the push that says so. */
  long rename(String name) {
    engine.run(engine.replica().rename(name, engine.now()));
    engine.requireRunning();
    long seq = engine.replica().lastSeq();
    engine.pump();
    return seq;
  }

  /** Seals a payload that waited at another device of the same person. */
  void pushMoved(UnsentPushes.Unsent unsent, CompletableFuture<PushReceipt> receipt) {
    ReplicaStep step = engine.replica().pushMoved(unsent, engine.now());
    long seq = engine.replica().lastSeq();
    if (engine.commit(step.records())) {
      engine.refresh();
      receipt.complete(new PushReceipt(seq));
    } else {
      receipt.completeExceptionally(engine.problemNow());
    }
    engine.pump();
  }
}
