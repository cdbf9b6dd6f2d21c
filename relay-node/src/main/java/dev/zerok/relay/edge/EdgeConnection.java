package dev.zerok.relay.edge;

import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.session.SessionEnded;
import dev.zerok.relay.door.HandshakeRate;
import dev.zerok.relay.edge.EdgeObserver.CutReason;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.http.WebSocketInternal;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket: joins what arrives to messages, writes what its session has to say, and ends what stalls.
 *
 * <p>What a peer that does not read costs: one full write queue ({@link EdgeConfig#WRITE_QUEUE_BYTES} and one
 * message), the session's own bounded queue, and {@code stallLimit} of time; then the socket is cut. Who takes bytes, however
 * slowly, is not one of them.
 *
 * <p>Lives on one event loop; only {@link #execute} and {@link #executeInOrder} may be called from other threads.
 */
final class EdgeConnection {
  private static final long NEVER = Long.MAX_VALUE;
  private static final int INTERNAL_ERROR = 1011;

  private final WebSocketInternal socket;
  private final EdgeWiring wiring;
  private final EdgeConfig config;
  private final HandshakeTurns turns;
  private final MessageAssembler assembler = new MessageAssembler(Limits.NOISE_MESSAGE_BYTES);
  private @Nullable MessageSession session;
  private HandshakeTurns.@Nullable Waiting waiting;
  private HandshakeRate.Step nextStep = HandshakeRate.Step.ANSWERED;
  private long nextPing;
  private int pingsHeard;
  private final StallClock stall = new StallClock();
  private long endingSince = NEVER;
  private boolean closing;
  private boolean gone;

  EdgeConnection(WebSocketInternal socket, EdgeWiring wiring, HandshakeTurns turns) {
    this.socket = socket;
    this.wiring = wiring;
    this.turns = turns;
    this.config = wiring.config();
    schedulePing(now());
  }

  /** Starts to hand messages to the session; {@code onGone} runs after it was told that the socket is gone. */
  void start(MessageSession carried, Runnable onGone) {
    session = carried;
    socket.setWriteQueueMaxSize(EdgeConfig.WRITE_QUEUE_BYTES);
    socket.frameHandler(frame -> guarded(() -> take(carried, frame)));
    socket.exceptionHandler(this::failed);
    socket.drainHandler(
        drained -> {
          stall.stop();
          guarded(() -> {});
        });
    socket.closeHandler(
        closed -> {
          gone = true;
          stopWaiting();
          carried.closed();
          onGone.run();
        });
  }

  /** Runs the task on the event loop, after those that were given before, and writes what then waits. Any thread. */
  void execute(Runnable task) {
    loop().execute(() -> guarded(task));
  }

  /** As {@link #execute}, but at once if this is the event loop. */
  void executeInOrder(Runnable task) {
    if (loop().inEventLoop()) {
      guarded(task);
    } else {
      execute(task);
    }
  }

  /** Our own code failed: it is told, and costs this connection and no other. */
  void defect(Throwable failure) {
    wiring.observer().defect(failure);
    close(INTERNAL_ERROR);
  }

  /** Tells the session that the node is going down. */
  void drain() {
    guarded(
        () -> {
          if (session != null) {
            session.drain();
          }
        });
  }

  /** Pings, and ends what stalls or does not finish closing; what is silent is ended by its session. */
  void sweep(long now) {
    if (gone) {
      return;
    }
    if (socket.writeQueueFull()) {
      stall.look(waitingBytes(), now);
    }
    if (passed(endingSince, config.closeLimit(), now)) {
      cut(CutReason.UNFINISHED_CLOSE);
    } else if (stall.hasRun(config.stallLimit(), now)) {
      cut(CutReason.STALLED);
    } else if (session != null && !isClosing()) {
      MessageSession carried = session;
      guarded(() -> carried.tick(now));
      pingWhenDue(now);
    }
  }

  private void pingWhenDue(long now) {
    if (now >= nextPing && !isClosing()) {
      schedulePing(now);
      pingsHeard = 0;
      if (!socket.writeQueueFull()) {
        socket.writePing(Buffer.buffer());
      }
    }
  }

  private void take(MessageSession carried, WebSocketFrame frame) {
    if (isClosing()) {
      return;
    }
    carried.heard();
    try {
      if (frame.isPing()) {
        pingsHeard++;
        if (pingsHeard > EdgeConfig.MAX_PINGS_PER_INTERVAL) {
          throw new ConnectionViolation(ConnectionViolation.POLICY, "too many pings");
        }
      } else if (frame.isText() || frame.isBinary() || frame.isContinuation()) {
        byte[] message = assembler.add(frame);
        if (message != null && carried.isOpening()) {
          awaitTurn(carried, message);
        } else if (message != null) {
          carried.received(message);
        }
      }
    } catch (ConnectionViolation violation) {
      violated(violation.closeCode());
    }
  }

  /** A message of the handshake costs an agreement of keys: it waits for its turn, and all behind it waits on the line. */
  private void awaitTurn(MessageSession carried, byte[] message) {
    socket.pause();
    HandshakeTurns.Waiting step = () -> {
      waiting = null;
      if (!isClosing()) {
        guarded(() -> measured(carried, message));
      }
      socket.resume();
    };
    waiting = step;
    turns.await(step, nextStep == HandshakeRate.Step.FINISHED, loop());
  }

  private void measured(MessageSession carried, byte[] message) {
    long began = wiring.time().monotonicNanos();
    carried.received(message);
    wiring.door().rate().took(nextStep, wiring.time().monotonicNanos() - began);
    nextStep = HandshakeRate.Step.FINISHED;
  }

  private void stopWaiting() {
    if (waiting != null) {
      turns.giveUp(waiting);
      waiting = null;
    }
  }

  /** Runs the task, then writes as much as there is room for. */
  private void guarded(Runnable task) {
    try {
      task.run();
      if (session != null) {
        write(session);
      }
    } catch (RuntimeException failure) {
      defect(failure);
    }
  }

  private void write(MessageSession carried) {
    while (!isClosing()) {
      SessionEnded how = carried.ending();
      if (how != null && endingSince == NEVER) {
        endingSince = now();
      }
      if (socket.writeQueueFull()) {
        stall.look(waitingBytes(), now());
        return;
      }
      byte[] message = carried.nextMessage();
      if (message != null) {
        socket.writeBinaryMessage(Buffer.buffer(message));
      } else if (how != null) {
        close(how.closeCode());
      } else if (carried.ending() == null) {
        return;
      }
    }
  }

  /** Bytes written that the system did not take yet; of a message that left in part, the rest. */
  private long waitingBytes() {
    ChannelOutboundBuffer queue =
        socket.channelHandlerContext().channel().unsafe().outboundBuffer();
    return queue == null ? 0 : queue.totalPendingWriteBytes() - queue.currentProgress();
  }

  private void failed(Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      violated(corrupted.closeStatus().code());
    } else if (!gone) {
      cut(CutReason.BROKEN);
    }
  }

  private void violated(int closeCode) {
    wiring.observer().violated(closeCode);
    close(closeCode);
  }

  /** Closes with a close frame; what was written before still goes out first. */
  private void close(int code) {
    if (!isClosing()) {
      closing = true;
      endingSince = endingSince == NEVER ? now() : endingSince;
      socket.close((short) code);
    }
  }

  /** Takes the socket away at once, whatever still waits to be written. */
  private void cut(CutReason reason) {
    wiring.observer().cut(reason);
    gone = true;
    stopWaiting();
    var _ = socket.channelHandlerContext().close(); // what becomes of it is told by the close handler
  }

  private boolean isClosing() {
    return gone || closing || socket.isClosed();
  }

  private EventExecutor loop() {
    return socket.channelHandlerContext().executor();
  }

  private void schedulePing(long now) {
    long jitter = wiring.randomBelow(2 * config.pingJitter() + 1) - config.pingJitter();
    nextPing = now + config.pingInterval() + jitter;
  }

  private long now() {
    return wiring.time().monotonicMillis();
  }

  private static boolean passed(long since, long limit, long now) {
    return since != NEVER && now - since >= limit;
  }
}
