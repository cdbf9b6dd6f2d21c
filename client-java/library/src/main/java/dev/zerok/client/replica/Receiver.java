package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.position.LogHashes;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.seal.BlobEnvelope;
import dev.zerok.protocol.seal.Fork;
import dev.zerok.protocol.seal.OpenedPayload;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.Gap;
import dev.zerok.protocol.wire.GapReason;
import dev.zerok.protocol.wire.PayloadKind;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.protocol.wire.PushAck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The receiving rules (PROTOCOL.md § 7, RECV-1 to RECV-5): takes the stream entry by entry, keeps its running hash and puts each blob,
 * as {@link BlobJudge} sees it, where it waits for its turn.
 */
final class Receiver {
  private final ReplicaState state;
  private final RosterReceiver rosters;
  private final ParkedRetry parkedRetry;
  private final BlobJudge judge;

  Receiver(ReplicaState state, RosterReceiver rosters) {
    this.state = state;
    this.rosters = rosters;
    this.parkedRetry = new ParkedRetry(state);
    this.judge = new BlobJudge(state);
  }

  /**
   * Roster entries: in the stream, ahead of it, or known already.
   *
   * @param otherLog whether their places are of a log that this device is not in yet; they come again there
   */
  void roster(List<PlacedRosterEntry> entries, boolean otherLog, ReplicaStep step)
      throws Halt, ProtocolViolation {
    for (PlacedRosterEntry placed : entries) {
      long cursor = otherLog ? 0 : placed.getCursor();
      boolean newSecret = rosters.learn(placed.getEntry(), cursor, step);
      if (cursor > 0) {
        place(cursor, Roster.entryHash(placed.getEntry()));
      }
      if (newSecret) {
        parkedRetry.run(step);
      }
    }
  }

  /** The relay's word that an own push lies there; both the answer to a push and its place in the stream (DELIV-2). */
  void ownPush(PushAck ack, ReplicaStep step) throws Halt, ProtocolViolation {
    Optional<ByteString> hash = state.outbox.hash(ack.getDeviceSeq());
    if (hash.isEmpty() && ack.getCursor() < state.log.next()) {
      return; // long ago: every device has it, and it was dropped here
    }
    if (hash.isEmpty() && ack.getDeviceSeq() <= state.outbox.lastSeq()) {
      skipOwn(ack.getCursor());
      return;
    }
    if (hash.isEmpty()) {
      throw new Halt(StopCause.STORE_OLDER,
          new SyncEvent.StoreIsOlder("the relay has push " + ack.getDeviceSeq()
              + " of this device, which the store does not know"));
    }
    place(ack.getCursor(), hash.get());
  }

  /**
   * An own push that every device had, so that it was dropped here, lies in the log again: the relay went back to an old copy
   * (RESET-2). Its hash is forgotten, and the running hash with it, as after a gap.
   */
  private void skipOwn(long cursor) throws Halt {
    if (cursor == state.log.next()) {
      state.queue.add(new ApplyQueue.Entry(state.log.skipTo(cursor), null, List.of()));
      takeAhead();
    }
  }

  private void place(long cursor, ByteString entryHash) throws Halt, ProtocolViolation {
    if (state.log.isNextElseNote(cursor, entryHash)) {
      takeSilently(entryHash);
      takeAhead();
    } else if (cursor > 0 && cursor < state.log.next()) {
      requireAsBefore(cursor, entryHash);
    }
  }

  /** An entry from before: where both running hashes around it are remembered it must be the same one (RECV-5). */
  private void requireAsBefore(long cursor, ByteString entryHash) throws Halt {
    Optional<ByteString> before = state.log.hashAt(cursor - 1);
    Optional<ByteString> after = state.log.hashAt(cursor);
    if (before.isPresent() && after.isPresent()
        && !LogHashes.step(before.get(), cursor, entryHash).equals(after.get())) {
      throw Halt.fork(Fork.of(Fork.Kind.CURSOR).words());
    }
  }

  private void takeSilently(ByteString entryHash) throws Halt {
    Position place = state.log.take(entryHash);
    state.queue.add(new ApplyQueue.Entry(place, null, List.of()));
  }

  private void takeAhead() throws Halt {
    for (Optional<ByteString> hash = state.log.pollAhead(); hash.isPresent();
        hash = state.log.pollAhead()) {
      takeSilently(hash.get());
    }
  }

