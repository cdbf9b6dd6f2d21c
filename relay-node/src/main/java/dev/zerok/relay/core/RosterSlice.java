package dev.zerok.relay.core;

import dev.zerok.protocol.wire.PlacedRosterEntry;
import java.util.List;

/**
 * A piece of a group's roster, in order.
 *
 * @param entries from the requested index on
 * @param nextIndex where to read on
 * @param length entries of the whole roster; the end is reached when {@code nextIndex} equals it
 */
public record RosterSlice(List<PlacedRosterEntry> entries, int nextIndex, int length) {
  public RosterSlice {
    entries = List.copyOf(entries);
  }
}
