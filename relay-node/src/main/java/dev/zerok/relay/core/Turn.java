package dev.zerok.relay.core;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** One command's turn: the records that it may change and the effects that it leaves for when they are durable. */
final class Turn {
  private final ShardRecords records;
  private LastSeen lastSeen;
  private final List<ShardEffect> effects = new ArrayList<>();

  Turn(ShardRecords records, LastSeen lastSeen) {
    this.records = records;
    this.lastSeen = lastSeen;
  }

  /** Time has passed within this turn. */
  void timeIs(LastSeen now) {
    lastSeen = now;
  }

  /** Serving time. */
  long servingMillis() {
    return lastSeen.now();
  }

  /** The watermarks of the devices that were seen within the default TTL. */
  Watermarks seen(GroupState state) {
    return Watermarks.of(state.countingDevices()
        .filter(entry -> lastSeen.counts(state, entry.getKey(), entry.getValue())));
  }

  /** The next moment at which a device may stop to hold up what checkpoints cover; empty if none does. */
  OptionalLong nextUnseen(GroupState state) {
    return lastSeen.nextUnseen(state, state.checkpoints().reach());
  }

  ShardRecords records() {
    return records;
  }

  List<ShardEffect> effects() {
    return effects;
  }

  void leave(ShardEffect effect) {
    effects.add(effect);
  }

  void decide(long number, AdmissionDecision decision) {
    leave(new ShardEffect.Decided(number, decision));
  }

  void refuse(long number, RefusalReason reason) {
    decide(number, new AdmissionDecision.Refuse(reason));
  }

  void reject(SessionKey session, ErrorCode code, Error error) {
    leave(new ShardEffect.Rejected(session, code, RelayFrame.newBuilder().setError(error).build()));
  }
}
