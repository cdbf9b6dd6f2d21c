package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.testkit.FakeRandomSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HeartbeatDutyTest {
  private static final long HOUR = 3_600_000;
  private static final long NOW = 1_800_000_000_000L;

  private final HeartbeatDuty duty = new HeartbeatDuty(new FakeRandomSource("heartbeat"));

  @Test
  @Tag("HEART-1")
  void heartbeat_isDueOnceBetween18And24HoursAfterTheLastPush() {
    assertThat(duty.isDue(NOW)).isFalse();
    assertThat(duty.isDue(NOW + 18 * HOUR)).isFalse();
    assertThat(duty.isDue(NOW + 24 * HOUR)).isTrue();

    duty.pushed(NOW + 24 * HOUR);

    assertThat(duty.isDue(NOW + 42 * HOUR)).isFalse();
    assertThat(duty.isDue(NOW + 48 * HOUR)).isTrue();
  }

  @Test
  @Tag("HEART-1")
  void clockThatGoesBack_beginsAnew() {
    assertThat(duty.isDue(NOW)).isFalse();
    assertThat(duty.isDue(NOW - 100 * HOUR)).isFalse();

    assertThat(duty.isDue(NOW - 76 * HOUR)).isTrue();
  }
}
