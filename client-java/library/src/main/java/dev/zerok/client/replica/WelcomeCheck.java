package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.position.LogHashes;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.wire.Welcome;

/** Compares what Welcome says of this device with what its store says: is the store an old copy, or a clone (RECV-8)? */
final class WelcomeCheck {
  private WelcomeCheck() {}

  /** The position that this device goes on from. */
  static Position positionAfter(Welcome welcome, ReplicaState state)
      throws Halt, ProtocolViolation {
    LogId log = LogId.fromWire(welcome.getLogId());
    Position applied = state.applied;
    if (applied == null) {
      requireNothingAcknowledged(welcome, state);
      requireOwnSequence(welcome, state);
      return Position.start(state.self.group(), log);
    }
    if (!applied.logId().equals(log)) {
      requireNeverInThatLog(welcome);
      requireOwnSequence(welcome, state);
      return applied;
    }
    if (welcome.getOwnApplied() > applied.cursor()) {
      throw older("the relay has " + welcome.getOwnApplied() + " as acknowledged, the store "
          + applied.cursor());
    }
    requireOwnSequence(welcome, state);
    return applied;
  }

  /** RESET-3: a device that has not been in a log has acknowledged nothing there; a copy of it may have. */
  private static void requireNeverInThatLog(Welcome welcome) throws Halt {
    if (welcome.getOwnApplied() > 0) {
      throw older("the relay has " + welcome.getOwnApplied()
          + " as acknowledged in a log that the store never saw");
    }
  }

  /** A relay begins a device's watermark at its own entry, and a new group's log begins with its roster. */
  private static void requireNothingAcknowledged(Welcome welcome, ReplicaState state) throws Halt {
    if (welcome.getOwnApplied() > state.roster().length()) {
      throw older("the relay has " + welcome.getOwnApplied()
          + " as acknowledged, the store was never connected");
    }
  }

  private static void requireOwnSequence(Welcome welcome, ReplicaState state) throws Halt {
    long seq = welcome.getOwnDeviceSeq();
    if (seq > state.outbox.lastSeq()) {
      throw older("the relay has push " + seq + " of this device, the store ends at "
          + state.outbox.lastSeq());
    }
    Outbox.Item own = state.outbox.get(seq);
    ByteString theirs = welcome.getOwnPushHash();
    boolean differs = own != null && !theirs.isEmpty()
        && !LogHashes.pushHash(own.blobHash(), own.push().getTtlSeconds()).equals(theirs);
    if (differs) {
      throw older("the relay has another push " + seq + " of this device");
    }
  }

  private static Halt older(String evidence) {
    return new Halt(StopCause.STORE_OLDER, new SyncEvent.StoreIsOlder(evidence));
  }
}
