package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.AppChanges;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.SyncEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an app commits with a blob is there when the next blob comes. */
class AppValuesTest {
  @TempDir Path folder;

  @Test
  void handler_findsWhatItCommittedWithTheBlobBefore() throws Exception {
    Path store = folder.resolve("store");
    List<String> found = new ArrayList<>();
    AtomicReference<SyncClient> self = new AtomicReference<>();
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice sender = ClientDevice.creating(relay).start()) {
      sender.pair(CrashingReceiver.store(store), InviteOptions.DEFAULT).close();
      sender.push("a");
      sender.push("b");
      sender.push("c");
      ClientDevice.await(sender.client.outboxDrained());

      // Callbacks on the client's own thread, and all blobs there before one is applied: so each is handed over by the very step
      // that applied the one before.
      CompletableFuture<Void> allReceived = new CompletableFuture<>();
      ClientConfig config = ClientConfig.of(CrashingReceiver.store(store))
          .withCallbacks(Runnable::run)
          .withListener(event -> {
            if (event instanceof SyncEvent.CaughtUp) {
              allReceived.complete(null);
            }
          })
          .withHandler(blob -> {
            found.add(last(self.get()));
            return allReceived.thenApply(received -> AppChanges.of("last", blob.body()));
          });
      try (SyncClient receiver = SyncClient.open(config)) {
        self.set(receiver);
        receiver.start();
        ClientDevice.await(receiver.caughtUp());
        assertThat(last(receiver)).isEqualTo("c");
      }
      assertThat(found).containsExactly("", "a", "b");
    }
  }

  private static String last(SyncClient client) {
    return client.appValue("last").map(ByteString::toStringUtf8).orElse("");
  }
}
