package dev.zerok.relay.routing;

import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.relay.core.EntrySource;
import dev.zerok.relay.core.RosterSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a roster piece by piece, so that a long one never lies in memory as a whole. */
final class RosterReads {
  private RosterReads() {}

  static RosterSlice read(EntrySource source, GroupId group, int fromIndex, int length,
      int maxBytes) {
    List<PlacedRosterEntry> entries = new ArrayList<>();
    int index = fromIndex;
    int bytes = 0;
    while (index < length) {
      Optional<PlacedRosterEntry> placed = source.rosterEntry(group, index);
      if (placed.isEmpty()) {
        // Only a group that was closed meanwhile has none: its session is over.
        return new RosterSlice(entries, length, length);
      }
      bytes += placed.get().getSerializedSize();
      if (!entries.isEmpty() && bytes > maxBytes) {
        break;
      }
      entries.add(placed.get());
      index++;
    }
    return new RosterSlice(entries, index, length);
  }
}
