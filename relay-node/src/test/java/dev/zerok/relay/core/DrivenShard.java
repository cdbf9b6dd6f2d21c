package dev.zerok.relay.core;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.position.LogHashes;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.Push;
import dev.zerok.relay.port.BlobStore;
import dev.zerok.relay.port.StoreBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A shard whose commands a test gives one by one, over a real store, for one group. Every command is a batch of its own. */
final class DrivenShard {
  static final LogId LOG = LogId.of(new byte[LogId.LENGTH]);
  private static final PushRate UNLIMITED = new PushRate(1_000_000, 1_000_000, 1L << 36, 1L << 36);
  private static final ShardPolicy POLICY =
      new ShardPolicy(2_000_000 / 2, 100_000_000, 1_000, 1_000_000, UNLIMITED, 1);

  final GroupFixture fixture;
  private final BlobStore store;
  private final UnaryOperator<StoreBatch> seen;
  private final int indexEntries;
  private final ArrayDeque<ShardCommand> left = new ArrayDeque<>();
  private final Map<SessionKey, Long> seqs = new HashMap<>();
  private Shard shard;
  private long sessions;

  DrivenShard(BlobStore store, String seed) {
    this(store, seed, UnaryOperator.identity(), Retention.INDEX_ENTRIES);
  }

  /**
   * @param seen stands between the shard and each batch
   */
  DrivenShard(BlobStore store, String seed, UnaryOperator<StoreBatch> seen, int indexEntries) {
    this.store = store;
    this.fixture = GroupFixture.founded(seed);
    this.seen = seen;
    this.indexEntries = indexEntries;
    this.shard = open();
  }

  /** As after a crash: what was not committed is gone, and so is what commands left to do. */
  void restart() {
    left.clear();
    shard = open();
  }

  private Shard open() {
    try (StoreBatch batch = store.begin()) {
      return new Shard(POLICY, Providers.bouncyCastle(), batch, indexEntries);
    }
  }

  /** Brings the group, with whom the fixture has by now. */
  SessionKey install() {
    return entered(run(new ShardCommand.Install(
        admit(fixture.firstKeys, Hello.getDefaultInstance(), LOG), fixture.roster, fixture.entries,
        true)));
  }

  SessionKey connect(DeviceKeyPairs keys) {
    return entered(run(admit(keys, Hello.getDefaultInstance(), LOG)));
  }

  ShardCommand.Admit admit(DeviceKeyPairs keys, Hello hello, LogId fresh) {
    sessions++;
    return new ShardCommand.Admit(sessions, fixture.groupId(),
        ByteString.copyFrom(keys.noise().publicKey()), hello, 0, 0, fresh);
  }

  static SessionKey entered(List<ShardEffect> effects) {
    return effects.stream()
        .filter(ShardEffect.Decided.class::isInstance)
        .map(effect -> ((ShardEffect.Decided) effect).decision())
        .map(decision -> ((AdmissionDecision.Accept) decision).session())
        .findFirst()
        .orElseThrow(() -> new AssertionError("nobody was let in: " + effects));
  }

  /** The next push of that session, of a blob. */
  ShardCommand.PushBlob push(SessionKey session, ByteString payload) {
    return push(session, Push.newBuilder()
        .setKind(dev.zerok.protocol.wire.EnvelopeKind.ENVELOPE_KIND_BLOB)
        .setPayload(payload));
  }

  ShardCommand.PushBlob push(SessionKey session, Push.Builder of) {
    Push push = of.setEpoch(fixture.roster.epoch())
        .setDeviceSeq(seqs.merge(session, 1L, Long::sum))
        .build();
    ByteString blobHash = LogHashes.blobHash(
        session.device(), push.getDeviceSeq(), push.getKind(),
        push.getStream().isEmpty() ? StreamId.DEFAULT : StreamId.of(push.getStream()),
        push.getCovers(), push.getEpoch(), push.getPayload());
    return new ShardCommand.PushBlob(session, push, blobHash,
        LogHashes.pushHash(blobHash, push.getTtlSeconds()), false, 0);
  }

  /** Runs a command and all that follows from it. */
  List<ShardEffect> run(ShardCommand command) {
    List<ShardEffect> all = new ArrayList<>(runAlone(List.of(command)));
    all.addAll(runLeft());
    return all;
  }

  /** Runs what commands left to do. */
  List<ShardEffect> runLeft() {
    List<ShardEffect> all = new ArrayList<>();
    while (!left.isEmpty()) {
      all.addAll(runAlone(List.of(left.removeFirst())));
    }
    return all;
  }

  /** Runs commands in one batch; what follows from them waits. */
  List<ShardEffect> runAlone(List<? extends ShardCommand> commands) {
    List<ShardEffect> all = new ArrayList<>();
    try (StoreBatch batch = seen.apply(store.begin())) {
      for (ShardCommand command : commands) {
        all.addAll(shard.apply(command, batch));
      }
      shard.endOfBatch();
      batch.commit();
    }
    for (ShardEffect effect : all) {
      if (effect instanceof ShardEffect.FollowedBy followed) {
        left.add(followed.command());
      }
    }
    return all;
  }

  /** Commands that wait because others left them. */
  List<ShardCommand> left() {
    return List.copyOf(left);
  }
}
