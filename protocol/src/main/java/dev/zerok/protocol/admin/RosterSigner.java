package dev.zerok.protocol.admin;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.epoch.EpochBoxes;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.identity.DeviceIds;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.roster.RosterDevice;
import dev.zerok.protocol.wire.Add;
import dev.zerok.protocol.wire.BadBox;
import dev.zerok.protocol.wire.Close;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.Leave;
import dev.zerok.protocol.wire.Rekey;
import dev.zerok.protocol.wire.Remove;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.SetRole;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes entries in a device's name, each for the place behind the last entry of the roster that is passed in. It signs what it is told
 * to; whether the roster accepts the entry, {@link Roster#append} says. Times are the signer's clock in milliseconds, advice only.
 *
 * <p>The keys stay the caller's. Used by one thread.
 */
public final class RosterSigner {
  private final Crypto crypto;
  private final DeviceKeyPairs keys;

  public RosterSigner(Crypto crypto, DeviceKeyPairs keys) {
    this.crypto = crypto;
    this.keys = keys;
  }

  /**
   * Takes a device in.
   *
   * @param replaces the device that goes out for it, and the epoch that begins with that; null = none
   */
  public RosterEntry add(Roster roster, DeviceEntry device, @Nullable Replacement replaces,
      long nowMillis) {
    Add.Builder add = Add.newBuilder().setDevice(device);
    if (replaces != null) {
      SortedMap<DeviceId, ByteString> sealKeys = sealKeys(roster.devices().values());
      sealKeys.remove(replaces.device());
      sealKeys.put(DeviceIds.of(roster.suite(), roster.group(), device.getKeys()),
          EntrySigner.sealKey(device.getKeys()));
      add.setReplaces(replaces.device().bytes())
          .setRekey(boxes(roster, replaces.next(), sealKeys, replaces.random()));
    }
    return sign(roster, body(roster, nowMillis).setAdd(add));
  }

  /**
   * Puts a device out and begins an epoch without it.
   *
   * @param lastDeviceSeq the last sequence that this device has seen of it, 0 = none: later blobs of it count for nobody
   * @param lastBlobHash that blob's hash; empty for none
   * @param next the new epoch, {@code roster.epoch() + 1}
   */
  public RosterEntry remove(
      Roster roster,
      DeviceId removed,
      long lastDeviceSeq,
      ByteString lastBlobHash,
      EpochSecret next,
      RandomSource random,
      long nowMillis) {
    SortedMap<DeviceId, ByteString> remaining = sealKeys(roster.devices().values());
    remaining.remove(removed);
    Remove.Builder remove =
        Remove.newBuilder()
            .setDeviceId(removed.bytes())
            .setLastDeviceSeq(lastDeviceSeq)
            .setLastBlobHash(lastBlobHash)
            .setRekey(boxes(roster, next, remaining, random));
    return sign(roster, body(roster, nowMillis).setRemove(remove));
  }

  /** Begins an epoch for the devices that are in the group. */
  public RosterEntry rekey(Roster roster, EpochSecret next, RandomSource random, long nowMillis) {
    Rekey rekey = boxes(roster, next, sealKeys(roster.devices().values()), random);
    return sign(roster, body(roster, nowMillis).setRekey(rekey));
  }

  /** This device leaves the group. */
  public RosterEntry leave(Roster roster, long nowMillis) {
    return sign(roster, body(roster, nowMillis).setLeave(Leave.getDefaultInstance()));
  }

  public RosterEntry setRole(Roster roster, DeviceId device, Role role, long nowMillis) {
    SetRole change = SetRole.newBuilder().setDeviceId(device.bytes()).setRole(role).build();
    return sign(roster, body(roster, nowMillis).setSetRole(change));
  }

  /** Ends the group: the relay erases it. */
  public RosterEntry close(Roster roster, long nowMillis) {
    return sign(roster, body(roster, nowMillis).setClose(Close.getDefaultInstance()));
  }

  /** Tells that this device could not use its box of that epoch (ROSTER-11). */
  public RosterEntry badBox(Roster roster, int epoch, long nowMillis) {
    return sign(roster, body(roster, nowMillis).setBadBox(BadBox.newBuilder().setEpoch(epoch)));
  }

  static SortedMap<DeviceId, ByteString> sealKeys(Collection<RosterDevice> devices) {
    SortedMap<DeviceId, ByteString> sealKeys = new TreeMap<>();
    devices.forEach(device -> sealKeys.put(device.id(), device.sealKey()));
    return sealKeys;
  }

  private Rekey boxes(
      Roster roster, EpochSecret next, SortedMap<DeviceId, ByteString> sealKeys,
      RandomSource random) {
    return EpochBoxes.seal(crypto, roster.group(), next, sealKeys, roster.rootSealKey(), random);
  }

  private RosterBody.Builder body(Roster roster, long nowMillis) {
    return EntrySigner.bodyAfter(roster, keys.deviceId(crypto, roster.group()).bytes(), nowMillis);
  }

  private RosterEntry sign(Roster roster, RosterBody.Builder body) {
    return EntrySigner.sign(crypto, roster, keys.sign(), body.build());
  }
}
