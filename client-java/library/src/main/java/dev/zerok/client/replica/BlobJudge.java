package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.roster.Departure;
import dev.zerok.protocol.seal.BlobEnvelope;
import dev.zerok.protocol.seal.ChainCheck;
import dev.zerok.protocol.seal.Fork;
import dev.zerok.protocol.seal.OpenFailure;
import dev.zerok.protocol.seal.OpenedPayload;
import dev.zerok.protocol.seal.Opener;
import dev.zerok.protocol.wire.Deliver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a delivered blob is worth (PROTOCOL.md § 7, RECV-1 to RECV-3, SEAL-3 to SEAL-5): to the app, to its sender's chain, or a fork. */
final class BlobJudge {
  /**
   * @param handedOn what opened and goes on now; empty where there is nothing to hand on, or not yet
   * @param records to be stored when the blob's turn has come
   */
  record Verdict(Optional<OpenedPayload> handedOn, List<StoreRecord> records) {
    static final Verdict COUNTS_FOR_NOBODY = new Verdict(Optional.empty(), List.of());
  }

  private final ReplicaState state;
  private final SequenceCheck sequences;

  BlobJudge(ReplicaState state) {
    this.state = state;
    this.sequences = new SequenceCheck(state);
  }

  /**
   * Judges the next entry of the log, a blob; keeps it where it does not open or has to wait.
   *
   * @throws Halt at a fork, or where no more can be kept
   */
  Verdict judge(Deliver deliver, BlobEnvelope envelope, ByteString hash, ReplicaStep step)
      throws Halt, ProtocolViolation {
    requireNone(ChainCheck.findForkOutside(state.roster(), envelope));
    if (!ChainCheck.counts(state.roster(), state, envelope, deliver.getCursor())) {
      return Verdict.COUNTS_FOR_NOBODY;
    }
    if (sequences.isDuplicate(envelope, hash, step)) {
      return verdict(false, envelope, hash, deliver.getCursor(), Optional.empty());
    }
    requireCutOfRemoval(envelope, hash);
    if (isParked(deliver)) {
      boolean opened = state.parking.isKeptForItsTurn(deliver.getCursor());
      return verdict(opened, envelope, hash, deliver.getCursor(), Optional.empty());
    }
    ByteString previous =
        state.blobHash(envelope.sender(), envelope.deviceSeq() - 1).orElse(ByteString.EMPTY);
    Optional<OpenedPayload> opened = openOrPark(deliver, envelope, previous, step);
    boolean waits = opened.isPresent() && waits(opened.get(), deliver, previous, step);
    return verdict(opened.isPresent(), envelope, hash, deliver.getCursor(),
        waits ? Optional.empty() : opened);
  }

  /** Only what opened is its sender's word; of the rest nothing is believed but that its sequence is taken in this log. */
  private Verdict verdict(boolean opened, BlobEnvelope envelope, ByteString hash, long cursor,
      Optional<OpenedPayload> handedOn) {
    DeviceId sender = envelope.sender();
    long seq = envelope.deviceSeq();
    List<StoreRecord> records = new ArrayList<>();
    records.add(opened
        ? new StoreRecord.SenderMark(sender, seq, hash, cursor)
        : new StoreRecord.SenderClaim(sender, seq, hash, cursor));
    records.forEach(state.senders::received);
    if (opened) {
      state.parking.placesInEarlierLogs(sender, seq)
          .forEach(place -> records.add(new StoreRecord.Unparked(place)));
    }
    return new Verdict(handedOn, records);
  }

  private static void requireNone(Optional<Fork> fork) throws Halt {
    if (fork.isPresent()) {
      throw Halt.fork(fork.get().words());
    }
  }

  /** A blob that was parked before a crash comes again; another one in its place would be swallowed with it (RECV-5). */
  private boolean isParked(Deliver deliver) throws Halt {
    Optional<Deliver> parked = state.parking.at(deliver.getCursor());
    if (parked.isPresent() && !parked.get().equals(deliver)) {
      throw Halt.fork(Fork.of(Fork.Kind.CURSOR).words());
    }
    return parked.isPresent();
  }

  /** RECV-1: the last blob of a removed device is the one that its removal names, whether it opens or not. */
  private void requireCutOfRemoval(BlobEnvelope envelope, ByteString hash) throws Halt {
    Optional<Departure> departure = state.roster()
        .departure(envelope.sender())
        .filter(gone -> gone.kind() == Departure.Kind.REMOVED)
        .filter(gone -> gone.lastDeviceSeq() == envelope.deviceSeq());
    if (departure.isPresent() && !departure.get().lastBlobHash().equals(hash)) {
      throw Halt.fork(Fork.of(Fork.Kind.REMOVAL_CUT).words());
    }
  }

  private Optional<OpenedPayload> openOrPark(
      Deliver deliver, BlobEnvelope envelope, ByteString previous, ReplicaStep step)
      throws Halt, ProtocolViolation {
    Optional<EpochSecret> secret = state.keyring.of(envelope.epoch());
    if (secret.isEmpty()) {
      park(deliver, previous, "this device has no key of epoch " + envelope.epoch(), step);
      return Optional.empty();
    }
    OpenedPayload opened;
    try {
      opened =
          Opener.open(state.crypto(), state.self.group(), secret.get(), state.roster(), deliver);
    } catch (OpenFailure e) {
      park(deliver, previous, e.reason().words(), step);
      return Optional.empty();
    }
    requireNone(ChainCheck.findFork(state.roster(), state, opened, deliver.getCursor()));
    if (opened.seen().isPresent()) {
      state.log.learn(opened.seen().get());
      boolean sameLog = state.logId().equals(opened.seen().map(Position::logId));
      if (sameLog) {
        state.senders.sawUpTo(envelope.sender(), opened.seen().get().cursor());
      }
    }
    state.names.learn(opened).ifPresent(step::store);
    return Optional.of(opened);
  }

  /** CKPT-6: whether it is kept for later instead of being handed on now. */
  private boolean waits(OpenedPayload opened, Deliver deliver, ByteString previous,
      ReplicaStep step) throws Halt {
    if (!state.checkpoints.keeps(opened)) {
      return false;
    }
    if (!state.parking.hasRoomFor(deliver)) {
      state.checkpoints.giveUp(step);
      return false;
    }
    state.parking.park(deliver, previous, CheckpointReceiver.WHY_KEPT).forEach(step::store);
    return true;
  }

  /** RECV-3. Kept at once, before its turn comes: a doubled record does no harm, a lost blob would. */
  private void park(Deliver deliver, ByteString previous, String reason, ReplicaStep step)
      throws Halt, ProtocolViolation {
    state.parking.park(deliver, previous, reason).forEach(step::store);
    step.tell(new SyncEvent.BlobParked(
        DeviceId.fromWire(deliver.getSender()), deliver.getDeviceSeq(), deliver.getCursor(),
        reason));
  }
}
