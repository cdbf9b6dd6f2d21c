package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.seal.BlobEnvelope;
import dev.zerok.protocol.seal.Fork;
import dev.zerok.protocol.seal.SenderPast;
import java.util.Optional;

/** Where a blob stands in its sender's sequence (RECV-2, SEAL-3, RESET-4), with what this device knows of the sender. */
final class SequenceCheck {
  private final ReplicaState state;

  SequenceCheck(ReplicaState state) {
    this.state = state;
  }

  /**
   * Whether a blob that counts came before, in an earlier log. Reports what is missing before it.
   *
   * @throws Halt at a fork
   */
  boolean isDuplicate(BlobEnvelope envelope, ByteString hash, ReplicaStep step) throws Halt {
    DeviceId sender = envelope.sender();
    Optional<SenderChains.Here> here = state.senders.here(sender);
    SenderPast past = new SenderPast(here.map(SenderChains.Here::seq).orElse(0L),
        state.senders.opened(sender).map(StoreRecord.SenderMark::seq).orElse(0L), excuse(here));
    return switch (past.placeOf(envelope.deviceSeq())) {
      case TWICE -> throw Halt.fork(Fork.of(Fork.Kind.SEQUENCE).words());
      case BEHIND_LEFT_OUT -> throw Halt.fork(Fork.of(Fork.Kind.LEFT_OUT).words());
      case DUPLICATE -> true;
      case NEXT -> state.parking.keepsOfEarlierLog(sender, envelope.deviceSeq(), hash);
      case BEHIND_LOST -> {
        boolean kept = state.parking.keepsOfEarlierLog(sender, envelope.deviceSeq(), hash);
        if (!kept) {
          reportMissing(sender, past.last() + 1, envelope.deviceSeq(), step);
        }
        yield kept;
      }
    };
  }

  private SenderPast.Excuse excuse(Optional<SenderChains.Here> here) {
    long since = here.map(SenderChains.Here::cursor).orElse(0L);
    if (state.log.gapSince(since)) {
      return SenderPast.Excuse.GAP;
    }
    return here.isEmpty() || since <= state.renewedTo()
        ? SenderPast.Excuse.NEW_LOG
        : SenderPast.Excuse.NONE;
  }

  /** What is parked from an earlier log is not missing. */
  private void reportMissing(DeviceId sender, long from, long before, ReplicaStep step) {
    long first = from;
    while (first < before && state.parking.keepsOfEarlierLog(sender, first)) {
      first++;
    }
    if (first < before) {
      step.tell(new SyncEvent.PushesMissing(sender, first, before - 1));
    }
  }
}
