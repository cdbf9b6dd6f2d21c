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
  private static final long HOUR_MILLIS = 3_600_000;
  private static final long STEP_MILLIS = 10_000;
  private static final int TTL_SECONDS = 1_000;
  private static final int LONG_TTL_SECONDS = 1_000_000;
  private static final StreamId NOTES = StreamId.of(ByteString.copyFromUtf8("sixteen bytes.. "));

  /** An entry in the model; a roster entry has no sender. */
  private record Entry(long cursor, Optional<DeviceId> sender, long seq, ByteString payload,
      StreamId stream) {}

  private final BlobStore store;
  private final GroupFixture fixture;
  private final List<SimulatedMember> members = new ArrayList<>();
  private final List<Entry> log = new ArrayList<>();
  private final Set<Long> released = new HashSet<>();
  private final SimulatedCheckpoints checkpoints = new SimulatedCheckpoints();
  private long trimmed;
  private long serving;
  private long mayPassFrom;
  private long sessions;
  private Shard shard;

  SimulatedGroup(BlobStore store, String seed) {
    this.store = store;
    this.fixture = GroupFixture.founded(seed);
    this.shard = open();
    members.add(new SimulatedMember(fixture.firstKeys, fixture.firstId, 1));
    logRoster();
    run(new ShardCommand.Install(
        admit(members.getFirst()), fixture.roster, fixture.entries, true));
    join();
    join();
  }

  /** Does something at random and says what. */
  String step(Random random) {
    SimulatedMember member = members.get(random.nextInt(members.size()));
    int dice = random.nextInt(100);
    if (dice < 78 && member.session == null) {
      run(admit(member));
      return "connect";
    } else if (dice < 40) {
      return push(member, random);
    } else if (dice < 48) {
      return repeat(member, random);
    } else if (dice < 78) {
      return acknowledge(member, random);
    } else if (dice < 81) {
      run(admit(member));
      return "reconnect";
    } else if (dice < 83) {
      return passTime(random);
    } else if (dice < 85) {
      return vanish(member);
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

  private String push(SimulatedMember member, Random random) {
    long seq = member.pushes.size() + 1;
    StreamId stream = random.nextBoolean() ? NOTES : StreamId.DEFAULT;
    int dice = random.nextInt(10);
    EnvelopeKind kind = dice < 5
        ? EnvelopeKind.ENVELOPE_KIND_BLOB
        : dice < 8
            ? EnvelopeKind.ENVELOPE_KIND_CHECKPOINT_PART
        : EnvelopeKind.ENVELOPE_KIND_CHECKPOINT;
    long begun = checkpoints.openCovers(member.id, stream);
    long covers = 0;
    if (kind != EnvelopeKind.ENVELOPE_KIND_BLOB) {
      boolean goesOn = begun >= 0 && random.nextInt(10) < 8;
      covers = goesOn ? begun : member.applied - random.nextLong(1 + Math.min(3, member.applied));
    }
    Push push = Push.newBuilder()
        .setDeviceSeq(seq)
        .setKind(kind)
        .setStream(stream.toWire())
        .setCovers(covers)
        .setTtlSeconds(LONG_TTL_SECONDS)
        .setEpoch(fixture.roster.epoch())
        .setPayload(Payloads.of(member.id.hex() + seq))
        .build();
    long cursor = log.size() + 1;
    assertAcknowledged(member, push, cursor);
    member.pushes.add(push);
    member.cursors.add(cursor);
    log.add(new Entry(cursor, Optional.of(member.id), seq, push.getPayload(), stream));
    checkpoints.pushed(member.id, stream, kind, covers, cursor);
    settleModel();
    return "push " + kind + " covering " + covers;
  }

  private String repeat(SimulatedMember member, Random random) {
    if (!member.pushes.isEmpty()) {
      int which = random.nextInt(member.pushes.size());
      assertAcknowledged(member, member.pushes.get(which), member.cursors.get(which));
    }
    return "repeated push";
  }

  private void assertAcknowledged(SimulatedMember member, Push push, long cursor) {
    ByteString blobHash = LogHashes.blobHash(
        member.id, push.getDeviceSeq(), push.getKind(),
        push.getStream().isEmpty() ? StreamId.DEFAULT : StreamId.of(push.getStream()),
        push.getCovers(), push.getEpoch(), push.getPayload());
    ByteString pushHash = LogHashes.pushHash(blobHash, push.getTtlSeconds());
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

  private String acknowledge(SimulatedMember member, Random random) {
    long cursor = random.nextLong(log.size() + 1);
    run(new ShardCommand.AcknowledgeTo(member.session, cursor));
    member.applied = Math.max(member.applied, cursor);
    settleModel();
    return "ack " + cursor;
  }

  /** Long enough, every time, that the first hour of service passes now and then. */
  private String passTime(Random random) {
    int steps = 50 + random.nextInt(350);
    for (int i = 0; i < steps; i++) {
      run(new ShardCommand.PassTime(STEP_MILLIS, 0, 0));
      serving += STEP_MILLIS;
    }
    settleModel();
    return "pass " + steps + " steps";
  }

  private String vanish(SimulatedMember member) {
    if (member.session != null && member != members.getFirst()) {
      run(new ShardCommand.EndSession(member.session, 0));
      member.session = null;
      member.lastSeen = serving;
    }
    return "vanish";
  }

  /** Who was in a session counts as seen when the next process began. */
  private String restart() {
    shard = open();
    for (SimulatedMember member : members) {
      if (member.session != null) {
        member.lastSeen = serving;
        run(admit(member));
      }
    }
    return "restart";
  }

  private String join() {
    DeviceKeyPairs keys = fixture.join(Role.ROLE_MEMBER);
    append(fixture.entries.getLast());
    SimulatedMember member = new SimulatedMember(keys, fixture.id(keys), log.size());
    member.lastSeen = serving;
    members.add(member);
    settleModel();
    run(admit(member));
    return "join";
  }

  private String remove(SimulatedMember member) {
    RosterEntry entry = fixture.first.remove(
        fixture.roster, member.id, 0, ByteString.EMPTY, fixture.nextEpoch(), fixture.random,
        GroupFixture.NOW);
    fixture.append(entry);
    append(entry);
    members.remove(member);
    checkpoints.senderGone(member.id);
    settleModel();
    return "remove";
  }

  private String toggleDormant(SimulatedMember member) {
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
    log.add(new Entry(log.size() + 1, Optional.empty(), 0, ByteString.EMPTY,
        StreamId.DEFAULT));
  }

  /** What has gone by now stays gone, whatever comes later. */
  private void settleModel() {
    released.addAll(checkpoints.takeReleased(this::anybodyWaits));
    for (Entry entry : log) {
      if (entry.sender().isPresent()
          && !released.contains(entry.cursor())
          && !checkpoints.isKept(entry.cursor())
          && !anybodyWaits(entry.sender().get(), entry.cursor(),
              checkpoints.covers(entry.stream(), entry.cursor()))) {
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

  private boolean anybodyWaits(DeviceId sender, long cursor, boolean onlySeen) {
    return members.stream()
        .filter(member -> !member.dormant && !sender.equals(member.id))
        .filter(member -> !onlySeen || isSeen(member))
        .anyMatch(member -> member.applied < cursor);
  }

  private boolean isSeen(SimulatedMember member) {
    return serving < mayPassFrom || member.session != null
        || member.lastSeen >= serving - 1_000L * TTL_SECONDS;
  }

  /** Device → what its model sees, cursor by cursor. */
  Map<String, List<String>> expectedByAll() {
    Map<String, List<String>> all = new TreeMap<>();
    for (SimulatedMember member : members) {
      all.put(member.id.hex(), log.stream().map(entry -> expected(member, entry)).toList());
    }
    return all;
  }

  private String expected(SimulatedMember member, Entry entry) {
    if (entry.sender().isEmpty()) {
      return "roster"; // in its place, also where the index was cut
    }
    // A part of an abandoned checkpoint stays for a device that was dormant when the index was cut, and came back.
    boolean gone = released.contains(entry.cursor());
    if (entry.cursor() <= trimmed && !checkpoints.isKept(entry.cursor()) && gone) {
      return "gap";
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
      for (SimulatedMember member : members) {
        all.put(member.id.hex(), member.seen(now, fixture.groupId(), log.size()));
      }
    }
    return all;
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

  private ShardCommand.Admit admit(SimulatedMember member) {
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
    PushRate unlimited = new PushRate(1_000_000, 1_000_000, 1L << 36, 1L << 36);
    ShardPolicy policy =
        new ShardPolicy(2_000, 100_000_000, TTL_SECONDS, LONG_TTL_SECONDS, unlimited, 1);
    try (StoreBatch batch = store.begin()) {
      serving = batch.servingMillis();
      mayPassFrom = serving + HOUR_MILLIS;
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
    for (SimulatedMember member : members) {
      if (member.id.equals(accept.session().device())) {
        member.session = accept.session();
        member.viewer = accept.viewer();
      }
    }
  }
}
