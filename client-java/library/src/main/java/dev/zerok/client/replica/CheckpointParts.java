package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.Snapshots;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.seal.Sealer;
import java.util.ArrayList;
import java.util.List;

/** A state in the parts of a checkpoint (CKPT-1). */
final class CheckpointParts {
  private CheckpointParts() {}

  /** At least one part, at most 64, each as long as a payload's body may be. */
  static List<ByteString> of(ByteString body) {
    if (body.size() > Snapshots.MAX_BYTES) {
      throw new SyncProblem(SyncProblem.Reason.TOO_LARGE,
          "A stream's state has at most " + Snapshots.MAX_BYTES + " bytes, not " + body.size()
              + ". Keep less in one stream.");
    }
    List<ByteString> parts = new ArrayList<>();
    for (int from = 0; from < body.size() || parts.isEmpty(); from += Sealer.MAX_BODY_BYTES) {
      parts.add(body.substring(from, Math.min(body.size(), from + Sealer.MAX_BODY_BYTES)));
    }
    return parts;
  }

  /** Seals them into the outbox, one behind the other. */
  static ReplicaStep seal(PushSealer sealer, ReplicaState state, StreamId stream, long covers,
      List<ByteString> parts, long now) {
    ReplicaStep step = new ReplicaStep();
    for (int part = 0; part < parts.size(); part++) {
      boolean last = part == parts.size() - 1;
      step.store(sealer.sealCheckpoint(state.roster(), state.applied, stream, covers,
          parts.get(part), part, last, now));
    }
    step.store(state.checkpoints.made(stream, covers));
    return step;
  }
}
