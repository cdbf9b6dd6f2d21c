package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.AppChanges;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.MemoryClientStore;
import dev.zerok.client.store.StoreFailure;
import dev.zerok.client.store.StoreImage;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.seal.SealedBlob;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.Ack;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.EpochBox;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.Reset;
import dev.zerok.protocol.wire.ResetReason;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.Welcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The group's first device over a store, fed frame by frame by the test, which plays the relay; Bob and Carol are the other members.
 * Records are committed before effects are carried out, as the engine does it.
 */
final class ScriptedDevice {
  static final LogId LOG = LogId.of(new byte[16]);

  final GroupFixture group = GroupFixture.founded("scripted");
  final SigningPeer bob = new SigningPeer(group, group.join(Role.ROLE_MEMBER));
  final SigningPeer carol = new SigningPeer(group, group.join(Role.ROLE_MEMBER));
  final MemoryClientStore store = new MemoryClientStore();
  final List<IncomingBlob> handedOver = new ArrayList<>();
  final List<SyncEvent> events = new ArrayList<>();
  final List<ClientFrame> sent = new ArrayList<>();
  final List<ReplicaEffect> others = new ArrayList<>();
  /** Whether the app applies what it gets at once. */
  boolean appIsFast = true;
  Replica replica;
  /** The log that the relay has now. */
  LogId log = LOG;
  /** The log as this relay has shown it so far, if it showed it truly. */
  Position place = Position.start(group.groupId(), LOG);

  ScriptedDevice() {
    List<StoreRecord> records = new ArrayList<>();
    records.add(new StoreRecord.Identity(group.firstKeys.toSecret(), group.groupId(),
        group.crypto.suite().wireName(), "a group", "a device"));
    for (int i = 0; i < group.entries.size(); i++) {
      records.add(new StoreRecord.ChainEntry(i, group.entries.get(i).toByteString(), 0));
    }
    EpochSecret epoch = group.epoch;
    records.add(new StoreRecord.EpochKeys(epoch.epoch(), epoch.secret().copy(),
        epoch.streamSecret().copy()));
    commit(records);
    replica = reloaded();
    attend();
  }

  /** A device that has received the roster's entries, cursors 1 to 3, and is online. */
  static ScriptedDevice online() {
    ScriptedDevice device = new ScriptedDevice();
    device.connect();
    device.showRoster(0);
    device.sent.clear();
    device.events.clear();
    return device;
  }

  private void showNext(int index) {
    long cursor = place.cursor() + 1;
    place = place.next(Roster.entryHash(group.entries.get(index)));
    frame(StreamFrames.roster(cursor, group.entries.get(index)));
  }

  /** Shows the roster's newest entry at the next cursor. */
  void showNewestEntry() {
    showNext(group.entries.size() - 1);
  }

  /** A new epoch, validly signed, whose box for this device nobody can open. */
  RosterEntry rekeyWithABadBox(EpochSecret next) {
    RosterEntry good = group.first.rekey(group.roster, next, group.random, GroupFixture.NOW);
    RosterBody.Builder body = GroupFixture.bodyOf(good).toBuilder();
    for (EpochBox.Builder box : body.getRekeyBuilder().getBoxesBuilderList()) {
      if (box.getDeviceId().equals(group.firstId.bytes())) {
        box.setSealed(ByteString.copyFrom(new byte[box.getSealed().size()]));
      }
    }
    return group.signed(group.firstKeys.sign(), body);
  }

  /** Shows a blob truly, at the next cursor. */
  void show(SealedBlob blob) {
    place = place.next(blob.blobHash());
    frame(StreamFrames.deliver(place.cursor(), blob));
  }

  Welcome.Builder welcome() {
    long seq = replica.lastSeq();
    return StreamFrames.welcome(log.bytes(), group.roster.head())
        .setHeadCursor(place.cursor())
        .setOwnDeviceSeq(Math.min(seq, acknowledgedPushes()));
  }

  private long acknowledgedPushes() {
    return replica.view().outbox().stream().filter(push -> push.cursor() > 0).count();
  }

