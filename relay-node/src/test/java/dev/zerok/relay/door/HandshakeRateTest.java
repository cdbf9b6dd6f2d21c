package dev.zerok.relay.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandshakeRateTest {
  private static void took(HandshakeRate rate, int times, long stepNanos) {
    for (int i = 0; i < times; i++) {
      rate.took(HandshakeRate.Step.ANSWERED, stepNanos);
      rate.took(HandshakeRate.Step.FINISHED, stepNanos);
    }
  }

  @Test
  void measuredSteps_sayHowManyHandshakesHalfTheLoopsCanDo() {
    HandshakeRate rate = new HandshakeRate(DoorPolicy.DEFAULT, 2);
    took(rate, 1_000, 250_000);
    assertThat(rate.perSecond()).isBetween(1_990.0, 2_010.0);
  }

  @Test
  void oneHiccup_hardlyChangesTheRate_aSlowMachineDoes() {
    HandshakeRate rate = new HandshakeRate(DoorPolicy.DEFAULT, 2);
    took(rate, 1_000, 250_000);
    took(rate, 1, 2_000_000_000);
    assertThat(rate.perSecond()).isGreaterThan(1_500);
    took(rate, 1_000, 25_000_000);
    assertThat(rate.perSecond()).isBetween(19.9, 20.1);
  }

  @Test
  void rate_staysWithinItsBounds() {
    HandshakeRate rate = new HandshakeRate(new DoorPolicy(50, 100, 1), 2);
    assertThat(rate.perSecond()).isEqualTo(100);
    took(rate, 1_000, 0);
    assertThat(rate.perSecond()).isEqualTo(100);
    took(rate, 10_000, Long.MAX_VALUE);
    assertThat(rate.perSecond()).isEqualTo(50);
  }
}
