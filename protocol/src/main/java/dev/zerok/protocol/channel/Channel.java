package dev.zerok.protocol.channel;

import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.RelayFrame;

/** One of the two channels of a connection, and the table that says which frame takes which (PROTOCOL.md § 3.3). */
public enum Channel {
  /** Small frames that must not wait behind a megabyte on a slow line. Each fits one record. */
  CONTROL(0, Limits.CONTROL_FRAME_BYTES),
  /** Everything that may be large, cut into records of at most {@link Limits#BULK_RECORD_BYTES}. */
  BULK(1, Limits.BULK_FRAME_BYTES);

  private final int number;
  private final int maxFrameBytes;

  Channel(int number, int maxFrameBytes) {
    this.number = number;
    this.maxFrameBytes = maxFrameBytes;
  }

  /** The number in a record's first byte. */
  public int number() {
    return number;
  }

  /** The most bytes that an encoded frame on this channel may have. */
  public int maxFrameBytes() {
    return maxFrameBytes;
  }

  /**
   * The channel of a client's frame.
   *
   * @throws IllegalArgumentException if no frame is set
   */
  public static Channel of(ClientFrame.FrameCase frame) {
    return switch (frame) {
      case ROSTER_PRESENT, ROSTER_APPEND, PUSH -> BULK;
      case HELLO, ROSTER_REQUEST, PULL, ACK, SIGNAL, BYE, MAILBOX_OPEN, MAILBOX_JOIN, MAILBOX_SEND,
          MAILBOX_CLOSE -> CONTROL;
      case FRAME_NOT_SET ->
          throw new IllegalArgumentException("a frame without content has no channel");
    };
  }

  /**
   * The channel of a relay's frame.
   *
   * @throws IllegalArgumentException if no frame is set
   */
  public static Channel of(RelayFrame.FrameCase frame) {
    return switch (frame) {
      case ROSTER_ENTRIES, DELIVER, GAP, RESET, CAUGHT_UP -> BULK;
      case WELCOME, PUSH_ACK, PRESENCE, WATERMARKS, SIGNAL_FROM, NOTICE, RETRY_LATER, GO_AWAY,
          ERROR,
          MAILBOX_MESSAGE -> CONTROL;
      case FRAME_NOT_SET ->
          throw new IllegalArgumentException("a frame without content has no channel");
    };
  }
}
