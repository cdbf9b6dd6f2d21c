package dev.zerok.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.Signal;
import dev.zerok.protocol.wire.SignalFrom;
import dev.zerok.relay.core.SignalRate;
import dev.zerok.relay.testkit.FakeDeviceSink.Call;
import dev.zerok.relay.testkit.Payloads;
import dev.zerok.relay.testkit.RelayHarness;
import dev.zerok.relay.testkit.TestDevice;
import dev.zerok.relay.testkit.TestGroup;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalTest {
  private static final ByteString PAYLOAD = Payloads.of("signal");

  @TempDir Path folder;

  @Test
  @Tag("SIGNAL-2")
  void signalToAll_reachesEveryOtherConnectedDeviceOfTheGroup_andNothingIsStored() {
    try (RelayHarness relay = RelayHarness.startIn(folder)) {
      List<TestDevice> devices = TestGroup.connected(relay, "signals", 3);
      List<TestDevice> strangers = TestGroup.connected(relay, "another group", 2);
      List.of(devices, strangers).forEach(group -> group.forEach(one -> one.sink.soFar()));

      devices.get(0).session().signal(signal(""));

      Call.Signalled told = new Call.Signalled(from(devices.get(0)));
      assertThat(devices.get(0).sink.soFar()).isEmpty();
      assertThat(devices.get(1).sink.soFar()).containsExactly(told);
      assertThat(devices.get(2).sink.soFar()).containsExactly(told);
      strangers.forEach(stranger -> assertThat(stranger.sink.soFar()).isEmpty());
      assertThat(devices.get(1).payloads()).isEmpty();
    }
  }

  @Test
  @Tag("SIGNAL-2")
  void signalToOne_reachesItAlone_andToOneThatIsNotConnectedNobody() {
    try (RelayHarness relay = RelayHarness.startIn(folder)) {
      List<TestDevice> devices = TestGroup.connected(relay, "to one", 3);
      devices.forEach(device -> device.sink.soFar());
      Signal toSecond =
          signal("").toBuilder().setTo(devices.get(1).id().bytes()).build();

      devices.get(0).session().signal(toSecond);

      assertThat(devices.get(1).sink.soFar())
          .containsExactly(new Call.Signalled(from(devices.get(0))));
      assertThat(devices.get(2).sink.soFar()).isEmpty();

      devices.get(1).session().detach();
      devices.get(0).session().signal(toSecond);

      assertThat(devices.get(1).sink.soFar()).isEmpty();
    }
  }

  @Test
  @Tag("SIGNAL-3")
  void beyondTheRate_signalsAreDropped_untilTimeHasPassed() {
    RouterConfig standard = RouterConfig.DEFAULT;
    RouterConfig slow =
        new RouterConfig(standard.creation(), standard.creationsPerHour(), standard.fullDiskShare(),
            standard.mailboxes(), standard.readThreads(), standard.waitingChains(),
            standard.chainEntriesPerHour(), true,
            new SignalRate(60, 2));
    try (RelayHarness relay = RelayHarness.in(folder).config(slow).start()) {
      List<TestDevice> devices = TestGroup.connected(relay, "rate", 2);
      devices.get(1).sink.soFar();
      for (int i = 0; i < 5; i++) {
        devices.get(0).session().signal(signal(""));
      }
      relay.time.pass(1_000);
      devices.get(0).session().signal(signal(""));

      assertThat(devices.get(1).sink.soFar()).hasSize(3);
      assertThat(relay.meter.signals()).containsExactly(true, true, false, false, false, true);
    }
  }

  @Test
  @Tag("SIGNAL-2")
  void removedDevice_signalsNobody() {
    try (RelayHarness relay = RelayHarness.startIn(folder)) {
      List<TestDevice> devices = TestGroup.connected(relay, "removed", 3);
      devices.get(0).session().append(devices.get(0).group().removal(devices.get(2)));
      devices.get(2).sink.awaitEviction();
      devices.get(1).sink.soFar();

      devices.get(2).session().signal(signal(""));

      assertThat(devices.get(1).sink.soFar()).isEmpty();
    }
  }

  private static Signal signal(String to) {
    return Signal.newBuilder()
        .setEpoch(1)
        .setPayload(PAYLOAD)
        .setTo(ByteString.copyFromUtf8(to))
        .build();
  }

  private static RelayFrame from(TestDevice sender) {
    return RelayFrame.newBuilder()
        .setSignalFrom(SignalFrom.newBuilder()
            .setSender(sender.id().bytes())
            .setEpoch(1)
            .setPayload(PAYLOAD))
        .build();
  }
}
