package dev.zerok.client.runtime;

import dev.zerok.client.model.PullResult;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Pull;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.concurrent.CompletableFuture;

/**
 * One pull: connect, take at most so many blobs, apply, acknowledge, say goodbye (PULL-1 to PULL-3). Tries every address of the relay
 * once, and one of them again: a log that begins anew takes a second session. On the loop.
 */
final class PullRun {
  private final SyncEngine engine;
  private final int maxBlobs;
  private final CompletableFuture<PullResult> result;
  private int attemptsLeft;
  private int applied;
  private boolean resting;
  private boolean more;
  private boolean leaving;

  PullRun(SyncEngine engine, int maxBlobs, CompletableFuture<PullResult> result) {
    this.engine = engine;
    this.maxBlobs = maxBlobs;
    this.result = result;
    this.attemptsLeft = engine.connector().relay().urls().size() + 1;
    CompletableFuture<Void> over = new CompletableFuture<>();
    CompletableFuture<Void> unused = over.whenComplete((nothing, failure) -> {
      if (failure != null) {
        result.completeExceptionally(failure); // the engine stopped or was closed
      }
    });
    engine.waiters().until(view -> result.isDone(), over, engine.view());
  }

  /** The replica took a frame up. */
  void after(RelayFrame frame) {
    if (frame.hasWelcome()) {
      resting = false;
      Pull pull = Pull.newBuilder().setMaxBlobs(maxBlobs).build();
      engine.connector().send(ClientFrame.newBuilder().setPull(pull).build());
    } else if (frame.hasCaughtUp()) {
      resting = true;
      more = frame.getCaughtUp().getMore();
    }
    afterStep();
  }

  /** The app applied a blob. */
  void applied() {
    applied++;
  }

  /** Leaves when all is applied, and contents that are complete are taken. */
  void afterStep() {
    if (resting && !leaving && engine.view().isAllApplied()) {
      leaving = true;
      // Behind the acknowledgement that ends this task.
      engine.loop().execute(engine.connector()::leave);
    }
  }

  /** The session is over, wanted or not. */
  void sessionEnded() {
    resting = false;
    attemptsLeft--;
    if (!leaving && attemptsLeft <= 0) {
      engine.connector().stayAway();
    }
    // Behind what else the end tells, and when it is clear whether the connector comes back.
    engine.loop().execute(this::judgeEnd);
  }

  private void judgeEnd() {
    if (leaving) {
      result.complete(new PullResult(applied, more, engine.view().cursor()));
    } else if (engine.connector().isIdle()) {
      result.completeExceptionally(new SyncProblem(SyncProblem.Reason.OFFLINE,
          "The relay was not reached, did not admit this device, or the connection broke. What was applied stays; pull again."));
    } else {
      return;
    }
    engine.waiters().check(engine.view());
    engine.live().pullEnded();
  }
}
