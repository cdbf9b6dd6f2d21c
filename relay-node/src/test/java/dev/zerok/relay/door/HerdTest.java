package dev.zerok.relay.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a door is for: a whole herd comes back in hardly more than the time that its handshakes take. */
class HerdTest {
  @ParameterizedTest
  @CsvSource({"20000, 1000, 1", "20000, 1000, 2", "5000, 100, 3", "4000, 400, 4", "30000, 5000, 5"})
  @Tag("DOOR-2")
  @Tag("DOOR-4")
  void herd_isServedInAboutTheLeastTime_withFewAttempts_unlikeByJitterAlone(
      int clients, int perSecond, long seed) {
    double least = (double) clients / perSecond;

    SimulatedHerd.Outcome door = SimulatedHerd.atADoor(clients, perSecond, seed);
    SimulatedHerd.Outcome jitter = SimulatedHerd.withJitterAlone(clients, perSecond, seed);

    assertThat(door.seconds()).isLessThanOrEqualTo(1.3 * least);
    assertThat(door.meanAttempts()).isLessThanOrEqualTo(2.2);
    assertThat(door.mostAttempts()).isLessThanOrEqualTo(6);
    assertThat(door.seconds()).isLessThan(jitter.seconds());
    assertThat(door.meanAttempts()).isLessThan(jitter.meanAttempts());
  }

  @ParameterizedTest
  @CsvSource({"20000, 1000, 1", "5000, 100, 2"})
  @Tag("DOOR-6")
  void herdThatWasToldItsWindowBefore_needsHardlyMoreThanOneAttempt(
      int clients, int perSecond, long seed) {
    SimulatedHerd.Outcome door =
        SimulatedHerd.atADoorWithAWindow(clients, perSecond, seed);

    assertThat(door.seconds()).isLessThanOrEqualTo(1.1 * clients / perSecond);
    assertThat(door.meanAttempts()).isLessThanOrEqualTo(1.1);
  }
}
