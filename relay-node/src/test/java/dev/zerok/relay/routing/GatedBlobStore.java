package dev.zerok.relay.routing;

import dev.zerok.relay.port.BlobStore;
import dev.zerok.relay.port.StorageFailure;
import dev.zerok.relay.port.StoreBatch;
import dev.zerok.relay.port.StoreSnapshot;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A store whose commits a test can hold back or let fail, and whose batches' calls it can count. */
final class GatedBlobStore implements BlobStore {
  private static final long PATIENCE_SECONDS = 20;

  private final BlobStore real;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<Long> committedBytes = new CopyOnWriteArrayList<>();
  private final Semaphore held = new Semaphore(0);
  private final Semaphore gate = new Semaphore(0);
  private volatile boolean holding;
  private volatile boolean failing;
  private volatile String failingCall = "";

  GatedBlobStore(BlobStore real) {
    this.real = real;
  }

  void holdCommits() {
    holding = true;
  }

  /** Returns when the log waits in a commit. */
  void awaitHeldCommit() {
    try {
      if (!held.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("nothing was committed");
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  void letCommitsGo() {
    holding = false;
    gate.release();
  }

  void failCommits() {
    failing = true;
  }

  /** Lets a call on batches fail, by its name. */
  void fail(String call) {
    failingCall = call;
  }

  /** The names of the calls on batches since this was last asked. */
  List<String> takeCalls() {
    List<String> taken = List.copyOf(calls);
    calls.clear();
    return taken;
  }

  /** What every commit since this was last asked has written. */
  List<Long> takeCommittedBytes() {
    List<Long> taken = List.copyOf(committedBytes);
    committedBytes.clear();
    return taken;
  }

  @Override
  public StoreBatch begin() {
    StoreBatch batch = real.begin();
    return (StoreBatch) Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[]{StoreBatch.class},
        (proxy, method, arguments) -> {
          calls.add(method.getName());
          if (method.getName().equals("commit")) {
            beforeCommit();
          }
          if (method.getName().equals(failingCall)) {
            throw new StorageFailure("the test's disk cannot be read", new IOException("no"));
          }
          try {
            Object result = method.invoke(batch, arguments);
            if (method.getName().equals("commit")) {
              committedBytes.add((Long) result);
            }
            return result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  private void beforeCommit() throws InterruptedException {
    if (failing) {
      throw new StorageFailure("the test's disk fails", new IOException("no"));
    }
    if (holding) {
      held.release();
      gate.acquire();
    }
  }

  @Override
  public StoreSnapshot snapshot() {
    return real.snapshot();
  }

  @Override
  public void close() {
    real.close();
  }
}
