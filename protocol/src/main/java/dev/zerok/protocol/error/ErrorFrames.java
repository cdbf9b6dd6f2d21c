package dev.zerok.protocol.error;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.RosterHead;

/** Builds Error frames (PROTOCOL.md § 8). Every one says whether a retry can help and what to do (ERR-1). */
public final class ErrorFrames {
  private static final Error REFUSAL =
      frame(ErrorCode.UNAUTHORIZED, ErrorCode.UNAUTHORIZED.advice()).build();

  private ErrorFrames() {}

  /** The one refusal, always the same bytes, whatever the reason was (ADMIT-2). */
  public static Error refusal() {
    return REFUSAL;
  }

  /** An error that ends the session, with the code's own advice. */
  public static Error of(ErrorCode code) {
    return frame(code, code.advice()).build();
  }

  /** An error that ends the session, with the violation's words; UNAUTHORIZED always becomes {@link #refusal}. */
  public static Error of(ProtocolViolation violation) {
    if (violation.code() == ErrorCode.UNAUTHORIZED) {
      return REFUSAL;
    }
    return frame(violation.code(), violation.words()).build();
  }

  /**
   * The answer to a push that was not stored (PUSH-6).
   *
   * @param deviceSeq of the push, at least 1
   * @param retryAfterMillis 0 where no time is known
   */
  public static Error forPush(ErrorCode code, long deviceSeq, int retryAfterMillis) {
    if (deviceSeq <= 0) {
      throw new IllegalArgumentException(
          "a push has a device sequence of at least 1, not " + deviceSeq);
    }
    return frame(code, code.advice()).setDeviceSeq(deviceSeq)
        .setRetryAfterMillis(retryAfterMillis)
        .build();
  }

  /** The answer to the first push behind a hole (PUSH-3). */
  public static Error sequenceGap(long deviceSeq, long expectedDeviceSeq) {
    return forPush(ErrorCode.SEQUENCE_GAP, deviceSeq, 0).toBuilder()
        .setExpectedDeviceSeq(expectedDeviceSeq)
        .build();
  }

  /** The answer to a roster entry that lost the race (ERR-2). */
  public static Error rosterConflict(RosterHead head) {
    return frame(ErrorCode.ROSTER_CONFLICT, ErrorCode.ROSTER_CONFLICT.advice()).setRosterHead(head)
        .build();
  }

  /** The answer to a command about a mailbox; the session goes on. */
  public static Error forMailbox(ErrorCode code, String words, ByteString mailboxId) {
    return frame(code, words).setMailboxId(mailboxId).build();
  }

  /** An error that ends the session, with the time after which a retry can help. */
  public static Error later(ErrorCode code, int retryAfterMillis) {
    return frame(code, code.advice()).setRetryAfterMillis(retryAfterMillis).build();
  }

  private static Error.Builder frame(ErrorCode code, String words) {
    String fitting = words.length() <= Limits.ERROR_MESSAGE_CHARS
        ? words
        : words.substring(0, Limits.ERROR_MESSAGE_CHARS);
    return Error.newBuilder().setCode(code.code()).setMessage(fitting).setRetry(code.retry());
  }
}
