package dev.zerok.protocol.roster;

import static dev.zerok.protocol.roster.EntryRules.refused;

import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.wire.EpochBox;
import dev.zerok.protocol.wire.Rekey;
import java.util.Iterator;
import java.util.Set;

/** What holds for every new epoch (ROSTER-5). Whether a box opens is known only to the device it is for. */
final class RekeyRules {
  /** Bytes of a box: encapsulated key, 64 bytes of secrets, tag. */
  private static final int BOX_LENGTH = 112;

  private RekeyRules() {}

  /**
   * @param devices of the group after the entry, ascending
   */
  static void check(Rekey rekey, int expectedEpoch, Set<DeviceId> devices)
      throws ProtocolViolation {
    if (rekey.getEpoch() != expectedEpoch) {
      throw refused("ROSTER-5", "its epoch does not follow the present one");
    }
    if (rekey.getCommitment().size() != Sha256.LENGTH || rekey.getRootBox().size() != BOX_LENGTH) {
      throw refused("ROSTER-5", "its commitment or root box does not have the right length");
    }
    if (rekey.getBoxesCount() != devices.size()) {
      throw refused("ROSTER-5", "its boxes do not name exactly the devices of the group");
    }
    Iterator<DeviceId> expected = devices.iterator();
    for (EpochBox box : rekey.getBoxesList()) {
      if (!box.getDeviceId().equals(expected.next().bytes())
          || box.getSealed().size() != BOX_LENGTH) {
        throw refused("ROSTER-5",
            "its boxes do not name exactly the devices of the group, ascending");
      }
    }
  }
}
