package dev.zerok.relay.core;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import java.util.List;
import java.util.Optional;

/** Reads a group's durable entries, as of one moment. */
public interface EntrySource {
  /** The group's own numbers, if there is such a group. */
  Optional<GroupRecord> group(GroupId group);

  /** Entries with {@code from ≤ cursor ≤ to}, ascending, at most {@code max} of them. */
  List<EntryRecord> entries(GroupId group, long from, long to, int max);

  /** The sealed payload at a cursor; empty when it was deleted. */
  Optional<ByteString> payload(GroupId group, long cursor);

  /** The group's checkpoints. */
  CheckpointRecords checkpoints(GroupId group);

  /** The roster entry at an index. */
  Optional<PlacedRosterEntry> rosterEntry(GroupId group, int index);
}
