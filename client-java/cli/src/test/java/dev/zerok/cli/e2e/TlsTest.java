package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.ClientConfig;
import dev.zerok.client.NewGroup;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.MemoryClientStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients at a relay that speaks wss:// with a certificate of its own. */
class TlsTest {
  @TempDir Path folder;

  private static ClientConfig config() {
    return ClientConfig.of(new MemoryClientStore());
  }

  private static SyncClient first(TestRelay relay, ClientConfig config) {
    var created =
        SyncClient.create(config, NewGroup.at(relay.url(), relay.identity(), "family", "laptop"));
    created.kit().close();
    return created.client();
  }

  @Test
  void clientThatTrustsTheRelaysOwnCertificate_connectsAndPushes() throws IOException {
    try (TestRelay relay = TestRelay.start(folder, 0, Map.of("tls", "self"))) {
      assertThat(relay.url().getScheme()).isEqualTo("wss");
      ClientConfig config = config().withTrustedCertificates(folder.resolve("tls-self.pem"));
      try (SyncClient client = first(relay, config).start()) {
        var receipt = ClientDevice.await(client.push(new byte[]{1, 2, 3}));
        assertThat(ClientDevice.await(client.acknowledged(receipt))).isEqualTo(2);
      }
    }
  }

  @Test
  void clientThatDoesNotTrustIt_staysOutside_andSaysWhy() {
    CompletableFuture<String> words = new CompletableFuture<>();
    try (TestRelay relay = TestRelay.start(folder, 0, Map.of("tls", "self"))) {
      ClientConfig config = config().withListener(event -> {
        if (event instanceof SyncEvent.Disconnected disconnected) {
          words.complete(disconnected.words());
        }
      });
      try (SyncClient client = first(relay, config).start()) {
        assertThat(ClientDevice.await(words)).contains("TLS certificate that is not trusted");
        assertThat(client.status().head()).isZero();
      }
    }
  }
}
