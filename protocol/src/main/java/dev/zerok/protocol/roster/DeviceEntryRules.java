package dev.zerok.protocol.roster;

import static dev.zerok.protocol.roster.EntryRules.refused;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.X25519Encoding;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.identity.DeviceIds;
import dev.zerok.protocol.identity.JoinInput;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.DeviceKey;
import dev.zerok.protocol.wire.KeyUse;
import dev.zerok.protocol.wire.Role;
import java.util.List;

/** What holds for a device's entry wherever it stands (ROSTER-3, ROSTER-4). */
final class DeviceEntryRules {
  static final int KEY_LENGTH = 32;

  /** The uses of a device's keys, in their order. */
  static final List<KeyUse> USES =
      List.of(KeyUse.KEY_USE_NOISE, KeyUse.KEY_USE_SIGN, KeyUse.KEY_USE_SEAL);

  private DeviceEntryRules() {}

  static void requireHandshakeHash(DeviceEntry entry, boolean mayBeEmpty, boolean mayBeHash)
      throws ProtocolViolation {
    int size = entry.getHandshakeHash().size();
    if (!(mayBeEmpty && size == 0) && !(mayBeHash && size == Sha256.LENGTH)) {
      throw refused("ROSTER-3", "its handshake hash does not have the right length");
    }
  }

  /** A device that is new to the chain: no key of it ever stood there. The draft counts its keys as used from now on. */
  static RosterDevice check(RosterDraft draft, DeviceEntry entry) throws ProtocolViolation {
    RosterDevice device = shape(draft, entry);
    draft.useKeys(device);
    requireUsable(draft, device);
    requireSignature(draft, entry, device);
    return device;
  }

  /** A device that a Reset lists: new, or one of the group. The id follows from all its keys, so that one has exactly its own. */
  static RosterDevice checkInReset(RosterDraft draft, DeviceEntry entry) throws ProtocolViolation {
    RosterDevice device = shape(draft, entry);
    RosterDevice present = draft.device(device.id());
    if (present == null) {
      return check(draft, entry);
    }
    requireSignature(draft, entry, device);
    return device.addedAt(present.addedAt());
  }

  private static RosterDevice shape(RosterDraft draft, DeviceEntry entry) throws ProtocolViolation {
    List<DeviceKey> keys = entry.getKeys().getKeysList();
    if (keys.size() != USES.size()) {
      throw refused("ROSTER-3", "a device does not have three keys");
    }
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).getUse() != USES.get(i) || keys.get(i).getKey().size() != KEY_LENGTH) {
        throw refused("ROSTER-3", "a device's keys do not have the uses 1, 2, 3 and 32 bytes each");
      }
    }
    Role role = entry.getRole();
    if (role != Role.ROLE_MEMBER && role != Role.ROLE_ADMIN) {
      throw refused("ROSTER-3", "a device is neither member nor admin");
    }
    DeviceId id = DeviceIds.of(draft.before().suite(), draft.before().group(), entry.getKeys());
    return new RosterDevice(
        id, keys.get(0).getKey(), keys.get(1).getKey(), keys.get(2).getKey(), role, draft.index());
  }

  private static void requireUsable(RosterDraft draft, RosterDevice device)
      throws ProtocolViolation {
    for (ByteString key : List.of(device.noiseKey(), device.sealKey())) {
      if (!X25519Encoding.isCanonical(key.toByteArray())) {
        throw refused("ROSTER-3", "a device's key is not in canonical encoding");
      }
      if (!draft.checks().isUsableForAgreement(key.toByteArray())) {
        throw refused("ROSTER-3", "a device's key is of small order");
      }
    }
  }

  private static void requireSignature(RosterDraft draft, DeviceEntry entry, RosterDevice device)
      throws ProtocolViolation {
    RosterState before = draft.before();
    ByteString hash = entry.getHandshakeHash();
    byte[] input = JoinInput.of(before.suite(), before.group(), entry.getKeys(), hash);
    if (!draft.checks()
        .verifies(device.signKey().toByteArray(), input, entry.getSignature().toByteArray())) {
      throw refused("ROSTER-3", "a device's own signature does not verify");
    }
  }
}
