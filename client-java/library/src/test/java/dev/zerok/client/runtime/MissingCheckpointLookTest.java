package dev.zerok.client.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.testkit.FakeRandomSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The moment at which a device looks whether one that joined was given a checkpoint. */
class MissingCheckpointLookTest {
  private static final long START = 1_000_000;

  private final MissingCheckpointLook look =
      new MissingCheckpointLook(new FakeRandomSource("look"));

  /** The first second after START at which it is due. */
  private long delayMillis() {
    for (long now = START; now <= START + 100_000; now += 1_000) {
      if (look.isDue(now)) {
        return now - START;
      }
    }
    return -1;
  }

  @Test
  @Tag("CKPT-5")
  void looks_are30To90SecondsLater_eachAtAMomentOfItsOwn_andOnce() {
    assertThat(look.isDue(START)).as("none was planned").isFalse();
    List<Long> delays = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      look.planOnce(START);
      delays.add(delayMillis());
      assertThat(look.isDue(Long.MAX_VALUE)).as("once").isFalse();
    }

    assertThat(delays).allMatch(delay -> delay >= 30_000 && delay <= 90_000);
    assertThat(delays).anyMatch(delay -> delay < 50_000).anyMatch(delay -> delay > 70_000);
  }

  @Test
  void planOnce_keepsThePlannedLook_andPlanAnewReplacesIt() {
    look.planOnce(START);
    look.planOnce(START + 80_000);
    assertThat(look.isDue(START + 90_000)).isTrue();

    look.planOnce(START);
    look.planAnew(START + 89_000);
    assertThat(look.isDue(START + 118_999)).isFalse();
    assertThat(look.isDue(START + 179_000)).isTrue();
  }

  @Test
  void clockThatGoesBack_beginsTheWaitAnew() {
    look.planOnce(START);
    assertThat(look.isDue(START - 1_000_000)).isFalse();
    assertThat(look.isDue(START - 1_000_000 + 90_000)).isTrue();
  }
}
