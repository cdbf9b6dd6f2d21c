package dev.zerok.relay.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReconnectWindowsTest {
  @Test
  @Tag("DOOR-6")
  void window_isWhatTheSessionsNeed_fromASecondToFiveMinutes() {
    assertThat(ReconnectWindows.millis(10_000, 500)).isEqualTo(21_000);
    assertThat(ReconnectWindows.millis(0, 500)).isEqualTo(1_000);
    assertThat(ReconnectWindows.millis(1_000_000, 1)).isEqualTo(300_000);
  }

  @Test
  @Tag("DOOR-6")
  void onlyTwiceOrHalfAWindow_isNews() {
    assertThat(List.of(501L, 1_000L, 1_999L)).noneMatch(now -> ReconnectWindows.isNews(1_000, now));
    assertThat(List.of(500L, 2_000L)).allMatch(now -> ReconnectWindows.isNews(1_000, now));
  }

  @Test
  @Tag("SESS-6")
  void timesToComeBack_lieEvenlyOverTheWindow_howeverManyThereAre() {
    for (int sessions : List.of(10, 100, 1_000, 4_321)) {
      List<Long> times =
          IntStream.range(0, sessions)
              .mapToObj(i -> ReconnectWindows.returnAfter(i, 60_000))
              .toList();
      for (int tenth = 0; tenth < 10; tenth++) {
        long from = tenth * 6_000L;
        assertThat(times.stream().filter(t -> t >= from && t < from + 6_000).count())
            .isBetween(sessions / 10 - 2L, sessions / 10 + 2L);
      }
    }
    assertThat(ReconnectWindows.returnAfter(1, 1_000)).isBetween(6_000L, 7_000L);
  }
}
