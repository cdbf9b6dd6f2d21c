package dev.zerok.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.session.Features;
import dev.zerok.protocol.wire.DeviceWatermark;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.Presence;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.Watermarks;
import dev.zerok.relay.testkit.Payloads;
import dev.zerok.relay.testkit.RelayHarness;
import dev.zerok.relay.testkit.TestDevice;
import dev.zerok.relay.testkit.TestGroup;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a session is told of the other devices of its group. */
class NewsTest {
  private static final Hello HIDDEN =
      Hello.newBuilder().setFeatures(Features.NO_PRESENCE).build();

  @TempDir Path folder;

  @Test
  @Tag("PRES-1")
  void presence_isWholeAtFirst_thenWhatChanged() {
    try (RelayHarness relay = RelayHarness.startIn(folder)) {
      List<TestDevice> devices = TestGroup.connected(relay, "presence", 3);
      TestDevice first = devices.get(0);
      assertThat(first.admission().welcome().getFeatures()).isEqualTo(Features.PRESENCE);
      Presence whole = presenceOf(first);
      assertThat(whole.getOnlineList())
          .containsExactlyInAnyOrder(devices.get(1).id().bytes(), devices.get(2).id().bytes());
      assertThat(whole.getOfflineList()).isEmpty();
      assertThat(whole.getWhole()).isTrue();
      assertThat(first.session().presenceNews()).isEmpty();

      devices.get(2).session().detach();

      assertThat(presenceOf(first)).isEqualTo(changed(List.of(), List.of(devices.get(2))));

      devices.get(2).connect(relay);
      devices.get(1).session().detach();

      assertThat(presenceOf(first))
          .isEqualTo(changed(List.of(devices.get(2)), List.of(devices.get(1))));
    }
  }

  @Test
  @Tag("PRES-1")
  void deviceWhoseLaterSessionDisplacedItsEarlierOne_staysOnline() {
    try (RelayHarness relay = RelayHarness.startIn(folder)) {
      List<TestDevice> devices = TestGroup.connected(relay, "displaced", 2);
      assertThat(presenceOf(devices.get(0)).getOnlineCount()).isEqualTo(1);

      devices.get(1).connect(relay);

      assertThat(presenceOf(devices.get(0)))
          .isEqualTo(changed(List.of(devices.get(1)), List.of()));
    }
  }

  @Test
  @Tag("PRES-2")
  void deviceThatHides_isNeitherShownNorToldAndNotSeen() {
    try (RelayHarness relay = RelayHarness.startIn(folder)) {
      TestGroup group = TestGroup.founded("hidden");
      TestDevice hidden = group.join();
      group.install(relay);
      hidden.connect(relay, HIDDEN);

      assertThat(presenceOf(group.first)).isEqualTo(Presence.newBuilder().setWhole(true).build());
      assertThat(hidden.session().presenceNews()).isEmpty();
      hidden.session().detach();
      relay.settle();
      assertThat(group.first.session().presenceNews()).isEmpty();
      assertThat(marksOf(group.first)).contains(mark(hidden, 2, 0));
    }
  }

  @Test
  @Tag("PRES-4")
  void relayWithoutPresence_saysSoInWelcomeAndTellsNobody() {
    RouterConfig standard = RouterConfig.DEFAULT;
    RouterConfig off =
        new RouterConfig(standard.creation(), standard.creationsPerHour(), standard.fullDiskShare(),
            standard.mailboxes(), standard.readThreads(), standard.waitingChains(),
            standard.chainEntriesPerHour(), false,
            standard.signals());
    try (RelayHarness relay = RelayHarness.in(folder).config(off).start()) {
      List<TestDevice> devices = TestGroup.connected(relay, "off", 2);

      assertThat(devices.get(0).admission().welcome().getFeatures()).isZero();
      assertThat(devices.get(0).session().presenceNews()).isEmpty();
    }
  }

  @Test
  @Tag("WMARK-1")
  void watermarks_areAllAtFirst_thenThoseThatMoved_andOutlastARestart() {
    TestGroup group;
    TestDevice second;
    long hour;
    try (RelayHarness relay = RelayHarness.startIn(folder)) {
      List<TestDevice> devices = TestGroup.connected(relay, "watermarks", 3);
      group = devices.get(0).group();
      second = devices.get(1);
      hour = relay.time.wallMillis() / 3_600_000;
      assertThat(marksOf(group.first))
          .containsExactlyInAnyOrder(
              mark(group.first, 1, hour), mark(second, 2, hour), mark(devices.get(2), 3, hour));
      long cursor = group.first.push(Payloads.of("one")).getCursor();

      second.apply(cursor);
      relay.settle();

      assertThat(marksOf(group.first)).containsExactly(mark(second, cursor, hour));
      assertThat(group.first.session().watermarkNews()).isEmpty();
    }
    try (RelayHarness relay = RelayHarness.startIn(folder)) {
      group.first.connect(relay);

      assertThat(marksOf(group.first)).contains(mark(second, 4, hour));
    }
  }

  @Test
  @Tag("WMARK-1")
  void removedDevice_isNotToldOfAnyMore_andAnAddedOneIs() {
    try (RelayHarness relay = RelayHarness.startIn(folder)) {
      List<TestDevice> devices = TestGroup.connected(relay, "came and went", 3);
      TestGroup group = devices.get(0).group();
      assertThat(marksOf(group.first)).hasSize(3);
      TestDevice added = group.join();
      RosterEntry add = group.fixture.entries.getLast();
      group.first.session().append(add);
      group.first.session().append(group.removal(devices.get(2)));
      relay.settle();

      assertThat(marksOf(group.first)).containsExactly(mark(added, 4, 0));
      devices.get(1).connect(relay);
      assertThat(marksOf(devices.get(1)))
          .extracting(DeviceWatermark::getDeviceId)
          .containsExactlyInAnyOrder(
              group.first.id().bytes(), devices.get(1).id().bytes(), added.id().bytes());
    }
  }

  private static Presence presenceOf(TestDevice device) {
    return device.session().presenceNews().map(RelayFrame::getPresence).orElseThrow();
  }

  private static List<DeviceWatermark> marksOf(TestDevice device) {
    return device.session()
        .watermarkNews()
        .map(RelayFrame::getWatermarks)
        .map(Watermarks::getDevicesList)
        .orElseThrow();
  }

  private static Presence changed(List<TestDevice> online, List<TestDevice> offline) {
    return Presence.newBuilder()
        .addAllOnline(ids(online))
        .addAllOffline(ids(offline))
        .build();
  }

  private static List<ByteString> ids(List<TestDevice> devices) {
    return devices.stream().map(device -> device.id().bytes()).toList();
  }

  private static DeviceWatermark mark(TestDevice device, long applied, long hours) {
    return DeviceWatermark.newBuilder()
        .setDeviceId(device.id().bytes())
        .setApplied(applied)
        .setLastSeenHours(hours)
        .build();
  }
}
