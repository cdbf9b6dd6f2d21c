package dev.zerok.protocol.pairing;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.wire.PairAdmit;
import dev.zerok.protocol.wire.RosterHead;
import java.util.ArrayList;
import java.util.List;

/**
 * What a joiner needs to begin (PairAdmit, PROTOCOL.md § 9). Holds secrets: whoever takes it closes {@link #epochSecret}.
 *
 * @param rosterHead whose last entry is the joiner's own Add
 * @param seen the Add's own place in the log, with its running hash
 * @param checkpointHashes blob hashes of the newest checkpoints, at most {@value #MAX_CHECKPOINTS}
 * @param historyStreams streams of which the inviter pushes a checkpoint right after the Add, at most {@value #MAX_STREAMS} (PAIR-8)
 */
public record PairAdmission(
    RosterHead rosterHead, EpochSecret epochSecret, Position seen,
    List<ByteString> checkpointHashes, List<StreamId> historyStreams) {
  /** Checkpoints that can be named: they and the rest fit one mailbox body. */
  public static final int MAX_CHECKPOINTS = 64;

  /** Streams that can be announced. */
  public static final int MAX_STREAMS = Limits.CHECKPOINT_STREAMS;

  public PairAdmission {
    checkpointHashes = List.copyOf(checkpointHashes);
    historyStreams = List.copyOf(historyStreams);
    if (!isSound(rosterHead, seen, checkpointHashes) || historyStreams.size() > MAX_STREAMS) {
      throw new IllegalArgumentException("an admission with a field out of its bounds");
    }
  }

  /** An admission that announces no history. */
  public PairAdmission(
      RosterHead rosterHead, EpochSecret epochSecret, Position seen,
      List<ByteString> checkpointHashes) {
    this(rosterHead, epochSecret, seen, checkpointHashes, List.of());
  }

  static PairAdmission fromWire(PairAdmit wire) throws PairingFailure {
    try {
      Position seen = Position.fromWire(wire.getSeen());
      boolean secrets =
          wire.getEpoch() >= 1
              && wire.getEpochSecret().size() == EpochSecret.LENGTH
              && wire.getStreamSecret().size() == EpochSecret.LENGTH;
      boolean streams = wire.getHistoryStreamsCount() <= MAX_STREAMS;
      if (!secrets || !streams
          || !isSound(wire.getRosterHead(), seen, wire.getCheckpointHashesList())) {
        throw malformed();
      }
      List<StreamId> history = new ArrayList<>();
      for (ByteString stream : wire.getHistoryStreamsList()) {
        history.add(StreamId.fromWire(stream));
      }
      return new PairAdmission(wire.getRosterHead(), epochSecret(wire), seen,
          wire.getCheckpointHashesList(), history);
    } catch (ProtocolViolation e) {
      throw malformed();
    }
  }

  PairAdmit toWire() {
    return PairAdmit.newBuilder()
        .setRosterHead(rosterHead)
        .setEpoch(epochSecret.epoch())
        .setEpochSecret(ByteString.copyFrom(epochSecret.secret().expose()))
        .setStreamSecret(ByteString.copyFrom(epochSecret.streamSecret().expose()))
        .setSeen(seen.toWire())
        .addAllCheckpointHashes(checkpointHashes)
        .addAllHistoryStreams(historyStreams.stream().map(StreamId::toWire).toList())
        .build();
  }

  private static EpochSecret epochSecret(PairAdmit wire) {
    return new EpochSecret(
        wire.getEpoch(),
        Secret.adopt(wire.getEpochSecret().toByteArray()),
        Secret.adopt(wire.getStreamSecret().toByteArray()));
  }

  private static boolean isSound(RosterHead head, Position seen,
      List<ByteString> checkpointHashes) {
    return head.getLength() >= 1
        && head.getHash().size() == Sha256.LENGTH
        && seen.isHashKnown()
        && seen.cursor() >= 1
        && checkpointHashes.size() <= MAX_CHECKPOINTS
        && checkpointHashes.stream().allMatch(hash -> hash.size() == Sha256.LENGTH);
  }

  private static PairingFailure malformed() {
    return PairingFailure
        .failed("The inviting device sent an unusable welcome. Ask for a new invite.");
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "PairAdmission[roster of " + rosterHead.getLength() + ", epoch " + epochSecret.epoch()
        + "]";
  }
}
