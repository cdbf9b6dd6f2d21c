package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.seal.BlobEnvelope;
import dev.zerok.protocol.seal.ChainCheck;
import dev.zerok.protocol.seal.Fork;
import dev.zerok.protocol.seal.KnownHistory;
import dev.zerok.protocol.seal.OpenFailure;
import dev.zerok.protocol.seal.OpenedPayload;
import dev.zerok.protocol.seal.Opener;
import dev.zerok.protocol.wire.Deliver;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Tries parked blobs again: with every new epoch secret, and once in a session for what a crash or a cut left over (RECV-3). */
final class ParkedRetry {
  private final ReplicaState state;
  private final Set<Long> queued = new HashSet<>();
  private boolean owed = true;

  ParkedRetry(ReplicaState state) {
    this.state = state;
  }

  /** A session ended: blobs that were opened and waited for their turn are opened again. */
  void rewind() {
    owed |= !queued.isEmpty();
    queued.clear();
  }

  void runIfOwed(ReplicaStep step) throws Halt {
    if (owed) {
      run(step);
    }
  }

  /** Tries each; gives how many opened, or turned out to count for nobody. */
  int run(ReplicaStep step) throws Halt {
    owed = false;
    int opened = 0;
    for (Parking.Parked parked : state.parking.all()) {
      Optional<EpochSecret> secret = state.keyring.of(parked.deliver().getEpoch());
      if (secret.isPresent() && !queued.contains(parked.deliver().getCursor())) {
        opened += retry(parked, secret.get(), step) ? 1 : 0;
      }
    }
    return opened;
  }

  private boolean retry(Parking.Parked parked, EpochSecret secret, ReplicaStep step) throws Halt {
    Deliver deliver = parked.deliver();
    long cursor = deliver.getCursor();
    AtItsPlace place = new AtItsPlace(parked.previous(), cursor);
    OpenedPayload opened;
    try {
      if (!ChainCheck.counts(state.roster(), place, BlobEnvelope.of(deliver), cursor)) {
        step.store(state.parking.remove(cursor));
        return true;
      }
      opened = Opener.open(state.crypto(), state.self.group(), secret, state.roster(), deliver);
    } catch (OpenFailure e) {
      // It stays parked, and was reported when it was parked.
      state.parking.triedAgain(cursor, e.reason().words()).ifPresent(step::store);
      return false;
    } catch (ProtocolViolation e) {
      return false;
    }
    Optional<Fork> fork = ChainCheck.findFork(state.roster(), place, opened, cursor);
    if (fork.isPresent()) {
      throw Halt.fork(fork.get().words());
    }
    if (state.checkpoints.keeps(opened) || !state.queue.isFree(cursor)) {
      return false;
    }
    List<StoreRecord> done = new ArrayList<>();
    done.add(new StoreRecord.Unparked(cursor));
    done.addAll(state.senders.openedLater(opened.envelope().sender(),
        opened.envelope().deviceSeq(), opened.blobHash(), cursor));
    done.forEach(state.senders::received);
    if (CheckpointReceiver.isLast(opened)
        && state.checkpoints.complete(opened, cursor, null, done)) {
      queued.add(cursor);
      return true;
    }
    state.names.learn(opened).ifPresent(step::store);
    Optional<IncomingBlob> forApp = Receiver.forApp(opened, cursor);
    Optional<ContentArrival> content = ContentArrival.of(opened);
    if (forApp.isEmpty() && content.isEmpty()) {
      state.apply(done, step);
      return true;
    }
    queued.add(cursor);
    state.queue
        .add(new ApplyQueue.Entry(null, forApp.orElse(null), content.orElse(null), done));
    return true;
  }

  /** The history as it was when the blob came: its sender has gone on since. */
  private final class AtItsPlace implements KnownHistory {
    private final ByteString previous;
    private final boolean ofEarlierLog;

    AtItsPlace(ByteString previous, long cursor) {
      this.previous = previous;
      this.ofEarlierLog = cursor < 0;
    }

    @Override
    public Optional<LogId> logId() {
      return state.logId();
    }

    @Override
    public Optional<ByteString> runningHashAt(long cursor) {
      return state.runningHashAt(cursor);
    }

    @Override
    public Optional<ByteString> blobHash(DeviceId sender, long deviceSeq) {
      return previous.isEmpty() ? Optional.empty() : Optional.of(previous);
    }

    @Override
    public OptionalLong cursorOfRosterEntry(int index) {
      // What was parked counted when it came: an entry that put its sender out by then would have kept it from being parked.
      return ofEarlierLog ? OptionalLong.of(Long.MAX_VALUE) : state.cursorOfRosterEntry(index);
    }

    @Override
    public int rosterAppliedBefore() {
      return ofEarlierLog ? 0 : state.rosterAppliedBefore();
    }
  }
}
