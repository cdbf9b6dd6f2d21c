package dev.zerok.relay.testkit;

import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.relay.port.DeviceSink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps everything that a session is told, in order, and lets a test wait for the next. */
public final class FakeDeviceSink implements DeviceSink {
  /** One call. */
  public sealed interface Call {
    record Answer(RelayFrame frame) implements Call {}

    record Signalled(RelayFrame frame) implements Call {}

    record Head(long head) implements Call {}

    record Evicted(@Nullable RelayFrame lastEntry, GoAwayReason reason) implements Call {}
  }

  private static final long PATIENCE_SECONDS = 20;

  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
  private long highestHead; // guarded by this
  private boolean over; // guarded by this

  @Override
  public void answer(RelayFrame frame) {
    calls.add(new Call.Answer(frame));
  }

  @Override
  public void signal(RelayFrame frame) {
    calls.add(new Call.Signalled(frame));
  }

  @Override
  public void headMoved(long head) {
    calls.add(new Call.Head(head));
    synchronized (this) {
      highestHead = Math.max(highestHead, head);
      notifyAll();
    }
  }

  @Override
  public void evicted(@Nullable RelayFrame lastEntry, GoAwayReason reason) {
    calls.add(new Call.Evicted(lastEntry, reason));
    synchronized (this) {
      over = true;
      notifyAll();
    }
  }

  /** Waits until the session knows of that head or is over; takes no call away. */
  synchronized void awaitReach(long head) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try {
      while (highestHead < head && !over) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("the session was not told of head " + head);
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** The next call; waits for it. */
  public Call next() {
    try {
      Call call = calls.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (call == null) {
        throw new AssertionError("the session was told nothing");
      }
      return call;
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** The next answer; heads in front of it are passed over. */
  public RelayFrame nextAnswer() {
    Call call = next();
    while (call instanceof Call.Head) {
      call = next();
    }
    if (call instanceof Call.Answer answer) {
      return answer.frame();
    }
    throw new AssertionError("not an answer: " + call);
  }

  /** Waits until the session was told of that head or a later one; nothing but heads may come before. */
  public void awaitHead(long head) {
    Call call = next();
    while (!(call instanceof Call.Head moved && moved.head() >= head)) {
      if (!(call instanceof Call.Head)) {
        throw new AssertionError("not a head: " + call);
      }
      call = next();
    }
  }

  /** Waits for the end of the session; heads in front of it are passed over. */
  public Call.Evicted awaitEviction() {
    Call call = next();
    while (call instanceof Call.Head) {
      call = next();
    }
    if (call instanceof Call.Evicted evicted) {
      return evicted;
    }
    throw new AssertionError("not an eviction: " + call);
  }

  /** What came so far and was not taken; without waiting. */
  public List<Call> soFar() {
    List<Call> taken = new ArrayList<>();
    calls.drainTo(taken);
    return taken;
  }
}
