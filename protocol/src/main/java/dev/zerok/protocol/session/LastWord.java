package dev.zerok.protocol.session;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.RelayFrame;

/** Frames of a relay after which there is no session any more (ERR-1, SESS-5). */
final class LastWord {
  private LastWord() {}

  /** Whether a frame ends the session: GoAway, RetryLater, and an Error that is about nothing in particular. */
  static boolean is(RelayFrame frame) {
    return switch (frame.getFrameCase()) {
      case GO_AWAY, RETRY_LATER -> true;
      case ERROR -> {
        Error error = frame.getError();
        yield error.getDeviceSeq() == 0 && error.getMailboxId().isEmpty() && !error.hasRosterHead();
      }
      default -> false;
    };
  }

  /** What the relay reports of a session that it ended with this frame. */
  static SessionEnded ending(RelayFrame last) {
    return switch (last.getFrameCase()) {
      case GO_AWAY ->
          new SessionEnded(SessionEnded.NORMAL, null, last.getGoAway().getReason().name());
      case RETRY_LATER ->
          new SessionEnded(SessionEnded.NORMAL, null, "the client shall come back later");
      case ERROR -> ending(last.getError());
      default ->
          throw new IllegalArgumentException("a session does not end with " + last.getFrameCase());
    };
  }

  private static SessionEnded ending(Error error) {
    ErrorCode code = ErrorCode.byNumber(error.getCode()).orElse(null);
    int closeCode =
        code == ErrorCode.INVALID_MESSAGE ? SessionEnded.PROTOCOL_ERROR : SessionEnded.POLICY;
    return new SessionEnded(closeCode, code, error.getMessage());
  }
}
