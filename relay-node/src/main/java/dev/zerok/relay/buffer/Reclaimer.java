package dev.zerok.relay.buffer;

import dev.zerok.relay.port.StorageFailure;
import dev.zerok.relay.port.TimeSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** Decides when deleted payloads leave the files (DEL-3) and has it done, on a thread of its own. See {@link ReclaimCycle}. */
final class Reclaimer implements AutoCloseable {
  /** What it has done. */
  interface Pass {
    /** What an earlier process may have left behind. */
    void runAtStart() throws RocksDBException;

    /**
     * @param last whether the process ends after it and is not to be kept long: what writes much may be left to the next start
     * @return bytes written
     */
    long run(ReclaimPlan due, boolean last) throws RocksDBException, InterruptedException;
  }

  private final Pass cycle;
  private final StoreOptions options;
  private final TimeSource time;
  private final Consumer<Throwable> fatal;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private ReclaimPlan plan = new ReclaimPlan();
  private CompletableFuture<Void> planDone = new CompletableFuture<>();
  private CompletableFuture<Void> runningDone = new CompletableFuture<>(); // of what an earlier process left
  private ReclaimPace pace;
  private long writtenInPass; // or since, of which nothing is made
  private boolean closing;
  private @Nullable StorageFailure failure;

  /**
   * @param fatal told, at once, of a pass that failed
   */
  Reclaimer(Pass cycle, StoreOptions options, TimeSource time, Consumer<Throwable> fatal) {
    this.cycle = cycle;
    this.fatal = fatal;
    this.options = options;
    this.pace = ReclaimPace.first(options);
    this.time = time;
    this.thread = Thread.ofPlatform().name("zerok-reclaim").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** A batch became durable. */
  void committed(BatchTally tally) {
    lock.lock();
    try {
      plan.add(tally, time.monotonicMillis());
      writtenInPass += tally.bytes();
      if (plan.isPending()) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Completes when everything that is deleted now has left the files, also by an earlier process. */
  CompletionStage<Void> whenReclaimed() {
    lock.lock();
    try {
      return (plan.isPending() ? planDone : runningDone).copy();
    } finally {
      lock.unlock();
    }
  }

  /**
   * @throws StorageFailure if a cycle failed: the disk did, so nobody may go on
   */
  void requireSound() {
    lock.lock();
    try {
      if (failure != null) {
        throw failure;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does what is pending, and ends.
   *
   * @throws StorageFailure if that, or a pass before, failed
   */
  @Override
  public void close() throws InterruptedException {
    lock.lock();
    try {
      closing = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    thread.join();
    requireSound();
  }

  private void run() {
    try {
      cycle.runAtStart();
      runningDone().complete(null);
      boolean closingNow = false;
      while (!closingNow) {
        closingNow = !awaitDue();
        runOnce(closingNow);
      }
    } catch (Throwable e) { // whatever it was: a relay whose deletions never reach the files must not go on
      fail(new StorageFailure("deleted payloads could not be removed from the files", e));
    }
  }

  private CompletableFuture<Void> runningDone() {
    lock.lock();
    try {
      return runningDone;
    } finally {
      lock.unlock();
    }
  }

  private void runOnce(boolean last) throws RocksDBException, InterruptedException {
    ReclaimPlan due;
    CompletableFuture<Void> done;
    lock.lock();
    try {
      if (!plan.isPending()) {
        return;
      }
      due = plan;
      done = planDone;
      runningDone = done;
      plan = new ReclaimPlan();
      planDone = new CompletableFuture<>();
      writtenInPass = 0;
    } finally {
      lock.unlock();
    }
    long from = time.monotonicMillis();
    long bytes = cycle.run(due, last);
    done.complete(null);
    lock.lock();
    try {
      pace = ReclaimPace.after(options, bytes, time.monotonicMillis() - from, writtenInPass);
    } finally {
      lock.unlock();
    }
  }

  /** False when the store closes: what is pending then is done at once. */
  private boolean awaitDue() throws InterruptedException {
    lock.lock();
    try {
      while (!closing) {
        if (!plan.isPending()) {
          changed.await();
          continue;
        }
        long millis = plan.millisUntilDue(pace, time.monotonicMillis());
        if (millis == 0) {
          return true;
        }
        // Woken or not, the plan decides again: another deletion may have moved the time.
        boolean _ = changed.await(millis, TimeUnit.MILLISECONDS);
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void fail(StorageFailure cause) {
    lock.lock();
    try {
      failure = cause;
      planDone.completeExceptionally(cause);
      runningDone.completeExceptionally(cause);
    } finally {
      lock.unlock();
    }
    fatal.accept(cause);
  }
}
