package dev.zerok.relay.core;

import java.util.List;

/**
 * A group's checkpoints as they are stored.
 *
 * @param reviewAt the serving time of the next look at who was not seen for long; 0 = none is planned
 * @param all oldest change first
 */
public record CheckpointRecords(long reviewAt, List<CheckpointRecord> all) {
  public static final CheckpointRecords NONE = new CheckpointRecords(0, List.of());

  public CheckpointRecords {
    all = List.copyOf(all);
  }
}
