package dev.zerok.protocol.admin;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.epoch.EpochBoxes;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.identity.DeviceIds;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.identity.RootKeys;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.roster.RosterRequests;
import dev.zerok.protocol.wire.Close;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.Genesis;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterReset;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes entries in the root's name (PROTOCOL.md § 5): when a group is created, and when its recovery kit is used. The keys stay the
 * caller's. Used by one thread.
 */
public final class RootSigner {
  private static final ByteString ROOT = ByteString.EMPTY;

  private final Crypto crypto;
  private final RootKeys root;

  public RootSigner(Crypto crypto, RootKeys root) {
    this.crypto = crypto;
    this.root = root;
  }

  /**
   * The first entry of the root's group, with one device, an admin.
   *
   * @param epoch the first one
   */
  public RosterEntry genesis(DeviceKeyPairs first, EpochSecret epoch, RandomSource random,
      long nowMillis) {
    Roster empty = Roster.empty(crypto.suite(), root.groupId());
    SortedMap<DeviceId, ByteString> sealKeys = new TreeMap<>();
    sealKeys.put(first.deviceId(crypto, root.groupId()),
        ByteString.copyFrom(first.seal().publicKey()));
    ByteString rootSealKey = ByteString.copyFrom(root.seal().publicKey());
    Genesis.Builder genesis =
        Genesis.newBuilder()
            .setRootKey(ByteString.copyFrom(root.sign().publicKey()))
            .setRootSealKey(rootSealKey)
            .setFirst(JoinSignatures.entry(crypto, root.groupId(), first, Role.ROLE_ADMIN,
                ByteString.EMPTY))
            .setRekey(
                EpochBoxes.seal(crypto, root.groupId(), epoch, sealKeys, rootSealKey, random));
    return sign(empty, EntrySigner.bodyAfter(empty, ROOT, nowMillis).setGenesis(genesis));
  }

  /**
   * Replaces the device list, in the place behind the last entry of {@code roster}.
   *
   * @param devices exactly those that are in the group afterwards, at least one admin among them, in any order; those of the
   *     group as {@link Roster#entryOf} has them, with the role that they shall have; all others with keys that are new to the chain
   * @param next the new epoch, {@code roster.epoch() + 1}
   */
  public RosterEntry reset(
      Roster roster, Collection<DeviceEntry> devices, EpochSecret next, RandomSource random,
      long nowMillis) {
    SortedMap<DeviceId, DeviceEntry> entries = new TreeMap<>();
    SortedMap<DeviceId, ByteString> sealKeys = new TreeMap<>();
    for (DeviceEntry device : devices) {
      DeviceId id = DeviceIds.of(roster.suite(), roster.group(), device.getKeys());
      entries.put(id, device);
      sealKeys.put(id, EntrySigner.sealKey(device.getKeys()));
    }
    RosterReset.Builder reset =
        RosterReset.newBuilder()
            .addAllDevices(entries.values())
            .setRekey(EpochBoxes.seal(crypto, roster.group(), next, sealKeys, roster.rootSealKey(),
                random));
    return sign(roster, EntrySigner.bodyAfter(roster, ROOT, nowMillis).setReset(reset));
  }

  /** Asks, in the session with that handshake hash, for the group's roster (ADMIT-6). */
  public ByteString rosterRequest(ByteString handshakeHash) {
    byte[] input = RosterRequests.input(crypto, root.groupId(), handshakeHash);
    return ByteString.copyFrom(crypto.signatures().sign(root.sign().privateKey(), input));
  }

  /** Ends the group: the relay erases it. */
  public RosterEntry close(Roster roster, long nowMillis) {
    return sign(roster,
        EntrySigner.bodyAfter(roster, ROOT, nowMillis).setClose(Close.getDefaultInstance()));
  }

  private RosterEntry sign(Roster roster, RosterBody.Builder body) {
    return EntrySigner.sign(crypto, roster, root.sign(), body.build());
  }
}
