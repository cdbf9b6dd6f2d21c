package dev.zerok.client.replica;

import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.roster.RosterDevice;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.protocol.wire.RosterEntry;
import java.util.List;
import java.util.Optional;

/** What the roster asks of an admin by itself: a new epoch after a Leave and after a report of a bad box (ROSTER-12). */
final class RosterDuties {
  private RosterDuties() {}

  /** Whether this device, if an admin, has to sign a Rekey. Every admin may do so; the relay lets one of them win. */
  static boolean owesRekey(Roster roster, List<RosterEntry> entries, DeviceId self) {
    boolean admin = roster.device(self).filter(RosterDevice::isAdmin).isPresent();
    if (!admin || roster.closed()) {
      return false;
    }
    for (int index = entries.size() - 1; index >= 0; index--) {
      RosterBody body = RosterBook.body(entries.get(index));
      switch (body.getKindCase()) {
        case GENESIS, REMOVE, REKEY, RESET -> {
          return false;
        }
        case ADD -> {
          if (body.getAdd().hasRekey()) {
            return false;
          }
        }
        case LEAVE -> {
          return true;
        }
        case BAD_BOX -> {
          boolean present = body.getBadBox().getEpoch() == roster.epoch();
          if (present && complaintsOf(body, entries) <= ReplicaLimits.REKEYS_PER_COMPLAINER) {
            return true;
          }
        }
        default -> {
        }
      }
    }
    return false;
  }

  /** Whether this device has said already that its box of the present epoch is bad. */
  static boolean hasComplained(Roster roster, List<RosterEntry> entries, DeviceId self) {
    return entries.stream()
        .map(RosterBook::body)
        .anyMatch(body -> body.getSigner().equals(self.bytes()) && body.hasBadBox()
            && body.getBadBox().getEpoch() == roster.epoch());
  }

  private static long complaintsOf(RosterBody complaint, List<RosterEntry> entries) {
    return entries.stream()
        .map(RosterBook::body)
        .filter(body -> body.hasBadBox() && body.getSigner().equals(complaint.getSigner()))
        .count();
  }

  /** The longest place of the chain that has this epoch, for sealing under a secret that is not the newest. */
  static Optional<Integer> lastLengthOfEpoch(Roster roster, int epoch) {
    for (int length = roster.length(); length > 0; length--) {
      if (roster.epochAt(length) == epoch) {
        return Optional.of(length);
      }
    }
    return Optional.empty();
  }
}