  void connect() {
    frame(StreamFrames.of(welcome()));
  }

  /**
   * The relay says that it lost the log, and the device goes over to the new one, of which it has seen nothing yet.
   *
   * @param head of the new log at that moment
   */
  void renewLog(long head) {
    byte[] fresh = log.toByteArray();
    fresh[0]++;
    log = LogId.of(fresh);
    place = Position.start(group.groupId(), log);
    disconnect();
    frame(StreamFrames.of(welcome().setHeadCursor(head)));
    frame(RelayFrame.newBuilder()
        .setReset(Reset.newBuilder()
            .setLogId(log.bytes())
            .setHeadCursor(head)
            .setReason(ResetReason.RESET_REASON_UNKNOWN_LOG))
        .build());
    disconnect();
    connect();
  }

  /** Shows the roster's entries from that index on at the next cursors. */
  void showRoster(int from) {
    for (int i = from; i < group.entries.size(); i++) {
      showNext(i);
    }
  }

  void disconnect() {
    run(replica.disconnected());
  }

  /** The process dies and starts again with what was committed. */
  void restart() {
    replica = reloaded();
    attend();
  }

  /** The same; no app takes what comes until {@link #attend}. */
  void restartUnattended() {
    replica = reloaded();
  }

  /** An app takes what comes. */
  void attend() {
    run(replica.appIsHere(GroupFixture.NOW));
  }

  private Replica reloaded() {
    try (StoreImage image = store.load()) {
      DeviceSelf self = DeviceSelf.of(group.crypto, image);
      return new Replica(self, new FakeRandomSource("device " + image.lastOwnSeq()), image,
          false);
    }
  }

  void frame(RelayFrame frame) {
    run(replica.frame(frame, GroupFixture.NOW));
  }

  /** Seals into the outbox; nothing is sent before {@link #pump}. */
  void push(String text) {
    run(replica.push("", "text/plain", ByteString.copyFromUtf8(text), 0, GroupFixture.NOW));
  }

  void pump() {
    run(replica.pump(Integer.MAX_VALUE, GroupFixture.NOW));
  }

  /** The app says that it has applied the blob that it was given last. */
  void applyLast() {
    IncomingBlob blob = handedOver.get(handedOver.size() - 1);
    run(replica.applied(blob, AppChanges.NONE, GroupFixture.NOW));
  }

  void run(ReplicaStep step) {
    step.shelved()
        .forEach(chunk -> Shelving.put(store, chunk));
    commit(step.records());
    for (ReplicaEffect effect : step.effects()) {
      if (effect instanceof ReplicaEffect.Send send) {
        sent.add(send.frame());
      } else if (effect instanceof ReplicaEffect.Notify notify) {
        events.add(notify.event());
      } else if (effect instanceof ReplicaEffect.HandOver handOver) {
        handedOver.add(handOver.blob());
        if (appIsFast) {
          applyLast();
        }
      } else {
        others.add(effect);
      }
    }
  }

  private void commit(List<StoreRecord> records) {
    try {
      store.commit(records);
    } catch (StoreFailure e) {
      throw new AssertionError(e);
    }
  }

  List<String> texts() {
    return handedOver.stream().map(blob -> blob.body().toStringUtf8()).toList();
  }

  List<Push> pushesSent() {
    return sent.stream().filter(ClientFrame::hasPush).map(ClientFrame::getPush).toList();
  }

  /** The last cursor acknowledged since {@code sent} was cleared; 0: none. */
  long acknowledged() {
    return sent.stream()
        .filter(ClientFrame::hasAck)
        .map(ClientFrame::getAck)
        .mapToLong(Ack::getApplied)
        .max()
        .orElse(0);
  }

  <E extends SyncEvent> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Nullable
  StopCause stopped() {
    return replica.view().stopped().orElse(null);
  }

  /** A hash that nothing has. */
  static ByteString noHash() {
    return ByteString.copyFrom(new byte[Sha256.LENGTH]);
  }
}
