package dev.zerok.protocol.roster;

import static dev.zerok.protocol.roster.EntryRules.refused;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.X25519Encoding;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.KeyUse;
import dev.zerok.protocol.wire.Rekey;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterBody;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A roster's state while one entry is applied to it. Thrown away if the entry turns out not to hold, so nothing half-done is ever
 * seen. One thread, one entry.
 */
final class RosterDraft {
  private final RosterState before;
  private final KeyChecks checks;
  private final @Nullable DeviceId signer;
  private final List<RosterChange> changes = new ArrayList<>();

  private SortedMap<DeviceId, RosterDevice> devices;
  private boolean devicesCopied;
  private PersistentMap<DeviceId, KnownDevice> known;
  private PersistentMap<DeviceId, Departure> departures;
  private PersistentMap<ByteString, KeyOwner> keys;
  private PersistentMap<Integer, EpochStart> epochs;
  private PersistentMap<BoxReport, Boolean> boxReports;
  private ByteString rootKey;
  private ByteString rootSealKey;
  private ByteString commitment;
  private int epoch;
  private boolean closed;

  /**
   * @param signer null = the root
   */
  RosterDraft(RosterState before, KeyChecks checks, @Nullable DeviceId signer) {
    this.before = before;
    this.checks = checks;
    this.signer = signer;
    devices = before.devices();
    known = before.known();
    departures = before.departures();
    keys = before.keys();
    epochs = before.epochs();
    boxReports = before.boxReports();
    rootKey = before.rootKey();
    rootSealKey = before.rootSealKey();
    commitment = before.commitment();
    epoch = before.epoch();
  }

  RosterState before() {
    return before;
  }

  KeyChecks checks() {
    return checks;
  }

  @Nullable
  DeviceId signer() {
    return signer;
  }

  DeviceId requireSigner() {
    if (signer == null) {
      throw new IllegalStateException(
          "the root was let through to an entry that only a device can sign");
    }
    return signer;
  }

  /** The entry's own index. */
  int index() {
    return before.length();
  }

  /** The device if it is in the group as the draft has it. */
  @Nullable
  RosterDevice device(DeviceId id) {
    return devices.get(id);
  }

  boolean hasAdminBesides(DeviceId id) {
    return devices.values()
        .stream()
        .anyMatch(device -> device.isAdmin() && !device.id().equals(id));
  }

  void note(RosterChange change) {
    changes.add(change);
  }

  void setRoot(ByteString signKey, ByteString sealKey) throws ProtocolViolation {
    if (signKey.size() != DeviceEntryRules.KEY_LENGTH
        || sealKey.size() != DeviceEntryRules.KEY_LENGTH) {
      throw refused("ROSTER-2", "the root's keys do not have 32 bytes each");
    }
    if (!X25519Encoding.isCanonical(sealKey.toByteArray())) {
      throw refused("ROSTER-2",
          "the root's sealing key is not in canonical encoding");
    }
    if (!checks.isUsableForAgreement(sealKey.toByteArray())) {
      throw refused("ROSTER-2", "the root's sealing key is of small order");
    }
    use(signKey, new KeyOwner(null, KeyUse.KEY_USE_SIGN));
    use(sealKey, new KeyOwner(null, KeyUse.KEY_USE_SEAL));
    rootKey = signKey;
    rootSealKey = sealKey;
  }

  /** Counts a new device's keys as used (ROSTER-4). */
  void useKeys(RosterDevice device) throws ProtocolViolation {
    use(device.noiseKey(), new KeyOwner(device.id(), KeyUse.KEY_USE_NOISE));
    use(device.signKey(), new KeyOwner(device.id(), KeyUse.KEY_USE_SIGN));
    use(device.sealKey(), new KeyOwner(device.id(), KeyUse.KEY_USE_SEAL));
  }

  private void use(ByteString key, KeyOwner owner) throws ProtocolViolation {
    ByteString hash = Sha256.of(key);
    if (keys.containsKey(hash)) {
      throw refused("ROSTER-4", "a key stood in the roster before; make fresh ones");
    }
    keys = keys.with(hash, owner);
  }

  void takeIn(RosterDevice device, DeviceEntry entry) throws ProtocolViolation {
    ownDevices().put(device.id(), device);
    known = known.with(device.id(), new KnownDevice(device, entry));
    requireDeviceLimit();
    changes.add(new RosterChange.DeviceAdded(device, signer));
  }

