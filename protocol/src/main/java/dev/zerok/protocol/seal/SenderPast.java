package dev.zerok.protocol.seal;

/**
 * What a receiver knows of one sender's sequence, and what it makes of the next blob by that alone (SEAL-3, RECV-2, RESET-4). In one log
 * the sequences of a sender rise by one from blob to blob, whether the blobs open or not: no relay that takes pushes as PUSH-1 says
 * shows anything else. Only what opened counts over the end of a log, for anybody who writes a frame can claim a sequence.
 *
 * @param lastHere the sequence of its last blob at a cursor of this log, opened or not; 0: none
 * @param lastBefore the highest sequence of a blob of its that opened in an earlier log; 0: none
 * @param excuse what explains a hole behind these
 */
public record SenderPast(long lastHere, long lastBefore, Excuse excuse) {
  /** What the relay has said about blobs that may be missing. */
  public enum Excuse {
    /** Nothing: no hole is honest. */
    NONE,
    /** A Gap came since the last blob of the sender in this log, or since the log's beginning if there is none. */
    GAP,
    /** The relay lost an earlier log, and that last blob lies among what it had placed in this one at the time, or there is none. */
    NEW_LOG
  }

  /** What a blob with the next sequence is. */
  public enum Place {
    /** It follows. */
    NEXT,
    /** It opened in an earlier log: dropped and acknowledged. */
    DUPLICATE,
    /** Blobs before it were lost with an earlier log: it counts, and what is missing is reported. */
    BEHIND_LOST,
    /** Fork: the same sequence, or a lower one, at another cursor of the same log. */
    TWICE,
    /** Fork: blobs before it were left out without a word. */
    BEHIND_LEFT_OUT
  }

  public SenderPast {
    if (lastHere < 0 || lastBefore < 0) {
      throw new IllegalArgumentException("sequences " + lastHere + ", " + lastBefore);
    }
  }

  /** The last sequence that is known of the sender at all; 0: none. */
  public long last() {
    return Math.max(lastHere, lastBefore);
  }

  /** The place of a blob with this sequence, at least 1, at the next cursor. */
  public Place placeOf(long deviceSeq) {
    if (deviceSeq <= lastHere) {
      return Place.TWICE;
    }
    if (deviceSeq <= lastBefore) {
      return Place.DUPLICATE;
    }
    if (last() == 0 || deviceSeq == last() + 1) {
      return Place.NEXT;
    }
    return switch (excuse) {
      case GAP -> Place.NEXT;
      case NEW_LOG -> Place.BEHIND_LOST;
      case NONE -> Place.BEHIND_LEFT_OUT;
    };
  }
}
