package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.store.MemoryClientStore;
import dev.zerok.client.store.StoreFailure;
import dev.zerok.client.store.StoreImage;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.admin.JoinSignatures;
import dev.zerok.protocol.admin.RootSigner;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.identity.RootKeys;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterHead;
import java.util.List;

/** A group at a {@link FakeRelay}, made of replicas. */
final class ReplicaGroup {
  private static final ByteString HANDSHAKE_HASH = ByteString.copyFrom(new byte[32]);

  final FakeRelay relay;
  final ReplicaDevice first;
  private final GroupId group;

  private ReplicaGroup(GroupId group, ReplicaDevice first) {
    this.group = group;
    this.first = first;
    this.relay = new FakeRelay(group);
  }

  /** A group of one device, an admin, that is connected. */
  static ReplicaGroup founded() {
    FakeRandomSource random = new FakeRandomSource("group");
    try (Secret seed = Secret.random(random, RootKeys.SEED_LENGTH);
        RootKeys root = RootKeys.fromSeed(ReplicaDevice.CRYPTO, seed);
        DeviceKeyPairs keys = DeviceKeyPairs.generate(ReplicaDevice.CRYPTO, random);
        EpochSecret epoch =
            new EpochSecret(1, Secret.random(random, 32), Secret.random(random, 32))) {
      RosterEntry genesis =
          new RootSigner(ReplicaDevice.CRYPTO, root).genesis(keys, epoch, random,
              ReplicaDevice.NOW);
      ReplicaDevice first = new ReplicaDevice("first", store(List.of(
          new StoreRecord.Identity(keys.toSecret(), root.groupId(), "std1", "holiday", "first"),
          new StoreRecord.ChainEntry(0, genesis.toByteString(), 0),
          new StoreRecord.EpochKeys(1, epoch.secret().copy(), epoch.streamSecret().copy()))));
      ReplicaGroup group = new ReplicaGroup(root.groupId(), first);
      group.relay.adopt(List.of(genesis));
      group.relay.connect(first);
      return group;
    }
  }

  private static MemoryClientStore store(List<StoreRecord> records) {
    MemoryClientStore store = new MemoryClientStore();
    try {
      store.commit(records);
    } catch (StoreFailure e) {
      throw new AssertionError(e);
    }
    return store;
  }

  /** A further device, let in by the first one and connected. */
  ReplicaDevice join(String name) {
    return join(name, Role.ROLE_MEMBER);
  }

  ReplicaDevice join(String name, Role role) {
    ReplicaDevice device = let(name, role);
    relay.connect(device);
    return device;
  }

  /** A further device, let in by the first one, not connected yet. */
  ReplicaDevice let(String name, Role role) {
    FakeRandomSource random = new FakeRandomSource(name);
    try (DeviceKeyPairs keys = DeviceKeyPairs.generate(ReplicaDevice.CRYPTO, random)) {
      first.command(new RosterCommand.Add(
          JoinSignatures.entry(ReplicaDevice.CRYPTO, group, keys, role, HANDSHAKE_HASH), null));
      relay.run();
      RosterHead head = relay.roster.head();
      EpochSecret epoch = first.replica.view().epochSecret(relay.roster.epoch()).orElseThrow();
      return new ReplicaDevice(name, store(List.of(
          new StoreRecord.Identity(keys.toSecret(), group, "std1", "holiday", name),
          new StoreRecord.JoinProof(head.getLength(), head.getHash()),
          new StoreRecord.EpochKeys(epoch.epoch(), epoch.secret().copy(),
              epoch.streamSecret().copy()),
          new StoreRecord.Applied(relay.positionAt(relay.entries.size())))));
    }
  }

  /** A device whose store is that of {@code device} as it is now. */
  static ReplicaDevice copyOf(ReplicaDevice device) {
    try (StoreImage image = device.store.load()) {
      return new ReplicaDevice("copy", new MemoryClientStore(image));
    }
  }
}
