package dev.zerok.relay.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ServingTimeTest {
  private final FakeServingRecords records = new FakeServingRecords();

  @Test
  @Tag("DEL-2")
  void time_goesOnFromWhereItStopped_andIsSavedNowAndThen() {
    ServingTime time = new ServingTime(1_000_000);

    time.pass(10_000, records.shard());
    assertThat(time.now()).isEqualTo(1_010_000);
    assertThat(records.saved()).isEmpty();
    for (int i = 0; i < 5; i++) {
      time.pass(10_000, records.shard());
    }
    assertThat(records.saved()).containsExactly(1_060_000L);
  }

  @Test
  @Tag("DEL-2")
  void longPause_countsAsOneStep_andBackwardsAsNothing() {
    ServingTime time = new ServingTime(0);

    time.pass(86_400_000, records.shard());
    time.pass(-5, records.shard());

    assertThat(time.now()).isEqualTo(ServingTime.LONGEST_STEP_MILLIS);
  }

  @Test
  @Tag("DEL-2")
  void firstExpiry_waitsForAnHourOfService() {
    ServingTime time = new ServingTime(999_999_999);
    for (int i = 0; i < 359; i++) {
      time.pass(10_000, records.shard());
    }
    assertThat(time.mayExpire()).isFalse();

    time.pass(10_000, records.shard());

    assertThat(time.mayExpire()).isTrue();
  }
}
