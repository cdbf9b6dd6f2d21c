package dev.zerok.protocol.pairing;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.wire.PairAdmit;
import dev.zerok.protocol.wire.RosterHead;
import java.util.List;

/**
 * What a joiner needs to begin (PairAdmit, PROTOCOL.md § 9). Holds secrets: whoever takes it closes {@link #epochSecret}.
 *
 * @param rosterHead whose last entry is the joiner's own Add
 * @param seen the Add's own place in the log, with its running hash
 * @param checkpointHashes blob hashes of the newest checkpoints, at most {@value #MAX_CHECKPOINTS}
 */
public record PairAdmission(
    RosterHead rosterHead, EpochSecret epochSecret, Position seen,
    List<ByteString> checkpointHashes) {
  /** Checkpoints that can be named: they and the rest fit one mailbox body. */
  public static final int MAX_CHECKPOINTS = 64;

  public PairAdmission {
    checkpointHashes = List.copyOf(checkpointHashes);
    if (!isSound(rosterHead, seen, checkpointHashes)) {
      throw new IllegalArgumentException("an admission with a field out of its bounds");
    }
  }

  static PairAdmission fromWire(PairAdmit wire) throws PairingFailure {
    try {
      Position seen = Position.fromWire(wire.getSeen());
      boolean secrets =
          wire.getEpoch() >= 1
              && wire.getEpochSecret().size() == EpochSecret.LENGTH
              && wire.getStreamSecret().size() == EpochSecret.LENGTH;
      if (!secrets || !isSound(wire.getRosterHead(), seen, wire.getCheckpointHashesList())) {
        throw malformed();
      }
      return new PairAdmission(wire.getRosterHead(), epochSecret(wire), seen,
          wire.getCheckpointHashesList());
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
