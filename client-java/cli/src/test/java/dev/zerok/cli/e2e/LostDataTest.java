package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.model.SyncEvent;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The relay lost data: devices bring the group back, nothing that a device still needs is lost, nothing comes twice. */
class LostDataTest {
  @TempDir Path folder;

  /** All of the relay's data but its identity, without which no client would talk to it (RID-3). */
  private void emptyTheRelay() {
    FolderCopy.delete(folder.resolve("relay").resolve("store"));
  }

  private TestRelay relay(int port) {
    return TestRelay.start(folder.resolve("relay"), port);
  }

  @Test
  @Tag("RESET-1")
  @Tag("RESET-4")
  void emptiedRelay_isGivenTheGroupBack_andWhatNotEveryDeviceHas() throws Exception {
    TestRelay relay = relay(0);
    int port = relay.port();
    Path tabletStore = folder.resolve("tablet");
    try (ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice phone = laptop.pair().start()) {
      try (ClientDevice tablet = laptop.pair(CrashingReceiver.store(tabletStore),
          dev.zerok.client.model.InviteOptions.DEFAULT).start()) {
        tablet.nextEvent(SyncEvent.CaughtUp.class);
      }
      laptop.push("one");
      laptop.push("two");
      assertThat(phone.nextTexts(2)).containsExactly("one", "two");
      phone.push("from the phone");
      assertThat(laptop.nextTexts(1)).containsExactly("from the phone");
      relay.close();
      laptop.nextEvent(SyncEvent.Disconnected.class);
      laptop.push("three");
      emptyTheRelay();
      relay = relay(port);

      assertThat(laptop.nextEvent(SyncEvent.RelayLostData.class).again()).isEqualTo(2);
      assertThat(phone.nextEvent(SyncEvent.RelayLostData.class).again()).isEqualTo(1);
      assertThat(phone.nextTexts(1)).containsExactly("three");
      try (ClientDevice tablet = ClientDevice.opening(CrashingReceiver.store(tabletStore))
          .start()) {
        assertThat(tablet.nextTexts(4))
            .containsExactlyInAnyOrder("one", "two", "three", "from the phone");
        tablet.push("back");
        assertThat(laptop.nextTexts(1)).containsExactly("back");
        assertThat(phone.nextTexts(1)).containsExactly("back");
      }
      assertThat(laptop.blobs).isEmpty();
      assertThat(phone.blobs).isEmpty();
      assertThat(laptop.client.status().stopped()).isEmpty();
      assertThat(phone.client.status().stopped()).isEmpty();
    } finally {
      relay.close();
    }
  }

  @Test
  @Tag("RESET-4")
  @Tag("PUSH-4")
  void pushOfAnEarlierEpoch_isSealedAnewForAnEmptiedRelay_andTakenForTheSame() throws Exception {
    TestRelay relay = relay(0);
    int port = relay.port();
    try (ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice phone = laptop.pair().start();
        ClientDevice tablet = laptop.pair().start()) {
      laptop.push("one");
      assertThat(phone.nextTexts(1)).containsExactly("one");
      assertThat(tablet.nextTexts(1)).containsExactly("one");
      ClientDevice.await(laptop.client.remove(tablet.client.status().device()));
      relay.close();
      laptop.nextEvent(SyncEvent.Disconnected.class);
      emptyTheRelay();
      relay = relay(port);

      laptop.nextEvent(SyncEvent.RelayLostData.class);
      phone.nextEvent(SyncEvent.RelayLostData.class);
      laptop.push("two");
      assertThat(phone.nextTexts(1)).containsExactly("two");
      phone.push("three");
      assertThat(laptop.nextTexts(1)).containsExactly("three");
      assertThat(phone.client.status().stopped()).isEmpty();
    } finally {
      relay.close();
    }
  }

