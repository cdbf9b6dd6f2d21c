package dev.zerok.protocol.roster;

import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.wire.Rekey;
import dev.zerok.protocol.wire.Role;
import org.jspecify.annotations.Nullable;

/** One thing that an entry changed. An entry can change several; see {@link Roster#changes}. */
public sealed interface RosterChange {
  /**
   * A device came into the group.
   *
   * @param addedBy who signed; null = the root
   */
  record DeviceAdded(RosterDevice device, @Nullable DeviceId addedBy) implements RosterChange {}

  /**
   * A device was put out: removed, replaced, or not listed by a Reset.
   *
   * @param removedBy who signed; null = the root
   */
  record DeviceRemoved(RosterDevice device, Departure departure, @Nullable DeviceId removedBy)
      implements RosterChange {}

  /** A device left by its own word; an admin answers with Rekey. */
  record DeviceLeft(RosterDevice device, Departure departure) implements RosterChange {}

  /** A new epoch; {@code rekey} holds its boxes and commitment. */
  record EpochChanged(int epoch, Rekey rekey) implements RosterChange {}

  /** A device of the group has another role than before. */
  record RoleChanged(RosterDevice device, Role before) implements RosterChange {}

  /** The root replaced the device list; the changes that follow say how. */
  record RosterWasReset(int index) implements RosterChange {}

  /**
   * The group ended; no entry follows.
   *
   * @param closedBy who signed; null = the root
   */
  record GroupClosed(@Nullable DeviceId closedBy) implements RosterChange {}

  /** A device could not open its box of that epoch, or it did not match the commitment. */
  record BadBoxReported(DeviceId device, int epoch) implements RosterChange {}
}
