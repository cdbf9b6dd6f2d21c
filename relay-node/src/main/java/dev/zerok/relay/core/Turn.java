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
  private final ReleaseChains releases;
  private final int indexEntries;
  private LastSeen lastSeen;
  private final List<ShardEffect> effects = new ArrayList<>();

  Turn(ShardRecords records, ReleaseChains releases, int indexEntries, LastSeen lastSeen) {
    this.records = records;
    this.indexEntries = indexEntries;
    this.releases = releases;
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
    if (!lastSeen.mayPass()) {
      return state.watermarks();
    }
    return Watermarks.of(state.countingDevices()
        .filter(entry -> lastSeen.counts(state, entry.getKey(), entry.getValue())));
  }

  /** The next moment at which a device may stop to hold up what checkpoints cover; empty if none does. */
  OptionalLong nextUnseen(GroupState state) {
    return lastSeen.nextUnseen(state, state.checkpoints().reach());
  }

  /** What {@link Retention#INDEX_ENTRIES} says, or a test. */
  int indexEntries() {
    return indexEntries;
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

  /** Those cursors of a group are looked at for deletion by a later command. */
  void releaseLater(GroupState state, long from, long to) {
    if (releases.add(state.group(), from, to)) {
      leave(new ShardEffect.FollowedBy(new ShardCommand.Release(state.group())));
    }
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
