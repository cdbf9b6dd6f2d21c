package dev.zerok.client.replica;

import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.wire.RosterEntry;
import java.util.Optional;

/**
 * Whether a device list has room for a change (ROSTER-8), asked before it is sent: no relay could take it, and a person has to hear of
 * it while something can still be done.
 */
final class RosterRoom {
  /** An Add without a Rekey, at most. */
  private static final int ADD_BYTES = 1_024;

  private RosterRoom() {}

  /** Why no further device may come in, in words for a person; a removal must have room behind it. */
  static Optional<String> shortageForAdd(Roster roster, boolean replaces) {
    int after = roster.devices().size() + (replaces ? 0 : 1);
    if (after > Limits.GROUP_DEVICES) {
      return Optional.of("A group has at most " + Limits.GROUP_DEVICES
          + " devices. Remove one that is no longer used, then invite again.");
    }
    long bytes = ADD_BYTES + (replaces ? 2 : 1) * Roster.largestRekeyBytes(after);
    boolean room = roster.placesForDevices() >= 2 && roster.bytesForDevices() >= bytes;
    return room
        ? Optional.empty()
        : Optional
            .of("The group's device list is nearly full: with another device in it, none could be"
                + " removed any more. Create a new group and invite the devices there.");
  }

  /** Why that entry of a device does not fit, in words for a person. */
  static Optional<String> shortage(Roster roster, RosterEntry entry) {
    boolean room = roster.placesForDevices() >= 1
        && roster.bytesForDevices() >= entry.getSerializedSize()
        && entry.getSerializedSize() <= Limits.ROSTER_ENTRY_BYTES;
    return room
        ? Optional.empty()
        : Optional.of(
            "The group's device list is full: no device can change it any more. Create a new group,"
                + " invite the devices there, and close this one with its recovery kit.");
  }
}
