package dev.zerok.relay.edge;

import io.vertx.core.http.WebSocketFrame;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Joins the frames of one connection to whole binary messages. One thread.
 *
 * <p>The buffer grows only with bytes that have arrived and never over the limit; the number of frames of a
 * message is bounded too, because empty fragments cost work and no bytes.
 */
final class MessageAssembler {
  /** More fragments than any client makes of 64 KiB. */
  static final int MAX_FRAGMENTS = 64;

  private static final byte[] NOTHING = new byte[0];

  private final int maxMessageBytes;
  private byte[] partial = NOTHING;
  private int fragments;

  MessageAssembler(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  /**
   * Takes the next data frame.
   *
   * @return the message that it completes, or null
   * @throws ConnectionViolation text, too many bytes or too many fragments
   */
  byte @Nullable [] add(WebSocketFrame frame) throws ConnectionViolation {
    if (frame.isText()) {
      throw new ConnectionViolation(ConnectionViolation.NOT_BINARY, "binary messages only");
    }
    byte[] bytes = frame.binaryData().getBytes();
    if (partial.length + bytes.length > maxMessageBytes) {
      throw new ConnectionViolation(
          ConnectionViolation.TOO_BIG, "a message has at most " + maxMessageBytes + " bytes");
    }
    if (fragments == 0 && frame.isFinal()) {
      return bytes;
    }
    fragments++;
    if (fragments > MAX_FRAGMENTS) {
      throw new ConnectionViolation(
          ConnectionViolation.POLICY, "a message has at most " + MAX_FRAGMENTS + " fragments");
    }
    byte[] joined = Arrays.copyOf(partial, partial.length + bytes.length);
    System.arraycopy(bytes, 0, joined, partial.length, bytes.length);
    partial = joined;
    if (!frame.isFinal()) {
      return null;
    }
    partial = NOTHING;
    fragments = 0;
    return joined;
  }
}
