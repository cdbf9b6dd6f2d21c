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

  /** At Welcome: what the relay knows to be applied, and what the client said it had, as far as the log goes. */
  AckBound(Hello hello, Welcome welcome) {
    watermark = welcome.getOwnApplied();
    highest = Math.max(watermark, Math.min(hello.getLast().getCursor(), welcome.getHeadCursor()));
  }

  /** The relay sent this. */
  void sent(RelayFrame frame) {
    switch (frame.getFrameCase()) {
      case DELIVER -> reach(frame.getDeliver().getCursor());
      case GAP -> reach(frame.getGap().getTo());
      case CAUGHT_UP -> reach(frame.getCaughtUp().getCursor());
      case PUSH_ACK -> reach(frame.getPushAck().getCursor());
      case ROSTER_ENTRIES ->
          frame.getRosterEntries().getEntriesList().forEach(entry -> reach(entry.getCursor()));
      case RESET -> highest = watermark; // what the client had is of another log
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

  private void reach(long cursor) {
    highest = Math.max(highest, cursor);
  }
}
