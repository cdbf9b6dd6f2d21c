package dev.zerok.relay.core;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.GapReason;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.protocol.wire.PushAck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns stored entries into what one device sees (DELIV-1, DELIV-2, DELIV-6): from the requested cursor on every cursor is either
 * in an item or, an own blob of this very session, answered already. Pure but for the reads; one read of one session.
 */
public final class StreamReader {
  /** Entries that one slice stands for, at most. */
  public static final int SLICE_ENTRIES = 256;

  /** Roster entries of one slice, encoded, at most (one always fits). */
  private static final int ROSTER_BYTES = 524_288;

  private final EntrySource source;
  private final GroupId group;
  private final StreamViewer viewer;
  private final ReadRequest request;
  private final List<StreamItem> items = new ArrayList<>();
  private @Nullable CheckpointRecords checkpoints;
  private long next;
  private long payloadBytes;
  private long blobs;
  private int rosterBytes;
  private boolean onlyCheckpoints = true;

  private StreamReader(EntrySource source, GroupId group, StreamViewer viewer,
      ReadRequest request) {
    this.source = source;
    this.group = group;
    this.viewer = viewer;
    this.request = request;
    this.next = request.fromCursor();
  }

  /**
   * Reads a slice.
   *
   * @param head nothing beyond it is looked at
   */
  public static StreamSlice read(
      EntrySource source, GroupId group, StreamViewer viewer, ReadRequest request, long head) {
    StreamReader reader = new StreamReader(source, group, viewer, request);
    reader.fill(head);
    return new StreamSlice(reader.items, reader.next, head);
  }

  private void fill(long head) {
    if (next > head) {
      return;
    }
    List<EntryRecord> entries = source.entries(group, next, head, SLICE_ENTRIES);
    for (EntryRecord entry : entries) {
      // Only the front of the index is ever cut off, once nobody was expected to come back for it; checkpoints stay in it.
      GapReason reason =
          onlyCheckpoints ? GapReason.GAP_REASON_TTL : GapReason.GAP_REASON_LOST;
      if (entry.cursor() > next && !missIndex(entry.cursor() - 1, reason)) {
        return;
      }
      onlyCheckpoints &= entry instanceof EntryRecord.OfBlob blob
          && blob.kind() != EnvelopeKind.ENVELOPE_KIND_BLOB;
      if (!take(entry)) {
        return;
      }
      next = entry.cursor() + 1;
    }
    if (entries.isEmpty()) {
      missIndex(head, GapReason.GAP_REASON_LOST);
    }
  }

  /**
   * What the index has lost up to there. A roster entry is in its place all the same (DELIV-2): the device has it already, so a Gap over
   * it would contradict what it was told. False if not all of it fits into this slice.
   */
  private boolean missIndex(long to, GapReason reason) {
    int index = firstRosterIndexFrom(next);
    Optional<PlacedRosterEntry> placed = source.rosterEntry(group, index);
    while (placed.isPresent() && placed.get().getCursor() <= to) {
      long cursor = placed.get().getCursor();
      if (cursor > next) {
        miss(next, cursor - 1, reason);
      }
      if (items.size() >= SLICE_ENTRIES || !takePlaced(placed.get())) {
        return false;
      }
      next = cursor + 1;
      placed = source.rosterEntry(group, ++index);
    }
    if (next <= to) {
      miss(next, to, reason);
    }
    return true;
  }

  /** Cursors of the roster ascend with its indexes: by bisection. */
  private int firstRosterIndexFrom(long cursor) {
    int low = 0;
    int high = Limits.ROSTER_ENTRIES;
    while (low < high) {
      int middle = (low + high) >>> 1;
      boolean before = source.rosterEntry(group, middle)
          .filter(placed -> placed.getCursor() < cursor)
          .isPresent();
      if (before) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** False if the entry does not fit into this slice any more. */
  private boolean take(EntryRecord entry) {
    return switch (entry) {
      case EntryRecord.OfRoster roster -> takeRoster(roster);
      case EntryRecord.OfBlob blob when blob.sender().equals(viewer.device()) -> takeOwn(blob);
      case EntryRecord.OfBlob blob -> takeBlob(blob);
    };
  }

  private boolean takeOwn(EntryRecord.OfBlob blob) {
    if (blob.cursor() <= viewer.answeredBeyond()) {
      PushAck again =
          PushAck.newBuilder()
              .setDeviceSeq(blob.deviceSeq())
              .setCursor(blob.cursor())
              .setReplicas(1)
              .build();
      items.add(new StreamItem.OwnAck(again));
    }
    return true;
  }

  private boolean takeRoster(EntryRecord.OfRoster roster) {
    Optional<PlacedRosterEntry> placed = source.rosterEntry(group, roster.index());
    if (placed.isEmpty()) {
      miss(roster.cursor(), roster.cursor(), GapReason.GAP_REASON_LOST);
      return true;
    }
    return takePlaced(placed.get());
  }

  private boolean takePlaced(PlacedRosterEntry placed) {
    int size = placed.getSerializedSize();
    if (rosterBytes > 0 && rosterBytes + size > ROSTER_BYTES) {
      return false;
    }
    rosterBytes += size;
    items.add(new StreamItem.RosterPlace(placed));
    return true;
  }

  private boolean takeBlob(EntryRecord.OfBlob blob) {
    if (!blob.held() || blob.cursor() < viewer.addedCursor()) {
      miss(blob.cursor(), blob.cursor(),
          isCovered(blob) ? GapReason.GAP_REASON_COVERED : GapReason.GAP_REASON_TTL);
      return true;
    }
    if (blobs >= request.maxBlobs()) {
      return false;
    }
    boolean fits =
        payloadBytes == 0
            ? blob.size() <= request.firstBlobBytes()
            : payloadBytes + blob.size() <= request.totalBytes();
    if (!fits) {
      return false;
    }
    Optional<ByteString> payload = source.payload(group, blob.cursor());
    if (payload.isEmpty()) {
      miss(blob.cursor(), blob.cursor(), GapReason.GAP_REASON_LOST);
      return true;
    }
    payloadBytes += blob.size();
    blobs++;
    items.add(new StreamItem.Delivery(deliver(blob, payload.get())));
    return true;
  }

  /** Whether a checkpoint that this device is given covers it (CKPT-3). */
  private boolean isCovered(EntryRecord.OfBlob blob) {
    if (checkpoints == null) {
      checkpoints = source.checkpoints(group);
    }
    return checkpoints.all()
        .stream()
        .anyMatch(it -> it.stage() == CheckpointRecord.Stage.NEWEST
            && it.stream().equals(blob.stream())
            && it.covers() >= blob.cursor()
            && it.cursors().getFirst() >= viewer.addedCursor());
  }

  private static Deliver deliver(EntryRecord.OfBlob blob, ByteString payload) {
    return Deliver.newBuilder()
        .setCursor(blob.cursor())
        .setSender(blob.sender().bytes())
        .setDeviceSeq(blob.deviceSeq())
        .setKind(blob.kind())
        .setStream(blob.stream().toWire())
        .setCovers(blob.covers())
        .setEpoch(blob.epoch())
        .setPayload(payload)
        .build();
  }

  /** One Gap for neighbours that are missing for the same reason. */
  private void miss(long from, long to, GapReason reason) {
    next = to + 1;
    if (!items.isEmpty()
        && items.getLast() instanceof StreamItem.Missing before
        && before.reason() == reason
        && before.lastCursor() == from - 1) {
      items.set(items.size() - 1, new StreamItem.Missing(before.from(), to, reason));
    } else {
      items.add(new StreamItem.Missing(from, to, reason));
    }
  }
}
