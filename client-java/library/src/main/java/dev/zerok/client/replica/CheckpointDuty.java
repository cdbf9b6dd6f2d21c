package dev.zerok.client.replica;

/**
 * When a device makes a checkpoint of a stream by itself: once it has pushed more to it than the checkpoint saves. Of each device only its
 * own pushes count, so that not all of them make one for the same pushes; and never less than the last state had, so that checkpoints at
 * most double what a device sends.
 */
final class CheckpointDuty {
  private CheckpointDuty() {}

  /**
   * Whether one is due.
   *
   * @param ownBytes sealed bytes of its own pushes behind the newest checkpoint of the stream
   * @param lastBytes how large that checkpoint was; 0: there is none
   * @param afterBytes at least so many have to be exceeded; 0: none is ever due
   */
  static boolean isDue(long ownBytes, long lastBytes, long afterBytes) {
    return afterBytes > 0 && ownBytes > Math.max(afterBytes, lastBytes);
  }
}
