package dev.zerok.client.replica;

import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.Reset;
import dev.zerok.protocol.wire.Welcome;
import org.jspecify.annotations.Nullable;

/** The relay lost data (PROTOCOL.md § 6.7): how a device goes over to the relay's new log, and what it brings back. */
final class LogSwitch {
  private final ReplicaState state;
  private @Nullable Welcome other;

  LogSwitch(ReplicaState state) {
    this.state = state;
  }

  /** A session began; says whether its log is another one than the store's, so that Reset must follow (LOG-3). */
  boolean isDue(Welcome welcome) throws ProtocolViolation {
    Position applied = state.applied;
    boolean another =
        applied != null && !applied.logId().equals(LogId.fromWire(welcome.getLogId()));
    other = another ? welcome : null;
    return another;
  }

  boolean isDue() {
    return other != null;
  }

  void sessionEnded() {
    other = null;
  }

  /** Before the Reset nothing of another log's stream may come (LOG-3). */
  void requireNoStream(RelayFrame frame) throws Halt {
    boolean stream = switch (frame.getFrameCase()) {
      case DELIVER, GAP, PUSH_ACK, CAUGHT_UP -> true;
      default -> false;
    };
    if (other != null && stream) {
      throw cannotGoOn("it goes on in a new log without saying so");
    }
  }

  /** RESET-1: takes the new log's start for this device's position, and comes back to it in the next session. */
  void reset(Reset reset, ReplicaStep step) throws Halt, ProtocolViolation {
    Welcome welcome = other;
    if (welcome == null || !reset.getLogId().equals(welcome.getLogId())) {
      throw cannotGoOn(words(reset));
    }
    long known = welcome.getOwnDeviceSeq();
    int again = state.outbox.placedAfter(known);
    StoreRecord.NewLog change = new StoreRecord.NewLog(
        Position.start(state.self.group(), LogId.fromWire(welcome.getLogId())), known);
    for (Outbox.Item found : state.newLog(change, reset.getHeadCursor(), step)) {
      step.effect(new ReplicaEffect.PushSettled(found.seq(), 0, null));
    }
    other = null;
    step.tell(new SyncEvent.RelayLostData(words(reset), again));
    step.effect(new ReplicaEffect.EndSession("The relay has a new log; going on there.", true));
  }

  /** RESET-3: a relay that went back in the very log of this device, which itself is not far enough to prove that. */
  void requireOwnPushes(Welcome welcome, ReplicaStep step) {
    long known = welcome.getOwnDeviceSeq();
    int again = state.outbox.placedAfter(known);
    if (again > 0) {
      state.outbox.unplaceAfter(known, step);
      step.tell(new SyncEvent.RelayLostData("pushes that it had acknowledged are gone", again));
    }
  }

  private static Halt cannotGoOn(String reason) {
    return new Halt(StopCause.RELAY_RESET, new SyncEvent.RelayReset(reason));
  }

  private static String words(Reset reset) {
    return switch (reset.getReason()) {
      case RESET_REASON_HEAD_BEHIND -> "its log ends before this device's place";
      case RESET_REASON_HASH_MISMATCH -> "its log is another one up to this device's place";
      default -> "it began a new log";
    };
  }
}
