package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.store.StoreImage;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.seal.KnownHistory;
import dev.zerok.protocol.seal.StreamIds;
import dev.zerok.protocol.wire.Hello;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The parts of one replica, and what the seal's checks want to know of them. */
final class ReplicaState implements KnownHistory, AutoCloseable {
  private static final StoreRecord.LogRenewed FIRST_LOG = new StoreRecord.LogRenewed(0, 0);

  final DeviceSelf self;
  final RosterBook book;
  final EpochKeyring keyring;
  final ReceivedLog log = new ReceivedLog();
  final SenderChains senders;
  final ApplyQueue queue = new ApplyQueue();
  final Parking parking;
  final DeviceNames names;
  final Outbox outbox;
  final RefusedPushes refused;
  final StreamBytes streamBytes;
  final CheckpointReceiver checkpoints;
  private final int rosterOfInviter;
  private StoreRecord.LogRenewed renewed;
  /** The last entry applied; null before the first Welcome. */
  @Nullable Position applied;
  /** The start of the first log while nothing of it is applied; else null. */
  private @Nullable Position begun;

  ReplicaState(DeviceSelf self, StoreImage image, boolean restores) {
    this.self = self;
    book = RosterBook.of(self.crypto(), self.group(), image.chain());
    keyring = new EpochKeyring(image.epochs().values());
    senders = new SenderChains(image);
    renewed = image.renewed().orElse(FIRST_LOG);
    rosterOfInviter = image.joinProof().map(StoreRecord.JoinProof::rosterLength).orElse(0);
    parking = new Parking(image.parked().values(), image.parkedNotes());
    outbox = new Outbox(image);
    refused = new RefusedPushes(image.refused());
    streamBytes = new StreamBytes(image.streamsPushed(), outbox);
    names = new DeviceNames(image.deviceNames());
    checkpoints = new CheckpointReceiver(this, image.history(), restores);
    applied = image.applied().orElse(null);
    log.beginAt(applied, image.pastHashes());
  }

  Crypto crypto() {
    return self.crypto();
  }

  Roster roster() {
    return book.roster();
  }

  long appliedCursor() {
    return applied == null ? 0 : applied.cursor();
  }

  /**
   * The first session begins, in this log. That is stored with the first entry: a relay begins a device's watermark at its own entry,
   * so a place before that would pass for an old copy's in the next session (RECV-8).
   */
  void begin(Position start) {
    begun = start;
    applied = start;
    log.beginAt(start, Map.of(0L, start.runningHash()));
  }

  /** The entry at this place is applied. */
  void applied(Position place, ReplicaStep step) {
    if (begun != null) {
      step.store(new StoreRecord.Applied(begun));
      begun = null;
    }
    applied = place;
    step.store(new StoreRecord.Applied(place));
  }

  /**
   * The relay has another log, and this device begins at its start (RESET-1). As the fold of {@link StoreRecord.NewLog} has it.
   *
   * @param head of that log, in the relay's word
   */
  List<Outbox.Item> newLog(StoreRecord.NewLog change, long head, ReplicaStep step) {
    renewed = new StoreRecord.LogRenewed(
        Math.max(rosterAppliedBefore(), book.lengthAt(appliedCursor())), head);
    step.store(change);
    step.store(renewed);
    begun = null;
    applied = change.start();
    log.newLog(change.start());
    book.newLog();
    senders.newLog();
    parking.newLog();
    queue.rewind();
    checkpoints.newLog();
    return outbox.newLog(change.knownOwnSeq());
  }

  /** The cursor up to which this log may lack blobs without a word, because the relay lost an earlier one; 0: it did not. */
  long renewedTo() {
    return renewed.renewedTo();
  }

  /** The stream has reached the head: no relay's renewed log goes on behind it. */
  void caughtUp(long cursor, ReplicaStep step) {
    if (cursor < renewed.renewedTo()) {
      renewed = new StoreRecord.LogRenewed(renewed.rosterLength(), cursor);
      step.store(renewed);
    }
  }

  /** The cursor up to which every other device that holds up deletion is known to have applied. */
  long appliedEverywhere() {
    return roster()
        .devices()
        .values()
        .stream()
        .filter(device -> !device.id().equals(self.id()) && !device.isDormant())
        .mapToLong(device -> senders.seenBy(device.id()))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** What this device calls itself. */
  String ownName() {
    return names.of(self.id()).orElse(self.deviceName());
  }

  /** The frame that begins a session (§ 6.1). */
  Hello hello(ByteString incarnation, int receiveWindow, ByteString accessToken) {
    Hello.Builder hello = Hello.newBuilder()
        .setGroupId(self.group().bytes())
        .setStoreIncarnation(incarnation)
        .setReceiveWindow(receiveWindow)
        .setAccessToken(accessToken);
    if (applied != null) {
      hello.setLast(applied.toWire());
    }
    if (roster().length() > 0) {
      hello.setRosterHead(roster().head());
    }
    return hello.build();
  }

  /** These records are stored with the entry that is applied; what is in memory follows them. */
  void apply(List<StoreRecord> records, ReplicaStep step) {
    for (StoreRecord record : records) {
      step.store(record);
      senders.applied(record);
      if (record instanceof StoreRecord.Unparked unparked) {
        parking.remove(unparked.cursor());
      } else if (record instanceof StoreRecord.HistoryAwaited awaited) {
        checkpoints.applied(awaited);
      }
    }
  }

  /** The opaque id of a stream's name. */
  StreamId streamId(String name) {
    return StreamIds.derive(crypto(), self.group(), keyring.newest().streamSecret(), name);
  }

  /** A session ended: what was received and not applied is forgotten, and comes again. */
  void rewind() {
    if (begun != null) {
      begun = null;
      applied = null;
    }
    log.rewindTo(applied);
    senders.rewind();
    queue.rewind();
    checkpoints.rewind();
  }

  @Override
  public Optional<LogId> logId() {
    return log.received().map(Position::logId);
  }

  @Override
  public Optional<ByteString> runningHashAt(long cursor) {
    return log.hashAt(cursor);
  }

  @Override
  public Optional<ByteString> blobHash(DeviceId sender, long deviceSeq) {
    return sender.equals(self.id()) ? outbox.hash(deviceSeq) : senders.hash(sender, deviceSeq);
  }

  @Override
  public OptionalLong cursorOfRosterEntry(int index) {
    return book.cursorOf(index);
  }

  @Override
  public int rosterAppliedBefore() {
    return Math.max(rosterOfInviter, renewed.rosterLength());
  }

  /** Wipes keys and secrets. */
  @Override
  public void close() {
    keyring.close();
    self.close();
  }
}
