package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.protocol.admin.JoinSignatures;
import dev.zerok.protocol.admin.RootSigner;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.epoch.EpochBoxes;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.identity.RootKeys;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.roster.RosterDevice;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.Rekey;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.protocol.wire.RosterEntry;
import java.util.ArrayList;
import java.util.List;

/** The root's part of a recovery (ADMIT-7): from the group's roster to one that ends with its Reset. Pure. */
final class RecoveryChain {
  /** The new roster, and the secrets of the epoch that its last entry begins; whoever has it closes them. */
  record Renewed(List<RosterEntry> entries, EpochSecret epoch) {}

  private RecoveryChain() {}

  /**
   * Puts a Reset behind the roster that the relay showed.
   *
   * @param keys of the new device, which becomes an admin
   * @throws ProtocolViolation if the roster does not verify
   * @throws SyncProblem if the group is closed, too large to be kept, or its keys cannot be opened
   */
  static Renewed after(List<RosterEntry> shown, Crypto crypto, RootKeys root, DeviceKeyPairs keys,
      boolean keepOthers, RandomSource random, long nowMillis) throws ProtocolViolation {
    Roster roster = Roster.replay(crypto, crypto.suite(), root.groupId(), shown);
    if (roster.closed()) {
      throw new SyncProblem(SyncProblem.Reason.KIT_REFUSED,
          "The group was closed for good. Create a new one.");
    }
    List<DeviceEntry> devices = new ArrayList<>();
    devices.add(JoinSignatures.entry(crypto, root.groupId(), keys, Role.ROLE_ADMIN,
        ByteString.EMPTY));
    if (keepOthers) {
      for (RosterDevice device : roster.devices().values()) {
        Role role = device.isAdmin() ? Role.ROLE_ADMIN : Role.ROLE_MEMBER;
        roster.entryOf(device.id())
            .ifPresent(entry -> devices.add(entry.toBuilder().setRole(role).build()));
      }
    }
    if (devices.size() > Limits.GROUP_DEVICES) {
      throw tooMany(devices.size());
    }
    try (EpochSecret former = oldestOpened(shown, crypto, root)) {
      // A number from the roster, and the stream secret from the box: a box that a device spoilt hides no more than its own epoch.
      EpochSecret next = new EpochSecret(roster.epoch() + 1,
          Secret.random(random, EpochSecret.LENGTH),
          former.streamSecret().copy());
      RosterEntry reset =
          new RootSigner(crypto, root).reset(roster, devices, next, random, nowMillis);
      if (reset.getSerializedSize() > Limits.ROSTER_ENTRY_BYTES) {
        next.close();
        throw tooMany(devices.size());
      }
      roster.append(crypto, reset);
      List<RosterEntry> entries = new ArrayList<>(shown);
      entries.add(reset);
      return new Renewed(entries, next);
    }
  }

  private static SyncProblem tooMany(int devices) {
    return new SyncProblem(SyncProblem.Reason.TOO_LARGE,
        "A device list of " + devices + " devices does not fit the "
            + Limits.ROSTER_ENTRY_BYTES
            + " bytes of one entry. Recover without the other devices and invite them anew.");
  }

  /** The stream secret is the one that the group was made with (ROSTER-13): a later box may hold another one, if its device lied. */
  private static EpochSecret oldestOpened(List<RosterEntry> entries, Crypto crypto, RootKeys root) {
    for (RosterEntry entry : entries) {
      Rekey rekey = rekeyOf(entry);
      if (rekey.getEpoch() > 0) {
        try {
          return EpochBoxes.openRoot(crypto, root, rekey);
        } catch (ProtocolViolation spoilt) {
          // Every other box should hold the same stream secret.
        }
      }
    }
    throw new SyncProblem(SyncProblem.Reason.KIT_REFUSED,
        "No key of this group opens with the recovery kit. Ask who made the group.");
  }

  private static Rekey rekeyOf(RosterEntry entry) {
    try {
      RosterBody body = RosterBody.parseFrom(entry.getBody());
      return switch (body.getKindCase()) {
        case GENESIS -> body.getGenesis().getRekey();
        case ADD -> body.getAdd().getRekey();
        case REMOVE -> body.getRemove().getRekey();
        case REKEY -> body.getRekey();
        case RESET -> body.getReset().getRekey();
        default -> Rekey.getDefaultInstance();
      };
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a verified entry decodes", e);
    }
  }
}
