package dev.zerok.protocol.session;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.wire.Error;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.TreeSet;

/**
 * The pushes of a session that wait for their answer, in the order in which they came (PUSH-6).
 *
 * <p>Behind a SEQUENCE_GAP pushes are dropped without an answer until the expected one comes (PUSH-3), so those count no longer:
 * neither the ones that were under way nor the ones that still come.
 *
 * <p>A client that comes back sends again what it has no answer for, while the stream may tell it of the same pushes (DELIV-2). To
 * the client that is the answer, so a push that is answered before it comes never counts.
 */
final class UnansweredPushes {
  private static final long NONE = 0;

  private final int bound;
  private final Deque<Long> waiting = new ArrayDeque<>();
  // The highest sequences that were answered and did not come yet; no more than a client may have under way.
  private final TreeSet<Long> answeredAhead = new TreeSet<>();
  private long lastCame = NONE;
  private long expected = NONE;

  UnansweredPushes(int bound) {
    this.bound = bound;
  }

  /** A push with this sequence came. */
  void came(long deviceSeq) throws ProtocolViolation {
    if (expected != NONE && deviceSeq != expected) {
      return;
    }
    expected = NONE;
    lastCame = deviceSeq;
    answeredAhead.headSet(deviceSeq, false).clear();
    if (answeredAhead.remove(deviceSeq)) {
      return;
    }
    if (waiting.size() >= bound) {
      throw ProtocolViolation
          .invalid("at most " + bound + " pushes may be unanswered: wait for PushAck");
    }
    waiting.add(deviceSeq);
  }

  /** The push with this sequence was acknowledged, which may be before it comes. */
  void acknowledged(long deviceSeq) {
    boolean came = waiting.removeFirstOccurrence(deviceSeq);
    if (!came && deviceSeq > lastCame) {
      answeredAhead.add(deviceSeq);
      if (answeredAhead.size() > bound) {
        answeredAhead.pollFirst();
      }
    }
  }

  /** A push was refused. */
  void refused(Error error) {
    waiting.removeFirstOccurrence(error.getDeviceSeq());
    if (error.getCode() == ErrorCode.SEQUENCE_GAP.code()) {
      dropUntil(error.getExpectedDeviceSeq());
    }
  }

  int count() {
    return waiting.size();
  }

  private void dropUntil(long next) {
    Iterator<Long> each = waiting.iterator();
    while (each.hasNext()) {
      if (each.next() == next) {
        return; // it is under way already; what follows it is answered again
      }
      each.remove();
    }
    expected = next;
  }
}
