package dev.zerok.relay.core;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.position.LogHashes;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.relay.port.BlobStore;
import dev.zerok.relay.port.StoreBatch;
import dev.zerok.relay.port.StoreSnapshot;
import dev.zerok.relay.testkit.Payloads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A group in a real shard over a real store, and beside it a model of what it has to be. */
final class SimulatedGroup {
  private static final int MOST_DEVICES = 6;

  /** A device in the model. */
  private static final class Member {
    private final DeviceKeyPairs keys;
    private final DeviceId id;
    private final long added;
    private long applied;
    private boolean dormant;
    private SessionKey session;
    private StreamViewer viewer;
    private final List<Push> pushes = new ArrayList<>();
    private final List<Long> cursors = new ArrayList<>();

    private Member(DeviceKeyPairs keys, DeviceId id, long added) {
      this.keys = keys;
      this.id = id;
      this.added = added;
      this.applied = added;
    }
  }

  /** An entry in the model; a roster entry has no sender. */
  private record Entry(long cursor, Optional<DeviceId> sender, long seq, ByteString payload) {}

  private final BlobStore store;
  private final GroupFixture fixture;
  private final List<Member> members = new ArrayList<>();
  private final List<Entry> log = new ArrayList<>();
  private final Set<Long> released = new HashSet<>();
  private long trimmed;
  private long sessions;
  private Shard shard;

  SimulatedGroup(BlobStore store, String seed) {
    this.store = store;
    this.fixture = GroupFixture.founded(seed);
    this.shard = open();
    members.add(new Member(fixture.firstKeys, fixture.firstId, 1));
    logRoster();
    run(new ShardCommand.Install(
        admit(members.getFirst()), fixture.roster, fixture.entries, true));
    join();
    join();
  }

  /** Does something at random and says what. */
  String step(Random random) {
    Member member = members.get(random.nextInt(members.size()));
    int dice = random.nextInt(100);
    if (dice < 40) {
      return push(member);
    } else if (dice < 48) {
      return repeat(member, random);
    } else if (dice < 78) {
      return acknowledge(member, random);
    } else if (dice < 84) {
      run(admit(member));
      return "reconnect";
    } else if (dice < 88) {
      return restart();
    } else if (dice < 92 && members.size() < MOST_DEVICES) {
      return join();
    } else if (dice < 95 && member != members.getFirst() && members.size() > 2) {
      return remove(member);
    } else if (member != members.getFirst()) {
      return toggleDormant(member);
    }
    return "nothing";
  }

  private String push(Member member) {
    long seq = member.pushes.size() + 1;
    Push push = Push.newBuilder()
        .setDeviceSeq(seq)
        .setKind(EnvelopeKind.ENVELOPE_KIND_BLOB)
        .setEpoch(fixture.roster.epoch())
        .setPayload(Payloads.of(member.id.hex() + seq))
        .build();
    long cursor = log.size() + 1;
    assertAcknowledged(member, push, cursor);
    member.pushes.add(push);
    member.cursors.add(cursor);
    log.add(new Entry(cursor, Optional.of(member.id), seq, push.getPayload()));
    settleModel();
    return "push";
  }

  private String repeat(Member member, Random random) {
    if (!member.pushes.isEmpty()) {
      int which = random.nextInt(member.pushes.size());
      assertAcknowledged(member, member.pushes.get(which), member.cursors.get(which));
    }
    return "repeated push";
  }

  private void assertAcknowledged(Member member, Push push, long cursor) {
    ByteString blobHash = LogHashes.blobHash(
        member.id, push.getDeviceSeq(), push.getKind(), StreamId.DEFAULT, 0, push.getEpoch(),
        push.getPayload());
    ByteString pushHash = LogHashes.pushHash(blobHash, 0);
    List<ShardEffect> effects =
        run(new ShardCommand.PushBlob(member.session, push, blobHash, pushHash, false, 0));
    long acknowledged = switch (effects.getFirst()) {
      case ShardEffect.Stored stored -> stored.pushAck().getPushAck().getCursor();
      case ShardEffect.Answered answered -> answered.frame().getPushAck().getCursor();
      default -> throw new AssertionError("not acknowledged: " + effects);
    };
    if (acknowledged != cursor) {
      throw new AssertionError("cursor " + acknowledged + " instead of " + cursor);
    }
  }

  private String acknowledge(Member member, Random random) {
    long cursor = random.nextLong(log.size() + 1);
    run(new ShardCommand.AcknowledgeTo(member.session, cursor));
    member.applied = Math.max(member.applied, cursor);
    settleModel();
    return "ack " + cursor;
  }

  private String restart() {
    shard = open();
    members.forEach(member -> run(admit(member)));
    return "restart";
  }

  private String join() {
    DeviceKeyPairs keys = fixture.join(Role.ROLE_MEMBER);
    append(fixture.entries.getLast());
    Member member = new Member(keys, fixture.id(keys), log.size());
    members.add(member);
    settleModel();
    run(admit(member));
    return "join";
  }

  private String remove(Member member) {
    RosterEntry entry = fixture.first.remove(
        fixture.roster, member.id, 0, ByteString.EMPTY, fixture.nextEpoch(), fixture.random,
        GroupFixture.NOW);
    fixture.append(entry);
    append(entry);
    members.remove(member);
    settleModel();
    return "remove";
  }

  private String toggleDormant(Member member) {
    Role role = member.dormant ? Role.ROLE_MEMBER : Role.ROLE_DORMANT;
    RosterEntry entry = fixture.first.setRole(fixture.roster, member.id, role, GroupFixture.NOW);
    fixture.append(entry);
    append(entry);
    member.dormant = !member.dormant;
    settleModel();
    return role.name();
  }

