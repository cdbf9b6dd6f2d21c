package dev.zerok.relay.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatermarksTest {
  private final GroupFixture group = GroupFixture.founded("watermarks");
  private final DeviceId a = group.firstId;
  private final DeviceKeyPairs keysOfB = group.join(Role.ROLE_MEMBER);
  private final DeviceId b = group.id(keysOfB);
  private final DeviceId c = group.id(group.join(Role.ROLE_MEMBER));
  private final Map<DeviceId, DeviceRecord> devices = new HashMap<>();

  private Watermarks at(long ofA, long ofB, long ofC) {
    devices.put(a, DeviceRecord.added(1, 0).withApplied(ofA));
    devices.put(b, DeviceRecord.added(2, 0).withApplied(ofB));
    devices.put(c, DeviceRecord.added(3, 0).withApplied(ofC));
    return Watermarks.of(Watermarks.counting(group.roster, devices));
  }

  @Test
  @Tag("DEL-1")
  void blob_isWaitedForByWhoeverIsBehindIt_butNotByItsSender() {
    Watermarks watermarks = at(10, 20, 30);

    assertThat(watermarks).isEqualTo(new Watermarks(a, 10, 20));
    assertThat(watermarks.nobodyWaitsFor(10, b)).isTrue();
    assertThat(watermarks.nobodyWaitsFor(11, b)).isFalse();
    assertThat(watermarks.nobodyWaitsFor(20, a)).isTrue();
    assertThat(watermarks.nobodyWaitsFor(21, a)).isFalse();
  }

  @Test
  @Tag("DEL-1")
  void dormantDevices_doNotCount() {
    group.append(group.first.setRole(group.roster, c, Role.ROLE_DORMANT, GroupFixture.NOW));

    assertThat(at(10, 20, 0)).isEqualTo(new Watermarks(a, 10, 20));
  }

  @Test
  @Tag("DEL-1")
  void equalWatermarks_areBothRespected() {
    Watermarks watermarks = at(10, 10, 30);

    assertThat(watermarks.lowest()).isEqualTo(10);
    assertThat(watermarks.second()).isEqualTo(10);
  }

  @Test
  @Tag("DEL-1")
  void deviceAlone_waitsForNothingOfItsOwn() {
    GroupFixture alone = GroupFixture.founded("alone");
    Watermarks watermarks =
        Watermarks.of(Watermarks.counting(
            alone.roster, Map.of(alone.firstId, DeviceRecord.added(1, 0))));

    assertThat(watermarks.nobodyWaitsFor(1_000, alone.firstId)).isTrue();
    assertThat(watermarks.mostReleasable()).isEqualTo(Long.MAX_VALUE);
  }

  /** What the index says of these devices is what a look at each of them says. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  @Tag("DEL-1")
  void index_keptAlongRandomAcknowledgements_saysWhatALookAtAllDevicesSays(long seed) {
    Random random = new Random(seed);
    List<DeviceId> all = List.of(a, b, c);
    WatermarkIndex index = new WatermarkIndex();
    for (int step = 0; step < 500; step++) {
      DeviceId device = all.get(random.nextInt(all.size()));
      DeviceRecord before = devices.remove(device);
      if (before != null) {
        index.remove(device, before.applied());
      }
      index.remove(device, 7); // it was not there
      if (random.nextInt(4) > 0) {
        devices.put(device, DeviceRecord.added(1, 0).withApplied(10 + random.nextInt(5)));
        index.add(device, devices.get(device).applied());
      }
      Watermarks looked = Watermarks.of(Watermarks.counting(group.roster, devices));
      Watermarks indexed = index.now();
      assertThat(indexed.lowest()).isEqualTo(looked.lowest());
      assertThat(indexed.mostReleasable()).isEqualTo(looked.mostReleasable());
      for (DeviceId sender : all) {
        for (long cursor = 9; cursor < 16; cursor++) {
          assertThat(indexed.nobodyWaitsFor(cursor, sender))
              .isEqualTo(looked.nobodyWaitsFor(cursor, sender));
        }
      }
    }
  }
}
