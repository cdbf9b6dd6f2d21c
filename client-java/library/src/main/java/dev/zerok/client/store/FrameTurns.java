package dev.zerok.client.store;

/** Which frame may come next: first the parts of one snapshot, then batches, each of one frame or several. */
final class FrameTurns {
  /** Kinds of frames, the first byte of the plaintext. */
  static final byte BATCH = 0;

  static final byte SNAPSHOT_PART = 1;

  /** Kind, and how many frames of the same snapshot or batch follow: u32. */
  static final int PLAINTEXT_HEAD = 1 + 4;

  private static final int NONE_YET = -1;

  private int snapshotMissing = NONE_YET;
  private int batchMissing;

  /** The next frame; false if it is not its turn. */
  boolean take(byte kind, int following) {
    if (kind == SNAPSHOT_PART) {
      boolean fits = snapshotMissing == NONE_YET
          ? following >= 0
          : snapshotMissing > 0 && following == snapshotMissing - 1;
      snapshotMissing = following;
      return fits;
    }
    boolean fits = kind == BATCH && isSnapshotWhole()
        && (batchMissing == 0 ? following >= 0 : following == batchMissing - 1);
    batchMissing = following;
    return fits;
  }

  /** Whether no frame came yet. */
  boolean isEmpty() {
    return snapshotMissing == NONE_YET;
  }

  boolean isSnapshotWhole() {
    return snapshotMissing == 0;
  }

  /** Whether nothing is half there. */
  boolean isWhole() {
    return isSnapshotWhole() && batchMissing == 0;
  }

  /** The snapshot was written here as a whole. */
  void wroteSnapshot() {
    snapshotMissing = 0;
  }
}
