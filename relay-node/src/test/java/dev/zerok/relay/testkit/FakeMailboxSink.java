package dev.zerok.relay.testkit;

import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.relay.port.MailboxSink;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what a joiner is told. */
public final class FakeMailboxSink implements MailboxSink {
  private static final long PATIENCE_SECONDS = 20;

  private final BlockingQueue<RelayFrame> frames = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  @Override
  public void answer(RelayFrame frame) {
    frames.add(frame);
  }

  @Override
  public void ended() {
    ended.countDown();
  }

  /** The next frame; waits for it. */
  public RelayFrame next() {
    try {
      RelayFrame frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("the joiner was told nothing");
      }
      return frame;
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  public void awaitEnd() {
    try {
      if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the mailbox did not end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
