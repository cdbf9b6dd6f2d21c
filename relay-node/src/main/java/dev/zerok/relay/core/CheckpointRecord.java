package dev.zerok.relay.core;

import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.StreamId;
import java.util.ArrayList;
import java.util.List;

/**
 * A checkpoint as the relay knows it (PROTOCOL.md § 6.5): whose it is, and which entries of the log are its parts.
 *
 * @param covers the cursor that it covers
 * @param cursors of its parts, ascending; at least one, at most {@link dev.zerok.protocol.limit.Limits#CHECKPOINT_PARTS}
 */
public record CheckpointRecord(
    DeviceId sender, StreamId stream, long covers, Stage stage, List<Long> cursors) {

  /** Where a checkpoint stands in its life. */
  public enum Stage {
    /** Its last part has not come yet. */
    OPEN(1),
    /** The one that its stream's history begins with. */
    NEWEST(2),
    /** Another one is the newest; this one stays until everybody has that. */
    SUPERSEDED(3);

    private final int number;

    Stage(int number) {
      this.number = number;
    }

    /** What is stored for it. */
    public int number() {
      return number;
    }

    /** The stage of that number. */
    public static Stage of(int number) {
      for (Stage stage : values()) {
        if (stage.number == number) {
          return stage;
        }
      }
      throw new IllegalArgumentException("no stage " + number);
    }
  }

  public CheckpointRecord {
    cursors = List.copyOf(cursors);
    if (cursors.isEmpty()) {
      throw new IllegalArgumentException("a checkpoint without parts");
    }
  }

  static CheckpointRecord begunBy(EntryRecord.OfBlob part) {
    return new CheckpointRecord(part.sender(), part.stream(), part.covers(), Stage.OPEN,
        List.of(part.cursor()));
  }

  CheckpointRecord with(long cursor) {
    List<Long> more = new ArrayList<>(cursors);
    more.add(cursor);
    return new CheckpointRecord(sender, stream, covers, stage, more);
  }

  CheckpointRecord at(Stage next) {
    return new CheckpointRecord(sender, stream, covers, next, cursors);
  }

  /** The cursor of its last part. */
  long last() {
    return cursors.getLast();
  }
}
