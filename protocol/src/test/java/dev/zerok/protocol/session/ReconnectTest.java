package dev.zerok.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.ReconnectWindow;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RetryLater;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconnectTest {
  private static final int SAMPLES = 2_000;
  private static final ReconnectCause LOST = new ReconnectCause.LostWithoutWord();

  private final RandomSource random = new FakeRandomSource("reconnect");
  private final Reconnect reconnect = new Reconnect();

  @ParameterizedTest
  @CsvSource({"0, 1000", "1, 2000", "2, 4000", "3, 8000", "4, 16000", "5, 30000", "6, 30000",
      "40, 30000", "100, 30000"})
  @Tag("SESS-5")
  void afterFailures_theDelayIsUniformFromZeroToTheBound(int failures, long bound) {
    List<Long> delays = new ArrayList<>();
    for (int sample = 0; sample < SAMPLES; sample++) {
      delays.add(delayAfter(new Reconnect(), failures));
    }

    assertUniform(delays, bound);
  }

  @Test
  @Tag("SESS-5")
  void stableSession_resetsTheDelays_anUnstableOneDoesNot() {
    assertThat(largestDelayAfterSessionOf(60_000)).isBetween(900L, 1_000L);
    assertThat(largestDelayAfterSessionOf(59_999)).isBetween(20_000L, 30_000L);
  }

  @Test
  @Tag("SESS-5")
  void namedWindow_countsForTheFirstAttemptOnly() {
    List<Long> first = new ArrayList<>();
    List<Long> second = new ArrayList<>();
    for (int sample = 0; sample < SAMPLES; sample++) {
      Reconnect fresh = new Reconnect();
      fresh.windowNamed(window(120_000));
      fresh.admitted(0);
      first.add(delay(fresh, LOST, 100_000));
      second.add(delay(fresh, LOST, 200_000));
    }

    assertUniform(first, 120_000);
    assertUniform(second, 2_000);
  }

  @Test
  @Tag("SESS-5")
  void endThatThisSideMade_isFollowedAtOnce_withoutTheWindow_butNotInCircles() {
    List<Long> again = new ArrayList<>();
    for (int sample = 0; sample < SAMPLES; sample++) {
      Reconnect fresh = new Reconnect();
      fresh.windowNamed(window(120_000));
      fresh.admitted(0);
      assertThat(delay(fresh, new ReconnectCause.EndedHere(), 100_000)).isZero();
      again.add(delay(fresh, new ReconnectCause.EndedHere(), 100_000));
    }

    assertUniform(again, 2_000);
  }

  @Test
  @Tag("SESS-5")
  void windowOfAMonth_isCappedAt5Minutes() {
    List<Long> delays = new ArrayList<>();
    for (int sample = 0; sample < SAMPLES; sample++) {
      Reconnect fresh = new Reconnect();
      fresh.windowNamed(window(-1));
      delays.add(delay(fresh, LOST, 0));
    }

    assertUniform(delays, 300_000);
  }

  @Test
  @Tag("SESS-5")
  void windowOfZero_takesAnEarlierOneBack() {
    reconnect.windowNamed(window(120_000));
    reconnect.windowNamed(window(0));

    assertThat(delay(reconnect, LOST, 0)).isLessThanOrEqualTo(1_000);
  }

  @Test
  @Tag("SESS-5")
  void namedDelay_isTakenAsItIs_cappedAt5Minutes() {
    assertThat(delay(new Reconnect(), new ReconnectCause.ToldWhen(12_345), 0)).isEqualTo(12_345);
    assertThat(delay(new Reconnect(), new ReconnectCause.ToldWhen(300_001), 0)).isEqualTo(300_000);
    assertThat(delay(new Reconnect(), new ReconnectCause.ToldWhen(0), 0)).isZero();
  }

  @Test
  @Tag("SESS-5")
  void relayThatSaysAtOnceForEver_doesNotMakeTheClientSpin() {
    long waited = 0;
    for (int attempt = 0; attempt < 100; attempt++) {
      waited += delay(reconnect, new ReconnectCause.ToldWhen(0), waited);
    }

    assertThat(waited).isGreaterThan(100 * 10_000);
  }

  @Test
  @Tag("DOOR-5")
  void slot_isKeptToTheMillisecond_alsoAfterFailures_cappedAt5Minutes() {
    for (int failure = 0; failure < 10; failure++) {
      delay(reconnect, LOST, 0);
    }
    assertThat(delay(reconnect, slot(1_234), 0)).isEqualTo(1_234);
    assertThat(delay(reconnect, slot(0), 0)).isZero();
    assertThat(delay(reconnect, slot(999_999), 0)).isEqualTo(300_000);
  }

  @Test
  @Tag("DOOR-5")
  void doorThatGivesSlotsForEver_doesNotMakeTheClientSpin_andAnAdmissionEndsThat() {
    long waited = 0;
    for (int attempt = 0; attempt < 100; attempt++) {
      waited += delay(reconnect, slot(0), waited);
    }
    assertThat(waited).isGreaterThan(100 * 10_000);

    reconnect.admitted(waited);
    assertThat(delay(reconnect, slot(5), waited)).isEqualTo(5);
  }

  @Test
  @Tag("DOOR-5")
  void slot_endsTheWindowThatWasNamedBefore() {
    reconnect.windowNamed(window(120_000));
    assertThat(delay(reconnect, slot(5), 0)).isEqualTo(5);
    assertThat(delay(reconnect, LOST, 0)).isLessThanOrEqualTo(1_000);
  }

  @Test
  @Tag("SESS-4")
  void replacedDevice_doesNotComeBackByItself() {
    assertThat(reconnect.nextDelayMillis(goAway(GoAwayReason.GO_AWAY_REASON_REPLACED), 0, random))
        .isEmpty();
    assertThat(reconnect.nextDelayMillis(goAway(GoAwayReason.GO_AWAY_REASON_REMOVED), 0, random))
        .isEmpty();
    assertThat(
        reconnect.nextDelayMillis(goAway(GoAwayReason.GO_AWAY_REASON_GROUP_CLOSED), 0, random))
        .isEmpty();
  }

  @Test
  @Tag("SESS-5")
  void lastFrame_saysWhatItMeans() {
    assertThat(goAway(GoAwayReason.GO_AWAY_REASON_SHUTDOWN))
        .isEqualTo(new ReconnectCause.ToldWhen(77));
    assertThat(goAway(GoAwayReason.GO_AWAY_REASON_SESSION_AGE))
        .isEqualTo(new ReconnectCause.ToldWhen(77));
    assertThat(ReconnectCause.of(RelayFrame.newBuilder()
        .setRetryLater(RetryLater.newBuilder().setAfterMillis(-1))
        .build()))
        .isEqualTo(new ReconnectCause.ToldWhen(4_294_967_295L));
    assertThat(ReconnectCause.of(RelayFrame.newBuilder()
        .setError(ErrorFrames.later(ErrorCode.RELAY_SHUTTING_DOWN, 9))
        .build()))
        .isEqualTo(new ReconnectCause.ToldWhen(9));
    assertThat(ReconnectCause.of(RelayFrame.newBuilder().setError(ErrorFrames.refusal()).build()))
        .isEqualTo(new ReconnectCause.ToldToStay());
    assertThat(ReconnectCause.of(SessionSamples.pushAck(1, 1))).isEqualTo(LOST);
  }

  private long largestDelayAfterSessionOf(long millis) {
    long largest = 0;
    for (int sample = 0; sample < 200; sample++) {
      Reconnect fresh = new Reconnect();
      delayAfter(fresh, 10);
      fresh.admitted(1_000);
      largest = Math.max(largest, delay(fresh, LOST, 1_000 + millis));
    }
    return largest;
  }

  private long delayAfter(Reconnect fresh, int failures) {
    for (int failure = 0; failure < failures; failure++) {
      delay(fresh, LOST, 0);
    }
    return delay(fresh, LOST, 0);
  }

  private long delay(Reconnect of, ReconnectCause cause, long nowMillis) {
    return of.nextDelayMillis(cause, nowMillis, random).orElseThrow();
  }

  /** All in [0, bound], near both ends, each quarter about equally full. */
  private static void assertUniform(List<Long> delays, long bound) {
    assertThat(Collections.min(delays)).isBetween(0L, bound / 100);
    assertThat(Collections.max(delays)).isBetween(bound - bound / 100, bound);
    for (int quarter = 0; quarter < 4; quarter++) {
      long from = bound * quarter / 4;
      long to = bound * (quarter + 1) / 4;
      long in = delays.stream().filter(delay -> delay >= from && delay < to).count();
      assertThat(in).isBetween(SAMPLES / 4 - 100L, SAMPLES / 4 + 100L);
    }
  }

  private static ReconnectCause goAway(GoAwayReason reason) {
    return ReconnectCause.of(SessionSamples.goAway(reason, 77));
  }

  private static ReconnectCause slot(long afterMillis) {
    return new ReconnectCause.GivenSlot(new AdmissionSlot(afterMillis, "ticket"));
  }

  private static ReconnectWindow window(int millis) {
    return ReconnectWindow.newBuilder().setWindowMillis(millis).build();
  }
}
