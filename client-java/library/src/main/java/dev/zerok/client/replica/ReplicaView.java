package dev.zerok.client.replica;

import dev.zerok.client.model.MemberDevice;
import dev.zerok.client.model.OutboxView;
import dev.zerok.client.model.ParkedBlob;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.roster.Roster;
import java.util.List;
import java.util.Optional;

/** What a replica's owner may look at between two steps. Valid until the next step; same thread. */
public final class ReplicaView {
  private final ReplicaState state;
  private final Optional<StopCause> stopped;
  private final String stoppedWords;
  private final long head;
  private final boolean caughtUp;
  private final boolean contentsTaken;
  private final Optional<ErrorCode> delayedBy;

  ReplicaView(ReplicaState state, Optional<StopCause> stopped, String stoppedWords, long head,
      boolean caughtUp, boolean contentsTaken, Optional<ErrorCode> delayedBy) {
    this.state = state;
    this.stopped = stopped;
    this.stoppedWords = stoppedWords;
    this.head = head;
    this.caughtUp = caughtUp;
    this.contentsTaken = contentsTaken;
    this.delayedBy = delayedBy;
  }

  public DeviceSelf self() {
    return state.self;
  }

  public Roster roster() {
    return state.roster();
  }

  public Optional<StopCause> stopped() {
    return stopped;
  }

  /** Why it stopped, for a person; empty while it runs. */
  public String stoppedWords() {
    return stoppedWords;
  }

  /** What is answered to whoever waits for this replica; empty while it runs. */
  public Optional<SyncProblem> stopProblem() {
    return stopped.map(cause -> cause.problem(stoppedWords));
  }

  /** The newest entry known of. */
  public long head() {
    return head;
  }

  /** The last entry applied; 0 before the first session. */
  public long cursor() {
    return state.appliedCursor();
  }

  /** Whether this session has caught up. */
  public boolean isCaughtUp() {
    return caughtUp;
  }

  /** Whether nothing received waits to be applied, and no complete content to be taken. */
  public boolean isAllApplied() {
    return state.queue.size() == 0 && contentsTaken;
  }

  public int outboxCount() {
    return state.outbox.waitingCount();
  }

  public long outboxBytes() {
    return state.outbox.waitingBytes();
  }

  /** Why the relay takes no push for now, in this session; empty while it takes them. */
  public Optional<ErrorCode> delayedBy() {
    return delayedBy;
  }

  public int parked() {
    return state.parking.size();
  }

  /** The secrets of an epoch, still the replica's; empty if this device has not got them. */
  public Optional<EpochSecret> epochSecret(int epoch) {
    return state.keyring.of(epoch);
  }

  /** Whether the relay has acknowledged every push up to and with that sequence. */
  public boolean isPlacedUpTo(long seq) {
    return state.outbox.waitingFrom(1).filter(item -> item.seq() <= seq).isEmpty();
  }

  /** Why the relay will never take that push; empty where it may, or where that is forgotten. */
  public Optional<SyncProblem> refusalOf(long seq) {
    return state.refused.problem(seq);
  }

  /** Where the relay placed that push; 0: it has not yet, or it is so long ago that it is forgotten here. */
  public long placeOf(long seq) {
    Outbox.Item item = state.outbox.get(seq);
    return item == null ? 0 : Math.max(0, item.cursor());
  }

  /** The position behind an entry that was received, with its running hash; empty where that is not known. */
  public Optional<Position> placeAt(long cursor) {
    return state.log.hashAt(cursor)
        .map(hash -> new Position(state.log.position().logId(), cursor, hash));
  }

  /** The cursor of the roster entry at that index; 0 where it is not known. */
  public long cursorOfEntry(int index) {
    return state.book.cursorOf(index).orElse(0);
  }

  /** The cursor at which another device came in last; 0 where that is not known. */
  public long lastJoined() {
    return state.roster()
        .devices()
        .values()
        .stream()
        .filter(device -> !device.id().equals(state.self.id()) && device.addedAt() > 0)
        .mapToLong(device -> cursorOfEntry(device.addedAt()))
        .max()
        .orElse(0);
  }

  /** Whether the app's state here is as good as any other device's: nothing is missing for good, nothing is waited for. */
  public boolean isWhole() {
    return state.checkpoints.history().isWhole();
  }

  /** The highest cursor of a stream that a checkpoint known of covers; 0: none. */
  public long coveredTo(StreamId stream) {
    return state.checkpoints.history().coveredTo(stream);
  }

  public List<MemberDevice> devices() {
    return state.roster()
        .devices()
        .values()
        .stream()
        .map(device -> new MemberDevice(device.id(), device.isAdmin(), device.isDormant(),
            device.id().equals(state.self.id()),
            state.senders.opened(device.id()).map(StoreRecord.SenderMark::seq).orElse(0L),
            device.id().equals(state.self.id())
                ? ownName()
                : state.names.of(device.id()).orElse("")))
        .toList();
  }

  /** What this device calls itself. */
  public String ownName() {
    return state.ownName();
  }

  /** The cursor up to which a device has applied for certain (WMARK-3): its own signed word, or for this device its own store. */
  public long provenBy(DeviceId device) {
    return device.equals(state.self.id()) ? cursor() : state.senders.seenBy(device);
  }

  public List<OutboxView> outbox() {
    return state.outbox.all()
        .stream()
        .map(item -> new OutboxView(item.seq(), item.push().getPayload(),
            Math.max(0, item.cursor()),
            Frames.delivered(item.push(), state.self.id(), Math.max(0, item.cursor()))
                .toByteString()))
        .toList();
  }

  /** The blobs that do not open, in the order of the log. */
  public List<ParkedBlob> parkedBlobs() {
    return state.parking.blobs();
  }
}
