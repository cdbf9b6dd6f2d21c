package dev.zerok.client.replica;

import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.Role;
import org.jspecify.annotations.Nullable;

/** A change of the roster that this device wants to sign (PROTOCOL.md § 5). */
public sealed interface RosterCommand {
  /** A device comes in (PAIR-3); {@code replaces} goes out for it, if it is still in the group then, and a new epoch begins. */
  record Add(DeviceEntry device, @Nullable DeviceId replaces) implements RosterCommand {}

  /** A device goes out; a new epoch begins. */
  record Remove(DeviceId device) implements RosterCommand {}

  /** A device's role changes. */
  record SetRole(DeviceId device, Role role) implements RosterCommand {}

  /** A new epoch begins; by itself, after a Leave or a bad box. */
  record Rekey() implements RosterCommand {}

  /** This device goes. */
  record Leave() implements RosterCommand {}

  /** The group ends; the relay erases it. */
  record Close() implements RosterCommand {}

  /** This device's box of that epoch does not open (ROSTER-11). */
  record BadBox(int epoch) implements RosterCommand {}
}
