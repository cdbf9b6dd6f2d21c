package dev.zerok.relay.edge;

import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.relay.port.DeviceSink;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Brings what the router says to a device onto its connection's event loop, in the order of the calls.
 *
 * <p>Answers are bounded by what asked for them (PUSH-6) and end up in the session's bounded queue, which ends
 * a session that does not read. Heads are many, so at most one is under way: the newest.
 */
final class LoopDeviceSink implements DeviceSink {
  /** Signals on their way to the event loop; further ones are dropped (SIGNAL-4). */
  private static final int MAX_SIGNALS = 64;

  private final EdgeConnection connection;
  private final EdgeSession session;
  private final AtomicLong newestHead = new AtomicLong();
  private final AtomicBoolean headUnderWay = new AtomicBoolean();
  private final AtomicInteger signalsUnderWay = new AtomicInteger();
  private @Nullable DeviceStream stream; // event loop only

  LoopDeviceSink(EdgeConnection connection, EdgeSession session) {
    this.connection = connection;
    this.session = session;
  }

  /** The device was admitted: heads have a meaning from now on. Event loop only. */
  void open(DeviceStream admitted) {
    stream = admitted;
  }

  @Override
  public void answer(RelayFrame frame) {
    connection.execute(() -> session.send(frame));
  }

  @Override
  public void signal(RelayFrame frame) {
    if (signalsUnderWay.incrementAndGet() > MAX_SIGNALS) {
      signalsUnderWay.decrementAndGet();
      session.signalSkipped();
      return;
    }
    connection.execute(() -> {
      signalsUnderWay.decrementAndGet();
      if (stream != null) {
        session.signal(frame);
      }
    });
  }

  @Override
  public void headMoved(long head) {
    newestHead.accumulateAndGet(head, Math::max);
    if (headUnderWay.compareAndSet(false, true)) {
      connection.execute(this::takeHead);
    }
  }

  private void takeHead() {
    headUnderWay.set(false);
    if (stream != null) {
      stream.headMoved(newestHead.get());
    }
  }

  @Override
  public void evicted(@Nullable RelayFrame lastEntry, GoAwayReason reason) {
    connection.execute(() -> session.evicted(lastEntry, reason));
  }
}
