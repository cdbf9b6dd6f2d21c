package dev.zerok.protocol.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.Retry;
import dev.zerok.protocol.wire.RosterHead;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ErrorFramesTest {
  @Test
  @Tag("ADMIT-2")
  void refusal_isTheSameFrameWhateverTheReason() {
    Error expected =
        Error.newBuilder()
            .setCode(1002)
            .setMessage("Not admitted: removed, unknown group or wrong relay. Ask another device.")
            .setRetry(Retry.RETRY_NEVER)
            .build();

    assertThat(ErrorFrames.refusal()).isEqualTo(expected);
    assertThat(ErrorFrames.of(new ProtocolViolation(ErrorCode.UNAUTHORIZED, "device was removed")))
        .isEqualTo(expected);
  }

  @Test
  @Tag("ERR-1")
  void everyError_saysWhetherToRetryAndWhatToDo() {
    for (ErrorCode code : ErrorCode.values()) {
      Error error = ErrorFrames.of(code);
      assertThat(error.getCode()).isEqualTo(code.code());
      assertThat(error.getRetry()).isNotEqualTo(Retry.RETRY_UNSPECIFIED);
      assertThat(error.getMessage()).isNotBlank().hasSizeLessThanOrEqualTo(256);
      assertThat(ErrorCode.byNumber(code.code())).contains(code);
    }
    assertThat(ErrorCode.byNumber(1001)).isEmpty();
    assertThat(ErrorCode.byNumber(1004)).isEmpty();
  }

  @Test
  @Tag("ERR-1")
  void violation_becomesAnErrorWithItsWordsAtMost256Characters() {
    Error error = ErrorFrames.of(ProtocolViolation.invalid("x".repeat(300)));

    assertThat(error.getCode()).isEqualTo(1000);
    assertThat(error.getMessage()).isEqualTo("x".repeat(256));
    assertThat(error.getRetry()).isEqualTo(Retry.RETRY_NEVER);
  }

  @Test
  @Tag("PUSH-6")
  void answerToAPush_namesItsSequence() {
    assertThat(ErrorFrames.forPush(ErrorCode.RATE_LIMITED, 9, 500).getDeviceSeq()).isEqualTo(9);
    assertThat(ErrorFrames.forPush(ErrorCode.RATE_LIMITED, 9, 500).getRetryAfterMillis())
        .isEqualTo(500);
    Error gap = ErrorFrames.sequenceGap(9, 4);
    assertThat(gap.getCode()).isEqualTo(1007);
    assertThat(gap.getDeviceSeq()).isEqualTo(9);
    assertThat(gap.getExpectedDeviceSeq()).isEqualTo(4);
    assertThat(gap.getRetry()).isEqualTo(Retry.RETRY_AFTER_CHANGE);
    assertThatThrownBy(() -> ErrorFrames.forPush(ErrorCode.RATE_LIMITED, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("ERR-2")
  void lostRosterRace_isAnsweredWithTheHead() {
    RosterHead head =
        RosterHead.newBuilder().setLength(4).setHash(ByteString.copyFromUtf8("h")).build();

    Error error = ErrorFrames.rosterConflict(head);

    assertThat(error.getCode()).isEqualTo(1008);
    assertThat(error.getRosterHead()).isEqualTo(head);
  }

  @Test
  void mailboxAndLaterErrors_carryTheirFields() {
    ByteString mailbox = ByteString.copyFrom(new byte[16]);

    assertThat(
        ErrorFrames.forMailbox(ErrorCode.INVALID_MESSAGE, "too long", mailbox).getMailboxId())
        .isEqualTo(mailbox);
    assertThat(ErrorFrames.later(ErrorCode.RELAY_OVERLOADED, 250).getRetryAfterMillis())
        .isEqualTo(250);
  }

  @Test
  void violation_hasNoStackTrace() {
    assertThat(ProtocolViolation.invalid("no").getStackTrace()).isEmpty();
  }
}
