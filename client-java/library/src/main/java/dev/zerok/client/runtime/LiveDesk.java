package dev.zerok.client.runtime;

import dev.zerok.client.model.DeviceProgress;
import dev.zerok.client.model.PullResult;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.session.Features;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What devices that are connected at the same time have of each other (PROTOCOL.md § 6.8). On the loop. */
final class LiveDesk {
  private final SyncEngine engine;
  private final OtherDevices others = new OtherDevices();
  private final SignalDesk signals;
  private @Nullable PullRun pull;
  private boolean startWanted;

  LiveDesk(SyncEngine engine) {
    this.engine = engine;
    this.signals = new SignalDesk(engine);
  }

  SignalDesk signals() {
    return signals;
  }

  /**
   * Pulls once.
   *
   * @throws SyncProblem {@code STARTED}, or why this device stopped
   */
  void pull(int maxBlobs, CompletableFuture<PullResult> result) {
    engine.view().stopProblem().ifPresent(stopped -> {
      throw stopped;
    });
    if (pull != null || !engine.connector().isIdle()) {
      throw new SyncProblem(SyncProblem.Reason.STARTED,
          "This client is started, or pulls already: it receives by itself.");
    }
    pull = new PullRun(engine, maxBlobs, result);
    engine.connector().connect();
  }

  /** Whether a pull goes on; then the wish to connect is kept for its end. */
  boolean defersStart() {
    startWanted |= pull != null;
    return pull != null;
  }

  /** The pull is over; whoever wanted to start meanwhile is started. */
  void pullEnded() {
    pull = null;
    if (startWanted) {
      startWanted = false;
      engine.connect();
    }
  }

  /** The app applied a blob. */
  void applied() {
    if (pull != null) {
      pull.applied();
    }
  }

  /** Something was settled: an app that took the last content ends a pull, too. */
  void afterStep() {
    if (pull != null) {
      pull.afterStep();
    }
  }

  /** More may be sent. */
  void writable() {
    signals.flushed();
  }

  /** The features of the next session's Hello. */
  long features() {
    long hidden = engine.config().presence() ? 0 : Features.NO_PRESENCE;
    return hidden | (pull == null ? 0 : Features.PULL);
  }

  /** Takes a frame of the relay if it is about other devices; else leaves it to the replica. */
  boolean takes(RelayFrame frame) {
    try {
      switch (frame.getFrameCase()) {
        case PRESENCE -> {
          others.presence(frame.getPresence());
          others.news(engine.view()).ifPresent(engine::tell);
        }
        case WATERMARKS -> {
          others.watermarks(frame.getWatermarks());
          engine.waiters().check(engine.view());
        }
        case SIGNAL_FROM ->
            signals.received(frame.getSignalFrom()).ifPresent(engine::tell);
        default -> {
          return false;
        }
      }
    } catch (ProtocolViolation e) {
      engine.connector().end("The relay broke the protocol: " + e.words(), true);
    }
    return true;
  }

  /** The replica took a frame up: the roster may name more devices than before. */
  void after(RelayFrame frame) {
    if (frame.hasRosterEntries()) {
      others.news(engine.view()).ifPresent(engine::tell);
    }
    if (pull != null && engine.view().stopped().isEmpty()) {
      pull.after(frame);
    }
  }

  /** Whether the relay has said in this session how far the devices are. */
  boolean isProgressTold() {
    return others.isToldWatermarks();
  }

  /** How far every device is. */
  List<DeviceProgress> progress() {
    return others.progress(engine.view());
  }

  /** The session is over. */
  void sessionEnded() {
    others.sessionEnded();
    signals.sessionEnded();
    if (pull != null) {
      pull.sessionEnded();
    }
  }
}
