package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.cli.command.ExitCode;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.id.DeviceId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a device that has stopped for good end, and say why. */
class StoppedDeviceTest {
  @TempDir Path folder;

  private CommandLineDevice phone() throws Exception {
    Path phone = Files.createDirectories(folder.resolve("phone"));
    Files.writeString(phone.resolve("passphrase"), "correct horse\n");
    return new CommandLineDevice(phone);
  }

  private static DeviceId pair(ClientDevice laptop, CommandLineDevice phone) throws Exception {
    try (ClientDevice paired = laptop.pair(phone.openStore(), InviteOptions.DEFAULT)) {
      return paired.client.status().device();
    }
  }

  @Test
  void deviceThatIsRemovedWhileItWatches_endsThen_andEachTimeItIsStarted() throws Exception {
    CommandLineDevice phone = phone();
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start()) {
      DeviceId id = pair(laptop, phone);
      CompletableFuture<ZerokRun> watching =
          CompletableFuture.supplyAsync(() -> phone.zerok("watch"));
      while (!laptop.nextEvent(SyncEvent.PresenceChanged.class).online().contains(id)) {
        assertThat(watching).isNotDone();
      }
      ClientDevice.await(laptop.client.remove(id));

      assertThat(watching.get(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS).code())
          .isEqualTo(ExitCode.NOT_ADMITTED);
      for (String command : List.of("watch", "pull")) {
        ZerokRun again = phone.zerok(command);
        assertThat(again.code()).as(again.err()).isEqualTo(ExitCode.NOT_ADMITTED);
        assertThat(again.err()).contains("removed");
      }
    }
  }

  @Test
  void deviceThatSawAFork_endsEachTimeItIsStarted() throws Exception {
    CommandLineDevice phone = phone();
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start()) {
      pair(laptop, phone);
      try (var store = phone.openStore()) {
        store.commit(List.of(new StoreRecord.Stopped("FORK", "The relay lies.")));
      }

      for (String command : List.of("watch", "pull")) {
        ZerokRun run = phone.zerok(command);
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("The relay lies.");
      }
    }
  }
}
