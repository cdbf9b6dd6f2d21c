package dev.zerok.relay.core;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.ArrayList;
import java.util.List;

/** One command's turn: the records that it may change and the effects that it leaves for when they are durable. */
final class Turn {
  private final ShardRecords records;
  private final List<ShardEffect> effects = new ArrayList<>();

  Turn(ShardRecords records) {
    this.records = records;
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
