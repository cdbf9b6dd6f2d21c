package dev.zerok.relay.core;

import dev.zerok.protocol.limit.Limits;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * The pace of one session's stream: what to read next, and when to wait (DELIV-3, DELIV-4). Backlog and live are one path: a
 * feed knows its next cursor and the head, and reads as long as one is behind the other and the window allows.
 *
 * <p>The caller asks {@link #nextRead} after every event, performs the read, sends the items and reports the slice. Not
 * thread-safe; one session's thread.
 */
public final class FeedState {
  /** One read gives at most so many payload bytes (but always one blob), so that a fast reader cannot fill the memory. */
  public static final int READ_BYTES = 262_144;

  private record Sent(long cursor, int bytes) {}

  private final int window;
  // At most window / smallest payload entries: every element counts against the window.
  private final ArrayDeque<Sent> onTheWay = new ArrayDeque<>();
  private long bytesOnTheWay;
  private long next;
  private long head;
  private boolean reading;
  private boolean freedWhileReading;
  private boolean waitingForAck;
  private boolean caughtUpTold;

  /**
   * @param streamFrom first cursor of the stream
   * @param head of Welcome
   * @param window the Hello's receive window; brought into the allowed range
   */
  public FeedState(long streamFrom, long head, int window) {
    this.next = streamFrom;
    this.head = head;
    this.window =
        Math.clamp(window, Limits.MIN_RECEIVE_WINDOW_BYTES, Limits.MAX_RECEIVE_WINDOW_BYTES);
  }

  /** The read to perform now; empty while one is under way, at the head, or until the client gives window back. */
  public Optional<ReadRequest> nextRead() {
    if (reading || waitingForAck || next > head) {
      return Optional.empty();
    }
    reading = true;
    int free = (int) Math.max(0, window - bytesOnTheWay);
    int firstBlob = onTheWay.isEmpty() ? Limits.PAYLOAD_BYTES : free;
    return Optional.of(new ReadRequest(next, firstBlob, Math.min(free, READ_BYTES)));
  }

  /** The read came back; its items are being sent. */
  public void readDone(StreamSlice slice) {
    reading = false;
    for (StreamItem item : slice.items()) {
      if (item.payloadBytes() > 0) {
        onTheWay.add(new Sent(item.lastCursor(), item.payloadBytes()));
        bytesOnTheWay += item.payloadBytes();
      }
    }
    head = Math.max(head, slice.head());
    // A read that was asked for with less window than there is by now is asked for again.
    waitingForAck = slice.nextCursor() == next && next <= head && !freedWhileReading;
    freedWhileReading = false;
    next = slice.nextCursor();
  }

  /** More exists. */
  public void headMoved(long newHead) {
    head = Math.max(head, newHead);
  }

  /** The client has everything up to this cursor; gives window back. */
  public void received(long cursor) {
    while (!onTheWay.isEmpty() && onTheWay.peekFirst().cursor() <= cursor) {
      bytesOnTheWay -= onTheWay.removeFirst().bytes();
    }
    waitingForAck = false;
    freedWhileReading = reading;
  }

  /** True once in a session's life: now that the stream has reached the head (DELIV-4). */
  public boolean takeCaughtUp() {
    if (caughtUpTold || reading || next <= head) {
      return false;
    }
    caughtUpTold = true;
    return true;
  }

  /** Everything before this cursor was read. */
  public long nextCursor() {
    return next;
  }

  /** The last cursor known to exist. */
  public long head() {
    return head;
  }

  /** Sealed bytes sent and not yet received, as far as the client said. */
  public long bytesOnTheWay() {
    return bytesOnTheWay;
  }
}
