package dev.zerok.protocol.roster;

import static dev.zerok.protocol.roster.EntryRules.refused;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.wire.Add;
import dev.zerok.protocol.wire.BadBox;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.Genesis;
import dev.zerok.protocol.wire.Remove;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.protocol.wire.RosterReset;
import dev.zerok.protocol.wire.SetRole;
import java.util.ArrayList;
import java.util.List;

/** What each kind of entry may say and does (the table of PROTOCOL.md § 5, ROSTER-3 to ROSTER-8). */
final class EntryEffects {
  private EntryEffects() {}

  static void apply(RosterDraft draft, RosterBody body) throws ProtocolViolation {
    switch (body.getKindCase()) {
      case GENESIS -> genesis(draft, body.getGenesis());
      case ADD -> add(draft, body.getAdd());
      case REMOVE -> remove(draft, body.getRemove());
      case REKEY -> draft.rekey(body.getRekey());
      case LEAVE -> leave(draft);
      case SET_ROLE -> setRole(draft, body.getSetRole());
      case RESET -> reset(draft, body.getReset());
      case CLOSE -> draft.close();
      case BAD_BOX -> badBox(draft, body.getBadBox());
      case KIND_NOT_SET ->
          throw new IllegalStateException("an entry without a kind has no entitled signer");
    }
  }

  private static void genesis(RosterDraft draft, Genesis genesis) throws ProtocolViolation {
    draft.setRoot(genesis.getRootKey(), genesis.getRootSealKey());
    DeviceEntryRules.requireHandshakeHash(genesis.getFirst(), true, false);
    RosterDevice first = DeviceEntryRules.check(draft, genesis.getFirst());
    if (!first.isAdmin()) {
      throw refused("ROSTER-3", "the first device is not an admin");
    }
    draft.takeIn(first, genesis.getFirst());
    draft.rekey(genesis.getRekey());
  }

  private static void add(RosterDraft draft, Add add) throws ProtocolViolation {
    DeviceEntryRules.requireHandshakeHash(add.getDevice(), false, true);
    RosterDevice device = DeviceEntryRules.check(draft, add.getDevice());
    boolean replaces = !add.getReplaces().isEmpty();
    if (replaces != add.hasRekey()) {
      throw refused("ROSTER-5", "a new epoch comes with an Add exactly when it replaces a device");
    }
    if (replaces) {
      DeviceId replaced = inGroup(draft, add.getReplaces(), "ROSTER-6").id();
      if (replaced.equals(draft.signer())) {
        throw refused("ROSTER-6", "a device cannot replace itself");
      }
      draft.putOut(replaced, Departure.at(draft.index(), Departure.Kind.REPLACED));
    }
    draft.takeIn(device, add.getDevice());
    if (replaces) {
      draft.rekey(add.getRekey());
    }
  }

  private static void remove(RosterDraft draft, Remove remove) throws ProtocolViolation {
    DeviceId removed = inGroup(draft, remove.getDeviceId(), "ROSTER-6").id();
    if (removed.equals(draft.signer())) {
      throw refused("ROSTER-6", "a device cannot remove itself");
    }
    long lastSeq = remove.getLastDeviceSeq();
    int hashLength = remove.getLastBlobHash().size();
    // A uint64 over 2^63 - 1 looks negative here and is no device sequence.
    if (lastSeq < 0 || hashLength != (lastSeq == 0 ? 0 : Sha256.LENGTH)) {
      throw refused("ROSTER-6", "the last sequence and its hash do not go together");
    }
    draft.putOut(
        removed,
        new Departure(Departure.Kind.REMOVED, draft.index(), lastSeq, remove.getLastBlobHash()));
    draft.rekey(remove.getRekey());
  }

  private static void leave(RosterDraft draft) throws ProtocolViolation {
    DeviceId leaving = draft.requireSigner();
    requireOtherAdmin(draft, leaving);
    draft.putOut(leaving, Departure.at(draft.index(), Departure.Kind.LEFT));
  }

  private static void setRole(RosterDraft draft, SetRole change) throws ProtocolViolation {
    RosterDevice device = inGroup(draft, change.getDeviceId(), "ROSTER-1");
    Role role = change.getRole();
    switch (role) {
      case ROLE_ADMIN, ROLE_MEMBER, ROLE_DORMANT -> {
      }
      default -> throw refused("ROSTER-1", "its role is unknown");
    }
    if (role == device.role()) {
      throw refused("ROSTER-8", "the device has that role already");
    }
    if (role != Role.ROLE_ADMIN) {
      requireOtherAdmin(draft, device.id());
    }
    draft.changeRole(device.id(), role);
  }

  private static void reset(RosterDraft draft, RosterReset reset) throws ProtocolViolation {
    draft.note(new RosterChange.RosterWasReset(draft.index()));
    List<RosterDevice> listed = new ArrayList<>(reset.getDevicesCount());
    DeviceId before = null;
    boolean hasAdmin = false;
    for (DeviceEntry entry : reset.getDevicesList()) {
      DeviceEntryRules.requireHandshakeHash(entry, true, true);
      RosterDevice device = DeviceEntryRules.checkInReset(draft, entry);
      if (before != null && before.compareTo(device.id()) >= 0) {
        throw refused("ROSTER-3", "the devices of a Reset do not ascend");
      }
      before = device.id();
      hasAdmin |= device.isAdmin();
      listed.add(device);
    }
    if (!hasAdmin) {
      throw refused("ROSTER-7", "a Reset lists no admin");
    }
    draft.replaceDevices(listed, reset.getDevicesList());
    draft.rekey(reset.getRekey());
  }

  private static void badBox(RosterDraft draft, BadBox report) throws ProtocolViolation {
    draft.reportBadBox(draft.requireSigner(), report.getEpoch());
  }

  private static RosterDevice inGroup(RosterDraft draft, ByteString id, String rule)
      throws ProtocolViolation {
    RosterDevice device = draft.device(DeviceId.fromWire(id));
    if (device == null) {
      throw refused(rule, "it names a device that is not in the group");
    }
    return device;
  }

  /** The last admin can neither leave nor be made anything else (ROSTER-7). */
  private static void requireOtherAdmin(RosterDraft draft, DeviceId id) throws ProtocolViolation {
    if (!draft.hasAdminBesides(id)) {
      throw refused("ROSTER-7", "it is the last admin");
    }
  }
}
