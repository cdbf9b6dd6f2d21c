package dev.zerok.relay.core;

import dev.zerok.protocol.limit.Limits;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * The pace of one session's stream: what to read next, and when to wait (DELIV-3, DELIV-4, PULL-2). Backlog and live are one path: a
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
  private final boolean pulled;
  // Blobs of others that may still be sent; of a live stream as many as come.
  private long allowed;
  private boolean caughtUpOwed;
  private boolean blocked;

  /** A point at which the stream came to rest (DELIV-4). */
  public record Rest(long cursor, boolean more) {}

  /** A live stream: it goes on by itself. */
  public FeedState(long streamFrom, long head, int window) {
    this(streamFrom, head, window, false);
  }

  /**
   * @param streamFrom first cursor of the stream
   * @param head of Welcome
   * @param window the Hello's receive window; brought into the allowed range
   * @param pulled whether the stream waits for {@link #pull}
   */
  public FeedState(long streamFrom, long head, int window, boolean pulled) {
    this.pulled = pulled;
    this.allowed = pulled ? 0 : Long.MAX_VALUE;
    this.caughtUpOwed = !pulled;
    this.next = streamFrom;
    this.head = head;
    this.window =
        Math.clamp(window, Limits.MIN_RECEIVE_WINDOW_BYTES, Limits.MAX_RECEIVE_WINDOW_BYTES);
  }

  /** The read to perform now; empty while one is under way, at the head, or until the client gives window back. */
  public Optional<ReadRequest> nextRead() {
    if (reading || waitingForAck || next > head || (pulled && !caughtUpOwed)) {
      return Optional.empty();
    }
    reading = true;
    int free = (int) Math.max(0, window - bytesOnTheWay);
    int firstBlob = onTheWay.isEmpty() ? Limits.PAYLOAD_BYTES : free;
    return Optional.of(new ReadRequest(next, firstBlob, Math.min(free, READ_BYTES), allowed));
  }

  /** The read came back; its items are being sent. */
  public void readDone(StreamSlice slice) {
    reading = false;
    for (StreamItem item : slice.items()) {
      if (item.payloadBytes() > 0) {
        onTheWay.add(new Sent(item.lastCursor(), item.payloadBytes()));
        bytesOnTheWay += item.payloadBytes();
        allowed -= pulled ? 1 : 0;
      }
    }
    head = Math.max(head, slice.head());
    // A read that was asked for with less window than there is by now is asked for again.
    waitingForAck = slice.nextCursor() == next && next <= head && !freedWhileReading
        && allowed > 0;
    freedWhileReading = false;
    // With nothing allowed any more a read goes on to the next blob and stops in front of it.
    blocked = allowed == 0 && slice.nextCursor() == next && next <= head;
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

  /** The client pulls (PULL-2): so many blobs more. */
  public void pull(long blobs) {
    allowed = Math.min(Long.MAX_VALUE - blobs, allowed) + blobs;
    caughtUpOwed = true;
    freedWhileReading |= reading;
  }

  /**
   * Where the stream came to rest: given once in a live session, when the head is reached, and once for the pulls before it in a
   * pulling one, when the head is reached or a blob waits that they do not allow.
   */
  public Optional<Rest> takeRest() {
    boolean atHead = next > head;
    if (!caughtUpOwed || reading || !(atHead || blocked)) {
      return Optional.empty();
    }
    caughtUpOwed = false;
    blocked = false;
    allowed = pulled ? 0 : allowed;
    return Optional.of(new Rest(atHead ? head : next - 1, !atHead));
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
