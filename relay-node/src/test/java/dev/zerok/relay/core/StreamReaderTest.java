package dev.zerok.relay.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.GapReason;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.protocol.wire.RosterEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a device sees of a log whose index has lost its front. */
class StreamReaderTest {
  private static final GroupId GROUP = GroupId.of(new byte[GroupId.LENGTH]);
  private static final ByteString HASH = ByteString.copyFrom(new byte[32]);
  private static final ByteString PAYLOAD = ByteString.copyFromUtf8("sealed");
  private static final StreamViewer VIEWER = new StreamViewer(device(1), 1, 0);

  private final TreeMap<Long, EntryRecord> index = new TreeMap<>();
  private final List<PlacedRosterEntry> roster = new ArrayList<>();

  private static DeviceId device(int number) {
    byte[] id = new byte[DeviceId.LENGTH];
    id[0] = (byte) number;
    return DeviceId.of(id);
  }

  private static StreamItem missing(long from, long to, GapReason reason) {
    return new StreamItem.Missing(from, to, reason);
  }

  private PlacedRosterEntry rosterEntryAt(long cursor, int bytes) {
    PlacedRosterEntry placed = PlacedRosterEntry.newBuilder()
        .setCursor(cursor)
        .setEntry(RosterEntry.newBuilder().setBody(ByteString.copyFrom(new byte[bytes])))
        .build();
    roster.add(placed);
    return placed;
  }

  private void blobAt(long cursor) {
    index.put(cursor, new EntryRecord.OfBlob(cursor, HASH, device(2), cursor,
        EnvelopeKind.ENVELOPE_KIND_BLOB, StreamId.DEFAULT, 0, 1, PAYLOAD.size(), Long.MAX_VALUE,
        true));
  }

  /** All slices, from that cursor to the head. */
  private List<StreamItem> readFrom(long from, long head) {
    List<StreamItem> all = new ArrayList<>();
    long next = from;
    while (next <= head) {
      StreamSlice slice = StreamReader.read(
          new Log(), GROUP, VIEWER, new ReadRequest(next, 1_000, 1_000), head);
      assertThat(slice.nextCursor()).as("every slice goes on").isGreaterThan(next);
      all.addAll(slice.items());
      next = slice.nextCursor();
    }
    return all;
  }

  @Test
  @Tag("DELIV-2")
  void rosterEntryInTheFrontThatTheIndexLost_comesAtItsCursor_betweenTheGaps() {
    rosterEntryAt(1, 10);
    PlacedRosterEntry fourth = rosterEntryAt(4, 10);
    PlacedRosterEntry fifth = rosterEntryAt(5, 10);
    rosterEntryAt(12, 10);
    blobAt(9);

    assertThat(readFrom(2, 9).subList(0, 4)).containsExactly(
        missing(2, 3, GapReason.GAP_REASON_TTL),
        new StreamItem.RosterPlace(fourth),
        new StreamItem.RosterPlace(fifth),
        missing(6, 8, GapReason.GAP_REASON_TTL));
    assertThat(readFrom(4, 9).getFirst()).isEqualTo(new StreamItem.RosterPlace(fourth));
    assertThat(readFrom(6, 9).getFirst()).isEqualTo(missing(6, 8, GapReason.GAP_REASON_TTL));
  }

  @Test
  @Tag("DELIV-2")
  void indexThatLostEverything_stillHasTheRoster() {
    PlacedRosterEntry third = rosterEntryAt(3, 10);

    assertThat(readFrom(2, 5)).containsExactly(
        missing(2, 2, GapReason.GAP_REASON_LOST),
        new StreamItem.RosterPlace(third),
        missing(4, 5, GapReason.GAP_REASON_LOST));
  }

  @Test
  void manyAndLargeRosterEntries_comeInSlices_noneTwice_noneLeftOut() {
    List<StreamItem> expected = new ArrayList<>();
    for (long cursor = 1; cursor <= 600; cursor++) {
      int bytes = cursor % 100 == 0 ? 250_000 : 10;
      expected.add(new StreamItem.RosterPlace(rosterEntryAt(cursor, bytes)));
    }
    blobAt(601);

    assertThat(readFrom(1, 601).subList(0, 600)).isEqualTo(expected);
  }

  /** The entries above as a source. */
  private final class Log implements EntrySource {
    @Override
    public Optional<GroupRecord> group(GroupId group) {
      return Optional.empty();
    }

    @Override
    public List<EntryRecord> entries(GroupId group, long from, long to, int max) {
      return index.subMap(from, true, to, true).values().stream().limit(max).toList();
    }

    @Override
    public Optional<ByteString> payload(GroupId group, long cursor) {
      return Optional.of(PAYLOAD);
    }

    @Override
    public CheckpointRecords checkpoints(GroupId group) {
      return CheckpointRecords.NONE;
    }

    @Override
    public Optional<PlacedRosterEntry> rosterEntry(GroupId group, int at) {
      return at < roster.size() ? Optional.of(roster.get(at)) : Optional.empty();
    }
  }
}