  @Test
  @Tag("RESET-4")
  @Tag("RECV-1")
  void removalAfterTheLoss_namesThePushAsItIsInTheNewLog_soThatALateDeviceGoesOn()
      throws Exception {
    TestRelay relay = relay(0);
    int port = relay.port();
    Path phoneStore = folder.resolve("phone");
    Path lateStore = folder.resolve("late");
    try (ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice tablet = laptop.pair().start()) {
      try (ClientDevice phone = laptop.pair(CrashingReceiver.store(phoneStore),
          dev.zerok.client.model.InviteOptions.DEFAULT.asAdmin()).start()) {
        try (ClientDevice late = laptop.pair(CrashingReceiver.store(lateStore),
            dev.zerok.client.model.InviteOptions.DEFAULT).start()) {
          late.nextEvent(SyncEvent.CaughtUp.class);
        }
        laptop.push("one");
        assertThat(phone.nextTexts(1)).containsExactly("one");
        assertThat(tablet.nextTexts(1)).containsExactly("one");
        ClientDevice.await(laptop.client.remove(tablet.client.status().device()));
        relay.close();
        laptop.nextEvent(SyncEvent.Disconnected.class);
        emptyTheRelay();
        relay = relay(port);
        laptop.nextEvent(SyncEvent.RelayLostData.class);
        phone.nextEvent(SyncEvent.RelayLostData.class);
        ClientDevice.await(laptop.client.outboxDrained());
      }
      try (ClientDevice phone =
          ClientDevice.opening(CrashingReceiver.store(phoneStore)).start()) {
        phone.nextEvent(SyncEvent.CaughtUp.class);
        ClientDevice.await(phone.client.remove(laptop.client.status().device()));

        try (ClientDevice late =
            ClientDevice.opening(CrashingReceiver.store(lateStore)).start()) {
          assertThat(late.nextTexts(1)).containsExactly("one");
          phone.push("goes on");
          assertThat(late.nextTexts(1)).containsExactly("goes on");
          assertThat(late.client.status().stopped()).isEmpty();
        }
        assertThat(phone.client.status().stopped()).isEmpty();
        assertThat(phone.blobs).isEmpty();
      }
    } finally {
      relay.close();
    }
  }

  @Test
  @Tag("RESET-2")
  @Tag("RESET-5")
  void relayWithAnOldCopyOfItsData_getsEntriesAndPushesBack() throws Exception {
    TestRelay relay = relay(0);
    int port = relay.port();
    try (ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice phone = laptop.pair().start();
        ClientDevice tablet = laptop.pair().start()) {
      laptop.push("before the copy");
      assertThat(phone.nextTexts(1)).containsExactly("before the copy");
      assertThat(tablet.nextTexts(1)).containsExactly("before the copy");
      relay.close();
      laptop.nextEvent(SyncEvent.Disconnected.class);
      FolderCopy.copy(folder.resolve("relay"), folder.resolve("copy"));
      relay = relay(port);
      laptop.nextEvent(SyncEvent.CaughtUp.class);
      ClientDevice.await(laptop.client.remove(tablet.client.status().device()));
      laptop.push("behind the copy");
      assertThat(phone.nextTexts(1)).containsExactly("behind the copy");
      relay.close();
      laptop.nextEvent(SyncEvent.Disconnected.class);
      laptop.push("while it was away");
      FolderCopy.delete(folder.resolve("relay"));
      FolderCopy.copy(folder.resolve("copy"), folder.resolve("relay"));
      relay = relay(port);

      laptop.nextEvent(SyncEvent.RelayLostData.class);
      phone.nextEvent(SyncEvent.RelayLostData.class);
      assertThat(phone.nextTexts(1)).containsExactly("while it was away");
      phone.push("and on");
      assertThat(laptop.nextTexts(1)).containsExactly("and on");
      assertThat(laptop.client.devices()).hasSize(2);
      assertThat(phone.client.status().epoch()).isEqualTo(2);
      assertThat(laptop.client.status().stopped()).isEmpty();
      assertThat(phone.client.status().stopped()).isEmpty();
      assertThat(phone.blobs).isEmpty();
    } finally {
      relay.close();
    }
  }
}