  /** What the relay cannot deliver. */
  void gap(Gap gap, ReplicaStep step) throws Halt, ProtocolViolation {
    if (!rosters.isAdmitted() || !state.log.mayBeginGap(gap.getFrom())) {
      throw Halt.fork(Fork.of(Fork.Kind.CURSOR).words());
    }
    if (gap.getTo() < gap.getFrom()) {
      throw ProtocolViolation.invalid("The relay reported a gap that ends before it begins.");
    }
    long from = state.log.next();
    if (gap.getTo() < from) {
      return; // all of it was told ahead of the stream
    }
    Position place = state.log.skipTo(gap.getTo());
    List<StoreRecord> awaited = state.checkpoints.gap(from, gap.getTo(), step);
    state.queue
        .add(new ApplyQueue.Entry(place, null, new ContentArrival.OfGap(), awaited,
            state.checkpoints.turnOfGap(), null));
    step.tell(new SyncEvent.GapReported(from, gap.getTo(),
        gap.getReason() == GapReason.GAP_REASON_LOST));
    takeAhead();
  }

  /** RECV-5: nothing may have been left out before the head, nor before the place where a pull ends. */
  void requireAllUpTo(long cursor) throws Halt {
    if (state.log.position().cursor() < cursor) {
      throw Halt.fork(Fork.of(Fork.Kind.CURSOR).words());
    }
  }

  /** Everything up to the head is here. */
  void caughtUp(long head, ReplicaStep step) throws Halt {
    state.caughtUp(head, step);
    state.outbox.dropPlaceless(step);
    state.checkpoints.caughtUp(step);
    parkedRetry.runIfOwed(step);
    state.queue
        .add(new ApplyQueue.Entry(null, null, new ContentArrival.OfCaughtUp(), List.of()));
  }

  /** Tries what is parked again; gives how many opened. */
  int retryParked(ReplicaStep step) throws Halt {
    return parkedRetry.run(step);
  }

  /** A session ended. */
  void rewind() {
    parkedRetry.rewind();
  }

  /** RECV-5. */
  private void requireNext(long cursor) throws Halt {
    if (!rosters.isAdmitted() || cursor != state.log.next()) {
      throw Halt.fork(Fork.of(Fork.Kind.CURSOR).words());
    }
  }

  /** A blob. */
  void blob(Deliver deliver, ReplicaStep step) throws Halt, ProtocolViolation {
    requireNext(deliver.getCursor());
    BlobEnvelope envelope = BlobEnvelope.of(deliver);
    ByteString hash = envelope.blobHash(deliver.getPayload());
    if (envelope.sender().equals(state.self.id())) {
      throw ProtocolViolation.invalid("The relay delivered this device's own blob to it.");
    }
    BlobJudge.Verdict verdict = judge.judge(deliver, envelope, hash, step);
    Position place = state.log.takeStreamed(hash);
    List<StoreRecord> records = new ArrayList<>(verdict.records());
    Optional<OpenedPayload> opened = verdict.handedOn();
    boolean restores = opened.filter(CheckpointReceiver::isLast)
        .filter(last -> state.checkpoints.complete(last, deliver.getCursor(), place, records))
        .isPresent();
    if (!restores) {
      state.queue.add(new ApplyQueue.Entry(place,
          opened.flatMap(payload -> forApp(payload, deliver.getCursor())).orElse(null),
          opened.flatMap(ContentArrival::of).orElse(null), records));
    }
    takeAhead();
  }

  /** What is handed on of a blob that was kept. */
  static ApplyQueue.Entry parkedEntry(OpenedPayload opened, long cursor) {
    return new ApplyQueue.Entry(null, forApp(opened, cursor).orElse(null),
        List.of(new StoreRecord.Unparked(cursor)));
  }

  /** RECV-7: only what an app pushed reaches the app. */
  static Optional<IncomingBlob> forApp(OpenedPayload opened, long cursor) {
    if (opened.header().getKind() != PayloadKind.PAYLOAD_KIND_DATA) {
      return Optional.empty();
    }
    return Optional.of(new IncomingBlob(
        opened.envelope().sender(),
        opened.envelope().deviceSeq(),
        Math.max(0, cursor),
        opened.envelope().stream(),
        opened.header().getContentType(),
        opened.header().getSentAtMillis(),
        opened.body()));
  }
}