  void putOut(DeviceId id, Departure departure) {
    RosterDevice device = ownDevices().remove(id);
    if (device == null) {
      throw new IllegalStateException("only a device of the group goes out");
    }
    departures = departures.with(id, departure);
    changes.add(
        departure.kind() == Departure.Kind.LEFT
            ? new RosterChange.DeviceLeft(device, departure)
            : new RosterChange.DeviceRemoved(device, departure, signer));
  }

  void changeRole(DeviceId id, Role role) {
    RosterDevice device = devices.get(id);
    KnownDevice knownAs = known.get(id);
    if (device == null || knownAs == null) {
      throw new IllegalStateException("only a device of the group changes its role");
    }
    if (device.role() != role) {
      RosterDevice changed = device.withRole(role);
      ownDevices().put(id, changed);
      known = known.with(id, new KnownDevice(changed, knownAs.entry()));
      changes.add(new RosterChange.RoleChanged(changed, device.role()));
    }
  }

  /** The device list becomes exactly this one; {@code entries} belong to {@code listed}, one to one. */
  void replaceDevices(List<RosterDevice> listed, List<DeviceEntry> entries)
      throws ProtocolViolation {
    Set<DeviceId> staying = new HashSet<>();
    listed.forEach(device -> staying.add(device.id()));
    for (DeviceId id : List.copyOf(devices.keySet())) {
      if (!staying.contains(id)) {
        putOut(id, Departure.at(index(), Departure.Kind.RESET));
      }
    }
    for (int i = 0; i < listed.size(); i++) {
      RosterDevice device = listed.get(i);
      if (devices.containsKey(device.id())) {
        known = known.with(device.id(), new KnownDevice(device, entries.get(i)));
        changeRole(device.id(), device.role());
      } else {
        takeIn(device, entries.get(i));
      }
    }
  }

  /** Begins an epoch, whose boxes must name exactly the devices that the draft now has (ROSTER-5). */
  void rekey(Rekey rekey) throws ProtocolViolation {
    RekeyRules.check(rekey, epoch + 1, devices.keySet());
    epoch = rekey.getEpoch();
    commitment = rekey.getCommitment();
    epochs = epochs.with(epoch, new EpochStart(index(), commitment));
    changes.add(new RosterChange.EpochChanged(epoch, rekey));
  }

  /** A device reports a box that it got, once for an epoch (ROSTER-11). */
  void reportBadBox(DeviceId id, int reportedEpoch) throws ProtocolViolation {
    EpochStart start = epochs.get(reportedEpoch);
    RosterDevice device = devices.get(id);
    if (start == null || device == null || device.addedAt() > start.index()) {
      throw refused("ROSTER-11", "its signer got no box of that epoch");
    }
    BoxReport report = new BoxReport(id, reportedEpoch);
    if (boxReports.containsKey(report)) {
      throw refused("ROSTER-11", "the same box was reported before");
    }
    boxReports = boxReports.with(report, true);
    changes.add(new RosterChange.BadBoxReported(id, reportedEpoch));
  }

  void close() {
    closed = true;
    changes.add(new RosterChange.GroupClosed(signer));
  }

  /** The state behind the entry, which has this hash, kind and size. */
  RosterState finish(ByteString entryHash, RosterBody.KindCase kind, int entryBytes) {
    int length = before.length() + 1;
    return new RosterState(
        before.suite(),
        before.group(),
        length,
        before.bytes() + entryBytes,
        epoch,
        commitment,
        closed,
        rootKey,
        rootSealKey,
        devicesCopied ? Collections.unmodifiableSortedMap(devices) : devices,
        known,
        departures,
        keys,
        before.marks().with(length, new RosterMark(entryHash, kind, epoch)),
        epochs,
        boxReports,
        List.copyOf(changes));
  }

  private SortedMap<DeviceId, RosterDevice> ownDevices() {
    if (!devicesCopied) {
      devices = new TreeMap<>(devices);
      devicesCopied = true;
    }
    return devices;
  }

  private void requireDeviceLimit() throws ProtocolViolation {
    if (devices.size() > Limits.GROUP_DEVICES) {
      throw refused("ROSTER-8", "the group has as many devices as it may");
    }
  }
}
