package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.PushOptions;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.protocol.id.DeviceId;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device is removed: it hears of it, is cut off, and has no part in what comes later. */
class RemovalTest {
  @TempDir Path folder;

  @Test
  @Tag("ADMIT-5")
  @Tag("PAIR-7")
  void removedDevice_getsTheEntryAndNothingLater() {
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice phone = laptop.pair().start();
        ClientDevice tablet = laptop.pair().start()) {
      DeviceId tabletId = tablet.client.status().device();
      assertThat(phone.nextEvent(SyncEvent.DeviceJoined.class).device())
          .isEqualTo(phone.client.status().device());
      assertThat(phone.nextEvent(SyncEvent.DeviceJoined.class).device()).isEqualTo(tabletId);
      laptop.push("before");
      assertThat(phone.nextTexts(1)).containsExactly("before");
      assertThat(tablet.nextTexts(1)).containsExactly("before");

      ClientDevice.await(laptop.client.remove(tabletId));
      laptop.push("after");

      assertThat(phone.nextEvent(SyncEvent.DeviceGone.class).device()).isEqualTo(tabletId);
      assertThat(phone.nextTexts(1)).containsExactly("after");
      tablet.nextEvent(SyncEvent.RemovedFromGroup.class);
      assertThat(tablet.blobs).isEmpty();
      assertThat(laptop.client.status().epoch()).isEqualTo(phone.client.status().epoch())
          .isEqualTo(2);
      assertThat(tablet.client.status().stopped()).isPresent();
      assertThatThrownBy(() -> ClientDevice
          .await(tablet.client.push(ByteString.copyFromUtf8("late"), PushOptions.DEFAULT)))
          .isInstanceOf(SyncProblem.class);
    }
  }

  @Test
  @Tag("ADMIT-2")
  void deviceRemovedWhileItWasAway_isRefusedWithoutAReason_andWhatItPushedCountsForNobody()
      throws Exception {
    Path store = folder.resolve("tablet");
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice phone = laptop.pair().start();
        ClientDevice tablet = metTheRelay(laptop, store)) {
      tablet.push("late");
      ClientDevice.await(laptop.client.remove(tablet.client.status().device()));
      laptop.push("after");

      tablet.start();

      assertThat(tablet.nextEvent(SyncEvent.NotAdmitted.class).words())
          .isEqualTo("Not admitted: removed, unknown group or wrong relay. Ask another device.");
      assertThat(phone.nextTexts(1)).containsExactly("after");
      laptop.push("last");
      assertThat(phone.nextTexts(1)).containsExactly("last");
      assertThat(laptop.blobs).isEmpty();
      assertThat(tablet.blobs).isEmpty();
    }
  }

  /** A device that was online once and is away now. */
  private static ClientDevice metTheRelay(ClientDevice inviter, Path store) throws Exception {
    try (ClientDevice device =
        inviter.pair(CrashingReceiver.store(store), InviteOptions.DEFAULT).start()) {
      device.nextEvent(SyncEvent.CaughtUp.class);
    }
    return ClientDevice.opening(CrashingReceiver.store(store));
  }
}
