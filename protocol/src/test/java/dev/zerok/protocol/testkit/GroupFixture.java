package dev.zerok.protocol.testkit;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.zerok.protocol.admin.JoinSignatures;
import dev.zerok.protocol.admin.RootSigner;
import dev.zerok.protocol.admin.RosterSigner;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.hash.Labelled;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.identity.RootKeys;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterHead;
import dev.zerok.protocol.wire.SetRole;
import java.util.ArrayList;
import java.util.List;

/** A group for tests: its root, its first device, its present epoch, and the roster as it grows. Deterministic by its seed. */
public final class GroupFixture {
  public static final long NOW = 1_800_000_000_000L;

  public final Crypto crypto = Providers.bouncyCastle();
  public final RandomSource random;
  public final RootKeys root;
  public final RootSigner rootSigner;
  public final DeviceKeyPairs firstKeys;
  public final RosterSigner first;
  public final DeviceId firstId;
  public EpochSecret epoch;
  public Roster roster;
  public final List<RosterEntry> entries = new ArrayList<>();

  private GroupFixture(String seed) {
    random = new FakeRandomSource(seed);
    root = RootKeys.fromSeed(crypto, Secret.random(random, RootKeys.SEED_LENGTH));
    rootSigner = new RootSigner(crypto, root);
    firstKeys = DeviceKeyPairs.generate(crypto, random);
    first = new RosterSigner(crypto, firstKeys);
    firstId = id(firstKeys);
    epoch = EpochSecret.first(random);
    roster = Roster.empty(Suite.STD1, root.groupId());
  }

  /** A group before its Genesis. */
  public static GroupFixture empty(String seed) {
    return new GroupFixture(seed);
  }

  /** A group of one device, an admin. */
  public static GroupFixture founded(String seed) {
    GroupFixture group = new GroupFixture(seed);
    group.append(group.genesis());
    return group;
  }

  public GroupId groupId() {
    return root.groupId();
  }

  public RosterEntry genesis() {
    return rootSigner.genesis(firstKeys, epoch, random, NOW);
  }

  public DeviceKeyPairs newKeys() {
    return DeviceKeyPairs.generate(crypto, random);
  }

  public DeviceId id(DeviceKeyPairs keys) {
    return keys.deviceId(crypto, groupId());
  }

  public RosterSigner signer(DeviceKeyPairs keys) {
    return new RosterSigner(crypto, keys);
  }

  /** An entry as pairing makes it, with a handshake hash. */
  public DeviceEntry entryOf(DeviceKeyPairs keys, Role role) {
    return JoinSignatures.entry(crypto, groupId(), keys, role,
        ByteString.copyFrom(random.bytes(32)));
  }

  /** Adds a device with fresh keys. */
  public DeviceKeyPairs join(Role role) {
    DeviceKeyPairs keys = newKeys();
    append(first.add(roster, entryOf(keys, role), null, NOW));
    return keys;
  }

  /** The secret of the epoch after the present one; the present one from now on. */
  public EpochSecret nextEpoch() {
    epoch = epoch.next(random);
    return epoch;
  }

  /** Appends an entry that must hold. */
  public void append(RosterEntry entry) {
    try {
      roster = roster.append(crypto, entry);
      entries.add(entry);
    } catch (ProtocolViolation e) {
      throw new AssertionError("the fixture made an entry that does not hold: " + e.words(), e);
    }
  }

  /**
   * Fills the roster up to that length with role changes of a member that nobody signed: as a chain that was verified when it was
   * stored, and is read back without verifying it again.
   */
  public void fillUnsigned(DeviceId member, int length) {
    Role role = roster.device(member).orElseThrow().role();
    RosterHead head = roster.head();
    for (int i = roster.length(); i < length; i++) {
      role = role == Role.ROLE_DORMANT ? Role.ROLE_MEMBER : Role.ROLE_DORMANT;
      RosterBody body = RosterBody.newBuilder()
          .setVersion(1)
          .setIndex(i)
          .setPrevious(head.getHash())
          .setSigner(firstId.bytes())
          .setSetRole(SetRole.newBuilder().setDeviceId(member.bytes()).setRole(role))
          .build();
      RosterEntry entry = RosterEntry.newBuilder()
          .setBody(ByteString.copyFrom(Canonical.encode(body)))
          .setSignature(ByteString.copyFrom(new byte[64]))
          .build();
      entries.add(entry);
      head = RosterHead.newBuilder().setLength(i + 1).setHash(Roster.entryHash(entry)).build();
    }
    try {
      roster = Roster.restore(Suite.STD1, groupId(), entries);
    } catch (ProtocolViolation e) {
      throw new AssertionError("the fixture made an entry that does not hold: " + e.words(), e);
    }
  }

  /** Why an entry does not hold; the roster must be as it was. */
  public ProtocolViolation refusal(RosterEntry entry) {
    RosterHead before = roster.head();
    try {
      roster.append(crypto, entry);
    } catch (ProtocolViolation e) {
      if (!roster.head().equals(before)) {
        throw new AssertionError("a refused entry changed the roster");
      }
      return e;
    }
    throw new AssertionError("an entry was accepted that must not be");
  }

  /** A body for the end of the roster, without signer and kind. */
  public RosterBody.Builder body() {
    return RosterBody.newBuilder()
        .setVersion(1)
        .setIndex(roster.length())
        .setPrevious(roster.head().getHash())
        .setSignedAtMillis(NOW);
  }

  /** A body for the end of the roster by that device, without a kind. */
  public RosterBody.Builder bodyBy(DeviceKeyPairs signer) {
    return body().setSigner(id(signer).bytes());
  }

  public RosterEntry signed(KeyPair key, RosterBody.Builder body) {
    return signedBytes(key, ByteString.copyFrom(Canonical.encode(body.build())));
  }

  /** What an entry of ours says. */
  public static RosterBody bodyOf(RosterEntry entry) {
    try {
      return RosterBody.parseFrom(entry.getBody());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("not an entry of ours", e);
    }
  }

  /** Signs bytes that need not be a canonical body. */
  public RosterEntry signedBytes(KeyPair key, ByteString body) {
    byte[] input = Labelled.input("roster", Suite.STD1, groupId(), body.toByteArray());
    byte[] signature = crypto.signatures().sign(key.privateKey(), input);
    return RosterEntry.newBuilder()
        .setBody(body)
        .setSignature(ByteString.copyFrom(signature))
        .build();
  }
}
