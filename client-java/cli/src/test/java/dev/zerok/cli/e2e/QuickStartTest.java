package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.SyncClient;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickStartTest {
  @TempDir Path folder;

  @Test
  void theQuickStart_works() throws Exception {
    BlockingQueue<String> phoneGot = new LinkedBlockingQueue<>();
    CompletableFuture<String> kit = new CompletableFuture<>();
    CompletableFuture<String> link = new CompletableFuture<>();
    CompletableFuture<List<String>> words = new CompletableFuture<>();
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        SyncClient laptop = QuickStart.create(
            QuickStart.device(folder.resolve("laptop"), new byte[32], text -> {}),
            relay.url(), relay.identity(), kit::complete)) {
      var paired = QuickStart.invite(
          laptop, (name, choices) -> words.thenApply(choices::indexOf), link::complete);
      try (SyncClient phone = ClientDevice.await(QuickStart.join(
          QuickStart.device(folder.resolve("phone"), new byte[32], phoneGot::add),
          ClientDevice.await(link), ClientDevice.agreeing(words)))) {
        ClientDevice.await(paired);

        assertThat(ClientDevice.await(QuickStart.push(laptop, "dinner at 8"))).isTrue();

        assertThat(phoneGot.poll(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS))
            .isEqualTo("dinner at 8");
        assertThat(phone.devices()).hasSize(2);
      }
      assertThat(ClientDevice.await(kit)).contains(laptop.status().group().hex());
    }
  }
}
