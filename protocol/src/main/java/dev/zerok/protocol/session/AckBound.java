package dev.zerok.protocol.session;

import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.wire.Ack;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.Welcome;

/** How far a client may acknowledge: no further than this session was sent (DELIV-5). */
final class AckBound {
  private final long watermark;
  private long highest;
  private boolean streaming;

  /** At Welcome: what the relay knows to be applied, and what the client said it had, as far as the log goes. */
  AckBound(Hello hello, Welcome welcome) {
    watermark = welcome.getOwnApplied();
    highest = Math.max(watermark, Math.min(hello.getLast().getCursor(), welcome.getHeadCursor()));
  }

  /** The relay sent this. */
  void sent(RelayFrame frame) {
    switch (frame.getFrameCase()) {
      case DELIVER -> stream(frame.getDeliver().getCursor());
      case GAP -> stream(frame.getGap().getTo());
      case CAUGHT_UP -> stream(frame.getCaughtUp().getCursor());
      case PUSH_ACK -> reach(frame.getPushAck().getCursor());
      case ROSTER_ENTRIES ->
          frame.getRosterEntries().getEntriesList().forEach(entry -> roster(entry.getCursor()));
      case RESET -> {
        highest = watermark; // what the client had is of another log
        streaming = false;
      }
      default -> {
      }
    }
  }

  void check(Ack ack) throws ProtocolViolation {
    if (Long.compareUnsigned(ack.getReceived(), highest) > 0) {
      throw ProtocolViolation.invalid("an Ack went beyond what this session was sent");
    }
    if (Long.compareUnsigned(ack.getApplied(), ack.getReceived()) > 0) {
      throw ProtocolViolation.invalid("an Ack must not have applied over received");
    }
  }

  private void stream(long cursor) {
    streaming = true;
    reach(cursor);
  }

  /**
   * Entries that follow Welcome run ahead of the stream, which comes to their cursors later (DELIV-2); what lies between must not be
   * acknowledged by them. The stream itself leaves no cursor out.
   */
  private void roster(long cursor) {
    if (streaming || cursor == highest + 1) {
      reach(cursor);
    }
  }

  private void reach(long cursor) {
    highest = Math.max(highest, cursor);
  }
}
