package dev.zerok.protocol.channel;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.limit.Limits;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Queues encoded frames and cuts them into records: control first, also between the records of one bulk frame (REC-1, REC-2).
 *
 * <p>Each channel's queue has a bound in bytes. At the bound {@link #offer} takes nothing and says so; whoever sends waits, or
 * gives up a peer that does not read. Single-threaded.
 */
public final class FrameWriter {
  /** What a queued frame is charged beyond its own bytes, so that tiny frames cannot fill the memory. */
  static final int CHARGE_PER_FRAME = 64;

  private static final int CHANNEL_BYTES = Limits.RECORD_CHANNEL_BYTES;
  private static final int LENGTH_BYTES = Limits.FRAME_LENGTH_BYTES;
  private static final int MORE = 0x80;

  private final int maxControlBytes;
  private final int maxBulkBytes;
  private final Queue<ByteString> control = new ArrayDeque<>();
  private final Queue<ByteString> bulk = new ArrayDeque<>();
  private int controlBytes;
  private int bulkBytes;
  private int bulkSent; // of the first frame of `bulk`
  private @Nullable Farewell farewell;

  /** What is sent after everything else; then the writer is done. */
  private record Farewell(@Nullable ByteString bulk, ByteString control) {}

  /**
   * @param maxControlBytes bound of the control queue, at least one frame
   * @param maxBulkBytes bound of the bulk queue, at least one frame
   */
  public FrameWriter(int maxControlBytes, int maxBulkBytes) {
    requireBounds(maxControlBytes, maxBulkBytes);
    this.maxControlBytes = maxControlBytes;
    this.maxBulkBytes = maxBulkBytes;
  }

  /**
   * Checks bounds before a writer is made of them.
   *
   * @throws IllegalArgumentException if one has no room for a frame of the largest size
   */
  public static void requireBounds(int maxControlBytes, int maxBulkBytes) {
    requireRoomForOne(Channel.CONTROL, maxControlBytes);
    requireRoomForOne(Channel.BULK, maxBulkBytes);
  }

  /**
   * Queues a frame, if there is room.
   *
   * @return whether it was queued; {@code false} changes nothing
   * @throws IllegalArgumentException if it is over the channel's limit: our own code must not make such a frame
   */
  public boolean offer(Channel channel, ByteString frame) {
    requireSize(channel, frame);
    if (farewell != null) {
      return false;
    }
    int charge = frame.size() + CHARGE_PER_FRAME;
    switch (channel) {
      case CONTROL -> {
        if (charge > maxControlBytes - controlBytes) {
          return false;
        }
        control.add(frame);
        controlBytes += charge;
      }
      case BULK -> {
        if (charge > maxBulkBytes - bulkBytes) {
          return false;
        }
        bulk.add(frame);
        bulkBytes += charge;
      }
    }
    return true;
  }

  /**
   * Ends the queue: bulk frames that have not begun are dropped, control frames still go out, and {@code last} is the very last.
   * Afterwards {@link #offer} takes nothing. A second call changes nothing.
   */
  public void endWith(ByteString last) {
    end(null, last);
  }

  /**
   * As {@link #endWith(ByteString)}, with a bulk frame before {@code last}. A bulk frame that has begun is finished first, for
   * its records cannot be taken back.
   */
  public void endWith(ByteString lastBulk, ByteString last) {
    requireSize(Channel.BULK, lastBulk);
    end(lastBulk, last);
  }

  /** Drops everything; nothing can be queued any more. */
  public void clear() {
    control.clear();
    bulk.clear();
    controlBytes = 0;
    bulkBytes = 0;
    bulkSent = 0;
    farewell = new Farewell(null, ByteString.EMPTY);
  }

  /** The next record's plaintext, or null if nothing waits. The array is the caller's. */
  public byte @Nullable [] nextRecord() {
    ByteString next = control.poll();
    if (next != null) {
      controlBytes -= next.size() + CHARGE_PER_FRAME;
      return controlRecord(next);
    }
    if (!bulk.isEmpty()) {
      return nextBulkRecord(bulk.element());
    }
    return null;
  }

  /** Bytes that wait on both channels, with a charge for each frame. */
  public int queuedBytes() {
    return controlBytes + bulkBytes;
  }

  /** Bytes that wait on the bulk channel, with a charge for each frame. */
  public int queuedBulkBytes() {
    return bulkBytes;
  }

  private void end(@Nullable ByteString lastBulk, ByteString last) {
    requireSize(Channel.CONTROL, last);
    if (farewell != null) {
      return;
    }
    farewell = new Farewell(lastBulk, last);
    ByteString begun = bulkSent > 0 ? bulk.peek() : null;
    bulk.clear();
    bulkBytes = 0;
    if (begun != null && lastBulk != null) {
      queueBulk(begun);
    } else {
      bulkSent = 0;
    }
    if (lastBulk != null) {
      queueBulk(lastBulk);
    } else {
      queueLastControl();
    }
  }

  private void queueBulk(ByteString frame) {
    bulk.add(frame);
    bulkBytes += frame.size() + CHARGE_PER_FRAME;
  }

  /** Control overtakes bulk, so the last control frame is queued when no bulk record is left. */
  private void queueLastControl() {
    Farewell end = farewell;
    if (end != null) {
      control.add(end.control());
      controlBytes += end.control().size() + CHARGE_PER_FRAME;
    }
  }

  private static byte[] controlRecord(ByteString frame) {
    ByteBuffer record = ByteBuffer.allocate(CHANNEL_BYTES + LENGTH_BYTES + frame.size());
    record.put((byte) Channel.CONTROL.number()).putInt(frame.size());
    frame.copyTo(record);
    return record.array();
  }

  private byte[] nextBulkRecord(ByteString frame) {
    boolean first = bulkSent == 0;
    int overhead = CHANNEL_BYTES + (first ? LENGTH_BYTES : 0);
    int chunk = Math.min(frame.size() - bulkSent, Limits.BULK_RECORD_BYTES - overhead);
    boolean more = bulkSent + chunk < frame.size();
    ByteBuffer record = ByteBuffer.allocate(overhead + chunk);
    record.put((byte) (Channel.BULK.number() | (more ? MORE : 0)));
    if (first) {
      record.putInt(frame.size());
    }
    frame.substring(bulkSent, bulkSent + chunk).copyTo(record);
    bulkSent += chunk;
    if (!more) {
      finishBulkFrame();
    }
    return record.array();
  }

  private void finishBulkFrame() {
    bulkBytes -= bulk.remove().size() + CHARGE_PER_FRAME;
    bulkSent = 0;
    if (bulk.isEmpty() && farewell != null) {
      queueLastControl();
    }
  }

  private static void requireSize(Channel channel, ByteString frame) {
    if (frame.size() > channel.maxFrameBytes()) {
      throw new IllegalArgumentException(
          "a " + channel + " frame has at most " + channel.maxFrameBytes() + " bytes, not "
              + frame.size());
    }
  }

  private static void requireRoomForOne(Channel channel, int bound) {
    if (bound < channel.maxFrameBytes() + CHARGE_PER_FRAME) {
      throw new IllegalArgumentException(
          "the " + channel + " queue must have room for one frame of the largest size");
    }
  }
}
