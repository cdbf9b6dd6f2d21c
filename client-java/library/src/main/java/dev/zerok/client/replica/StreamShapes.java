package dev.zerok.client.replica;

import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.protocol.wire.RelayFrame;

/** Cursors and sequences are below 2⁶³ (PROTOCOL.md § 1); in Java a higher one looks negative. */
final class StreamShapes {
  private StreamShapes() {}

  /** Refuses a frame with a number out of range, before anything is done with it. */
  static void require(RelayFrame frame) throws ProtocolViolation {
    boolean inRange = switch (frame.getFrameCase()) {
      case WELCOME -> frame.getWelcome().getHeadCursor() >= 0
          && frame.getWelcome().getOwnDeviceSeq() >= 0
          && frame.getWelcome().getOwnApplied() >= 0;
      case ROSTER_ENTRIES -> frame.getRosterEntries()
          .getEntriesList()
          .stream()
          .mapToLong(PlacedRosterEntry::getCursor)
          .allMatch(cursor -> cursor >= 0);
      case DELIVER -> frame.getDeliver().getCursor() >= 1;
      case GAP -> frame.getGap().getFrom() >= 1 && frame.getGap().getTo() >= 1;
      case PUSH_ACK -> frame.getPushAck().getCursor() >= 1;
      case CAUGHT_UP -> frame.getCaughtUp().getCursor() >= 0;
      default -> true;
    };
    if (!inRange) {
      throw ProtocolViolation.invalid("A cursor or sequence of the relay is out of range.");
    }
  }

  /** Whether a frame is a piece of the stream, or of what stands in it. */
  static boolean isOfTheStream(RelayFrame frame) {
    return switch (frame.getFrameCase()) {
      case ROSTER_ENTRIES, DELIVER, GAP, PUSH_ACK, CAUGHT_UP -> true;
      default -> false;
    };
  }
}
