package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.CaughtUp;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HeartbeatDutyTest {
  private static final long HOUR = 3_600_000;
  private static final long NOW = 1_800_000_000_000L;

  private final HeartbeatDuty duty =
      new HeartbeatDuty(new FakeRandomSource("heartbeat"), OptionalLong.of(NOW));

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
  void deviceThatRunsForAMomentNowAndThen_countsOverItsRestarts() {
    ScriptedDevice device = ScriptedDevice.online();
    assertThat(pushesAfterMomentAt(device, 0)).isZero();
    assertThat(pushesAfterMomentAt(device, 10)).isZero();
    assertThat(pushesAfterMomentAt(device, 18)).isZero();
    assertThat(pushesAfterMomentAt(device, 24)).as("a heartbeat").isEqualTo(1);

    assertThat(pushesAfterMomentAt(device, 25)).isEqualTo(1);
    assertThat(pushesAfterMomentAt(device, 42)).isEqualTo(1);
    assertThat(pushesAfterMomentAt(device, 49)).as("the next one").isEqualTo(2);
  }

  @Test
  @Tag("HEART-1")
  void pushOfTheApp_countsOverARestart_whenItWasMadeOffline() {
    ScriptedDevice device = ScriptedDevice.online();
    assertThat(pushesAfterMomentAt(device, 0)).isZero();
    device.run(device.replica.push("", "", ByteString.EMPTY, 0, GroupFixture.NOW + 12 * HOUR));

    assertThat(pushesAfterMomentAt(device, 30)).isEqualTo(1);
    assertThat(pushesAfterMomentAt(device, 36)).isEqualTo(2);
  }

  @Test
  @Tag("HEART-1")
  void clockThatGoesBack_beginsAnew() {
    ScriptedDevice device = ScriptedDevice.online();
    assertThat(pushesAfterMomentAt(device, 100)).isZero();
    assertThat(pushesAfterMomentAt(device, 0)).isZero();
    assertThat(pushesAfterMomentAt(device, 18)).isZero();

    assertThat(pushesAfterMomentAt(device, 24)).isEqualTo(1);
  }

  /** Starts the process, lets it catch up and send at that hour, and gives the number of its pushes so far. */
  private static long pushesAfterMomentAt(ScriptedDevice device, long hour) {
    device.restart();
    device.frame(StreamFrames.of(device.welcome()));
    device.frame(RelayFrame.newBuilder()
        .setCaughtUp(CaughtUp.newBuilder().setCursor(device.place.cursor()))
        .build());
    device.run(device.replica.pump(Integer.MAX_VALUE, GroupFixture.NOW + hour * HOUR));
    return device.replica.lastSeq();
  }
}
