package dev.zerok.relay.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.wire.PushCredit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PushCreditMeterTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final PushRate RATE = new PushRate(60, 10, 60_000, MEBIBYTE);

  private final PushCreditMeter meter = meter(Quotas.DEFAULT.groupRate());

  private static PushCreditMeter meter(PushRate group) {
    return new PushCreditMeter(RATE, new GroupCredit(group, 0), 0);
  }

  private static PushCredit credit(long pushes, long bytes) {
    return PushCredit.newBuilder().setPushes(pushes).setBytes(bytes).build();
  }

  @Test
  @Tag("PUSH-7")
  void credit_isATotalThatPushingDoesNotChange() {
    meter.startSession(0);
    assertThat(meter.credit(0)).isEqualTo(credit(10, MEBIBYTE));

    assertThat(meter.take(1_000, 0)).isTrue();

    assertThat(meter.credit(0)).isEqualTo(credit(10, MEBIBYTE));
  }

  @Test
  @Tag("PUSH-7")
  void credit_growsWithTheSustainedRate_andNeverBeyondABurst() {
    meter.startSession(0);
    for (int i = 0; i < 10; i++) {
      assertThat(meter.take(1_000, 0)).isTrue();
    }
    assertThat(meter.take(1, 0)).isFalse();
    assertThat(meter.millisUntil(1)).isEqualTo(1_001);

    assertThat(meter.credit(1_000)).isEqualTo(credit(11, MEBIBYTE + 1_000));
    assertThat(meter.credit(1_000_000_000)).isEqualTo(credit(20, MEBIBYTE + 10_000));
  }

  @Test
  @Tag("PUSH-7")
  void push_beyondTheBytes_isNotCounted() {
    meter.startSession(0);
    assertThat(meter.take(MEBIBYTE, 0)).isTrue();
    assertThat(meter.take(1_000, 0)).isFalse();
    assertThat(meter.take(1_000, 1_000)).isTrue();
    assertThat(meter.credit(1_000)).isEqualTo(credit(11, MEBIBYTE + 1_000));
  }

  @Test
  @Tag("PUSH-7")
  void newSession_beginsItsTotalsAnew_butRefillsNothing() {
    meter.startSession(0);
    for (int i = 0; i < 8; i++) {
      assertThat(meter.take(100, 0)).isTrue();
    }

    meter.startSession(0);

    assertThat(meter.credit(0)).isEqualTo(credit(2, MEBIBYTE - 800));
    assertThat(meter.isLow()).isTrue();
  }

  @Test
  @Tag("PUSH-7")
  void groupsRate_slowsItsDevices_butWhatADeviceWasToldStaysItsOwn() {
    GroupCredit shared = new GroupCredit(new PushRate(60, 15, 1 << 30, 1 << 30), 0);
    PushCreditMeter first = new PushCreditMeter(RATE, shared, 0);
    PushCreditMeter second = new PushCreditMeter(RATE, shared, 0);
    assertThat(first.credit(0).getPushes()).isEqualTo(10);
    assertThat(second.credit(0).getPushes()).isEqualTo(5);
    assertThat(second.isLow()).isFalse();
    for (int i = 0; i < 10; i++) {
      assertThat(first.take(1, 0)).isTrue();
    }

    // One a second for the whole group, whoever asks first.
    assertThat(second.credit(2_000).getPushes()).isEqualTo(7);
    assertThat(first.credit(2_000).getPushes()).isEqualTo(10);
    assertThat(first.credit(3_000).getPushes()).isEqualTo(11);
    assertThat(first.take(1, 3_000)).isTrue();
  }

  @Test
  @Tag("PUSH-7")
  void deviceThatLeaves_givesBackWhatItHadNotUsed() {
    GroupCredit shared = new GroupCredit(new PushRate(60, 10, 1 << 30, 1 << 30), 0);
    PushCreditMeter first = new PushCreditMeter(RATE, shared, 0);
    assertThat(new PushCreditMeter(RATE, shared, 0).credit(0).getPushes()).isZero();
    first.leave();
    assertThat(new PushCreditMeter(RATE, shared, 0).credit(0).getPushes()).isEqualTo(10);
  }
}
