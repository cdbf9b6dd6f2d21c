package dev.zerok.protocol.session;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.wire.Error;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The pushes of a session that wait for their answer, in the order in which they came (PUSH-6).
 *
 * <p>Behind a SEQUENCE_GAP pushes are dropped without an answer until the expected one comes (PUSH-3), so those count no longer:
 * neither the ones that were under way nor the ones that still come.
 */
final class UnansweredPushes {
  private static final long NONE = 0;

  private final int bound;
  private final Deque<Long> waiting = new ArrayDeque<>();
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
    if (waiting.size() >= bound) {
      throw ProtocolViolation
          .invalid("at most " + bound + " pushes may be unanswered: wait for PushAck");
    }
    waiting.add(deviceSeq);
  }

  /** The push with this sequence was acknowledged; one that does not wait changes nothing. */
  void acknowledged(long deviceSeq) {
    waiting.removeFirstOccurrence(deviceSeq);
  }

  /** A push was refused. */
  void refused(Error error) {
    acknowledged(error.getDeviceSeq());
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