  private void append(RosterEntry entry) {
    run(new ShardCommand.AppendEntry(members.getFirst().session, entry));
    logRoster();
  }

  private void logRoster() {
    log.add(new Entry(log.size() + 1, Optional.empty(), 0, ByteString.EMPTY));
  }

  /** What has gone by now stays gone, whatever comes later. */
  private void settleModel() {
    for (Entry entry : log) {
      if (entry.sender().isPresent()
          && !released.contains(entry.cursor())
          && members.stream().noneMatch(member -> waitsFor(member, entry))) {
        released.add(entry.cursor());
      }
    }
    long passed = members.stream()
        .filter(member -> !member.dormant)
        .mapToLong(member -> member.applied)
        .min()
        .orElseThrow();
    trimmed = Math.max(trimmed, Math.min(passed, log.size()) - 1);
  }

  private static boolean waitsFor(Member member, Entry entry) {
    return !member.dormant && !entry.sender().orElseThrow().equals(member.id)
        && member.applied < entry.cursor();
  }

  /** Device → what its model sees, cursor by cursor. */
  Map<String, List<String>> expectedByAll() {
    Map<String, List<String>> all = new TreeMap<>();
    for (Member member : members) {
      all.put(member.id.hex(), log.stream().map(entry -> expected(member, entry)).toList());
    }
    return all;
  }

  private String expected(Member member, Entry entry) {
    if (entry.cursor() <= trimmed) {
      return "gap";
    }
    if (entry.sender().isEmpty()) {
      return "roster";
    }
    if (entry.sender().get().equals(member.id)) {
      return "own " + entry.seq();
    }
    return entry.cursor() < member.added || released.contains(entry.cursor())
        ? "gap"
        : "blob " + entry.payload().hashCode();
  }

  /** Device → what the shard's store shows it, cursor by cursor. */
  Map<String, List<String>> seenByAll() {
    Map<String, List<String>> all = new TreeMap<>();
    try (StoreSnapshot now = store.snapshot()) {
      for (Member member : members) {
        all.put(member.id.hex(), seen(now, member));
      }
    }
    return all;
  }

  private List<String> seen(StoreSnapshot now, Member member) {
    List<String> seen = new ArrayList<>();
    // Own blobs of this very session are left out of a stream; here they are to be seen like all others.
    StreamViewer viewer = new StreamViewer(member.id, member.viewer.addedCursor(), Long.MAX_VALUE);
    long next = 1;
    while (next <= log.size()) {
      StreamSlice slice =
          StreamReader.read(now, fixture.groupId(), viewer, new ReadRequest(next, 2_000, 2_000),
              log.size());
      for (StreamItem item : slice.items()) {
        switch (item) {
          case StreamItem.Missing gap -> {
            for (long cursor = gap.from(); cursor <= gap.lastCursor(); cursor++) {
              seen.add("gap");
            }
          }
          case StreamItem.OwnAck own -> seen.add("own " + own.pushAck().getDeviceSeq());
          case StreamItem.RosterPlace place -> seen.add("roster");
          case StreamItem.Delivery delivery ->
              seen.add("blob " + delivery.deliver().getPayload().hashCode());
        }
      }
      next = slice.nextCursor();
    }
    return seen;
  }

  long expectedBytes() {
    return log.stream()
        .filter(entry -> entry.sender().isPresent() && !released.contains(entry.cursor()))
        .mapToLong(entry -> entry.payload().size())
        .sum();
  }

  long storedBytes() {
    try (StoreBatch batch = store.begin()) {
      return batch.group(fixture.groupId()).orElseThrow().storedBytes();
    }
  }

  private ShardCommand.Admit admit(Member member) {
    sessions++;
    return new ShardCommand.Admit(
        sessions,
        fixture.groupId(),
        ByteString.copyFrom(member.keys.noise().publicKey()),
        Hello.getDefaultInstance(),
        0,
        0,
        LogId.of(new byte[LogId.LENGTH]));
  }

  private Shard open() {
    PushRate unlimited = new PushRate(1_000_000, 1_000_000, 1L << 40, 1L << 40);
    ShardPolicy policy = new ShardPolicy(2_000, 100_000_000, 1_000, 1_000, unlimited, 0, 1);
    try (StoreBatch batch = store.begin()) {
      return new Shard(policy, Providers.bouncyCastle(), batch);
    }
  }

  /** Runs a command and all that follows from it; each is a batch of its own. */
  private List<ShardEffect> run(ShardCommand command) {
    List<ShardEffect> all = new ArrayList<>();
    ArrayDeque<ShardCommand> waiting = new ArrayDeque<>(List.of(command));
    while (!waiting.isEmpty()) {
      try (StoreBatch batch = store.begin()) {
        for (ShardEffect effect : shard.apply(waiting.removeFirst(), batch)) {
          all.add(effect);
          if (effect instanceof ShardEffect.FollowedBy followed) {
            waiting.add(followed.command());
          }
          if (effect instanceof ShardEffect.Decided decided) {
            enter((AdmissionDecision.Accept) decided.decision());
          }
        }
        shard.endOfBatch();
        batch.commit();
      }
    }
    return all;
  }

  private void enter(AdmissionDecision.Accept accept) {
    for (Member member : members) {
      if (member.id.equals(accept.session().device())) {
        member.session = accept.session();
        member.viewer = accept.viewer();
      }
    }
  }
}
