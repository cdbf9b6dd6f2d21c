package dev.zerok.protocol.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The relations between the limits, and the numbers that the specification prints. */
class LimitsTest {
  @Test
  @Tag("REC-1")
  void controlFrame_fillsOneRecordExactly() {
    assertThat(Limits.CONTROL_FRAME_BYTES).isEqualTo(65_514);
    assertThat(Limits.BULK_RECORD_BYTES + Limits.RECORD_TAG_BYTES)
        .isLessThan(Limits.NOISE_MESSAGE_BYTES);
  }

  @Test
  void bulkFrame_holdsTheLargestPayloadAndTheLargestRosterEntry() {
    assertThat(Limits.BULK_FRAME_BYTES).isEqualTo(1_114_112);
    assertThat(Limits.BULK_FRAME_BYTES - Limits.PAYLOAD_BYTES).isGreaterThanOrEqualTo(65_536);
    assertThat(Limits.ROSTER_ENTRY_BYTES).isLessThan(Limits.BULK_FRAME_BYTES / 4);
    assertThat(Limits.PRESENTED_CHAIN_BYTES).isGreaterThan(Limits.ROSTER_ENTRY_BYTES);
  }

  @Test
  @Tag("ROSTER-8")
  void wholeRoster_canBePresented_andLeavesTheRootItsPart() {
    int framing = Limits.ROSTER_ENTRIES * 8;
    assertThat(Limits.ROSTER_BYTES).isEqualTo(15 * 1_048_576);
    assertThat(Limits.ROSTER_BYTES + framing).isLessThan(Limits.PRESENTED_CHAIN_BYTES);
    assertThat(Limits.ROSTER_ROOT_BYTES).isGreaterThanOrEqualTo(4 * Limits.ROSTER_ENTRY_BYTES);
    assertThat(Limits.ROSTER_ROOT_BYTES).isLessThan(Limits.ROSTER_BYTES);
    assertThat(Limits.ROSTER_ROOT_ENTRIES).isBetween(1, Limits.ROSTER_ENTRIES - 1);
  }

  @Test
  @Tag("PUSH-8")
  void smallestPayload_isThePaddingFloorAndWhatSurroundsIt() {
    assertThat(Limits.PAYLOAD_FLOOR_BYTES).isEqualTo(297);
    assertThat(Limits.PAYLOAD_FLOOR_BYTES).isLessThan(Limits.PAYLOAD_BYTES);
  }

  @Test
  void windowAndQuota_fitTheLargestPayload() {
    assertThat(Limits.MIN_RECEIVE_WINDOW_BYTES).isLessThan(Limits.MAX_RECEIVE_WINDOW_BYTES);
    assertThat(Limits.MAX_RECEIVE_WINDOW_BYTES).isGreaterThan(Limits.PAYLOAD_BYTES);
    assertThat(Limits.DEFAULT_GROUP_BYTES).isGreaterThan(Limits.PAYLOAD_BYTES);
    assertThat(Limits.DEFAULT_TTL_SECONDS).isLessThan(Limits.MAX_TTL_SECONDS);
    assertThat(Limits.PUSHES_UNANSWERED).isLessThan(Limits.SEQUENCES_REMEMBERED);
    assertThat(Limits.PUSHES_UNANSWERED).isLessThan(Limits.DEFAULT_PUSH_BURST);
  }

  @Test
  void mailboxMessages_fitControlFrames() {
    assertThat(Limits.MAILBOX_BODY_BYTES).isLessThan(Limits.CONTROL_FRAME_BYTES);
  }

  @Test
  @Tag("SESS-2")
  void silence_outlastsTwoPings() {
    assertThat(Limits.SILENCE_MILLIS)
        .isGreaterThan(2 * (Limits.PING_MILLIS + Limits.PING_JITTER_MILLIS));
    assertThat(Limits.RECONNECT_FIRST_MILLIS).isLessThan(Limits.RECONNECT_CAP_MILLIS);
    assertThat(Limits.RECONNECT_CAP_MILLIS).isLessThan(Limits.STABLE_SESSION_MILLIS);
    assertThat(Limits.SESSION_AGE_JITTER_MILLIS).isLessThan(Limits.SESSION_AGE_MILLIS);
  }
}
