package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zerok.client.ClientConfig;
import dev.zerok.client.CreatedGroup;
import dev.zerok.client.NewGroup;
import dev.zerok.client.RecoveryKit;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.RecoveryOptions;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.MemoryClientStore;
import dev.zerok.protocol.crypto.provider.Providers;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recovery kit, on a machine that was never in the group, over a real relay. */
class RecoveryTest {
  @TempDir Path folder;

  private static RecoveryOptions options(boolean keepOthers) {
    return new RecoveryOptions("holiday", "new machine", keepOthers);
  }

  private static String kitOf(TestRelay relay, MemoryClientStore store) {
    CreatedGroup created = SyncClient.create(ClientConfig.of(store),
        NewGroup.at(relay.url(), relay.identity(), "holiday", "first"));
    try (RecoveryKit kit = created.kit(); SyncClient ignored = created.client()) {
      return kit.format();
    }
  }

  @Test
  @Tag("ADMIT-6")
  @Tag("ADMIT-7")
  void kit_putsAllLostDevicesOut_andTheGroupGoesOnWithANewOne() {
    MemoryClientStore store = new MemoryClientStore();
    try (TestRelay relay = TestRelay.start(folder)) {
      String text = kitOf(relay, store);
      try (ClientDevice laptop = ClientDevice.opening(new MemoryClientStore(store.load())).start();
          ClientDevice phone = laptop.pair().start()) {
        laptop.push("before the theft");
        assertThat(phone.nextTexts(1)).containsExactly("before the theft");
        var streamBefore = laptop.client.streamId("photos");

        try (RecoveryKit kit = RecoveryKit.parse(Providers.fastest(), text);
            ClientDevice fresh =
                ClientDevice.recovering(new MemoryClientStore(), kit, options(false)).start()) {
          assertThat(laptop.nextEvent(SyncEvent.RemovedFromGroup.class))
              .isEqualTo(
                  new SyncEvent.RemovedFromGroup("the recovery kit replaced the device list"));
          phone.nextEvent(SyncEvent.RemovedFromGroup.class);
          fresh.nextEvent(SyncEvent.CaughtUp.class);
          assertThat(fresh.client.devices()).hasSize(1);
          assertThat(fresh.client.status().admin()).isTrue();
          assertThat(fresh.client.status().epoch()).isEqualTo(2);
          assertThat(fresh.client.streamId("photos")).isEqualTo(streamBefore);
          try (ClientDevice invited = fresh.pair().start()) {
            fresh.push("and on");
            assertThat(invited.nextTexts(1)).containsExactly("and on");
            invited.push("back");
            assertThat(fresh.nextTexts(1)).containsExactly("back");
          }
        }
        assertThat(phone.blobs).isEmpty();
      }
    }
  }

  @Test
  @Tag("ADMIT-7")
  void kit_thatKeepsTheOthers_addsAnAdminAndANewKey() {
    MemoryClientStore store = new MemoryClientStore();
    try (TestRelay relay = TestRelay.start(folder)) {
      String text = kitOf(relay, store);
      try (ClientDevice laptop = ClientDevice.opening(new MemoryClientStore(store.load())).start();
          ClientDevice phone = laptop.pair().start();
          RecoveryKit kit = RecoveryKit.parse(Providers.fastest(), text);
          ClientDevice fresh =
              ClientDevice.recovering(new MemoryClientStore(), kit, options(true)).start()) {
        phone.nextEvent(SyncEvent.DeviceListReset.class);
        assertThat(fresh.client.devices()).hasSize(3);
        fresh.push("hello");
        assertThat(phone.nextTexts(1)).containsExactly("hello");
        assertThat(laptop.nextTexts(1)).containsExactly("hello");
        phone.push("welcome back");
        assertThat(fresh.nextTexts(1)).containsExactly("welcome back");
      }
    }
  }

  @Test
  @Tag("ADMIT-6")
  void kitOfAnUnknownGroup_isRefusedInWords_andTheStoreStaysEmpty() {
    MemoryClientStore never = new MemoryClientStore();
    MemoryClientStore target = new MemoryClientStore();
    try (TestRelay relay = TestRelay.start(folder);
        RecoveryKit kit = RecoveryKit.parse(Providers.fastest(), kitOf(relay, never))) {
      assertThatThrownBy(() -> ClientDevice.recovering(target, kit, options(false)))
          .isInstanceOfSatisfying(SyncProblem.class,
              problem -> assertThat(problem.reason()).isEqualTo(SyncProblem.Reason.KIT_REFUSED));
      assertThat(target.load().identity()).isEmpty();
    }
  }
}
