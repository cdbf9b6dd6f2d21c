package dev.zerok.relay.core;

/**
 * Who a group's blobs wait for (DEL-1, CKPT-3): those that a checkpoint covers only for devices that were seen within the default
 * TTL, all others for everybody.
 */
final class WaitingDevices {
  private final CheckpointTable checkpoints;
  private final Watermarks all;
  private final Watermarks seen;

  private WaitingDevices(CheckpointTable checkpoints, Watermarks all, Watermarks seen) {
    this.checkpoints = checkpoints;
    this.all = all;
    this.seen = seen;
  }

  static WaitingDevices in(Turn turn, GroupState state) {
    Watermarks all = state.watermarks();
    boolean covers = state.checkpoints().coversMost() > 0;
    return new WaitingDevices(state.checkpoints(), all, covers ? turn.seen(state) : all);
  }

  boolean forNobody(EntryRecord.OfBlob blob) {
    boolean covered = blob.cursor() <= checkpoints.coveredTo(blob.stream());
    return (covered ? seen : all).nobodyWaitsFor(blob.cursor(), blob.sender());
  }

  /** Behind this cursor every blob is still waited for by somebody. */
  long mostReleasable() {
    return Math.max(all.mostReleasable(),
        Math.min(seen.mostReleasable(), checkpoints.coversMost()));
  }

  /** The lowest watermark of all. */
  long lowest() {
    return all.lowest();
  }
}
