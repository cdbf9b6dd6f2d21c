package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.ClientConfig;
import dev.zerok.client.NewGroup;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.BlobHandler;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.MemberDevice;
import dev.zerok.client.store.MemoryClientStore;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.relay.RelayNode;
import dev.zerok.relay.ops.RelayConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A device that shares no code with ours, written from PROTOCOL.md alone, is a full member of a group of ours. */
@Timeout(180)
class PythonPeerTest {
  private static final int SECONDS = 60;
  private static final int MAX_BLOBS = 16;
  private static final int BIG = 900_000;

  @TempDir private Path folder;
  private RelayNode relay;
  private SyncClient admin;
  private final BlockingQueue<IncomingBlob> received = new ArrayBlockingQueue<>(MAX_BLOBS);

  @BeforeEach
  void startRelayAndFoundGroup() throws Exception {
    PythonPeer.assumeItRuns();
    relay =
        RelayNode.start(
            RelayConfig.of(
                Map.of(
                    "data", folder.resolve("relay").toString(),
                    "listen", "127.0.0.1:0",
                    "ops-listen", "127.0.0.1:0")));
    var group =
        SyncClient.create(
            ClientConfig.of(new MemoryClientStore()).withHandler(BlobHandler.of(received::put)),
            NewGroup.at(URI.create(relay.url()), relay.identity(), "pictures", "laptop"));
    group.kit().close();
    admin = group.client().start();
  }

  @AfterEach
  void stop() {
    if (admin != null) {
      admin.close();
    }
    if (relay != null) {
      relay.stop();
    }
  }

  @Test
  @Tag("ADMIT-5")
  void pythonDevice_pairsAndExchangesBlobsBothWays_untilItsRemovalIsShownToIt() throws Exception {
    Path store = folder.resolve("python.json");
    DeviceId python = PythonPeer.join(admin, store);

    byte[] big = filled((byte) 'j');
    push("from java".getBytes(StandardCharsets.UTF_8));
    push(big);
    try (PythonPeer watching = PythonPeer.start(store, "watch", "--count", "2")) {
      assertThat(PythonPeer.text(watching.await("payload"), "text")).isEqualTo("from java");
      assertThat(PythonPeer.text(watching.await("payload"), "sha256")).isEqualTo(sha256(big));
      assertThat(watching.finish()).isZero();
    }

    byte[] pythonsBig = filled((byte) 'p');
    Path file = Files.write(folder.resolve("big"), pythonsBig);
    try (PythonPeer pushing =
        PythonPeer.start(store, "push", "from python", "--file", file.toString())) {
      assertThat(pushing.finish()).isZero();
    }
    IncomingBlob first = nextBlob();
    IncomingBlob second = nextBlob();
    assertThat(first.body().toStringUtf8()).isEqualTo("from python");
    assertThat(second.body().toByteArray()).isEqualTo(pythonsBig);
    assertThat(List.of(first.sender(), second.sender())).containsOnly(python);
    assertThat(List.of(first.deviceSeq(), second.deviceSeq())).containsExactly(1L, 2L);
    admin.caughtUp().get(SECONDS, TimeUnit.SECONDS);

    push("before the removal".getBytes(StandardCharsets.UTF_8));
    try (PythonPeer watching = PythonPeer.start(store, "watch", "--count", "2")) {
      assertThat(PythonPeer.text(watching.await("payload"), "text"))
          .isEqualTo("before the removal");
      admin.remove(python).get(SECONDS, TimeUnit.SECONDS);
      assertThat(PythonPeer.text(watching.await("removed"), "entry")).isEqualTo("remove");
      assertThat(PythonPeer.text(watching.await("go_away"), "reason")).isEqualTo("removed");
      assertThat(watching.finish()).isEqualTo(3);
    }
    assertThat(admin.devices()).extracting(MemberDevice::self).containsExactly(true);
  }

  private void push(byte[] body) throws Exception {
    admin.acknowledged(admin.push(body).get(SECONDS, TimeUnit.SECONDS))
        .get(SECONDS, TimeUnit.SECONDS);
  }

  private IncomingBlob nextBlob() throws InterruptedException {
    IncomingBlob blob = received.poll(SECONDS, TimeUnit.SECONDS);
    assertThat(blob).as("a blob within %d s", SECONDS).isNotNull();
    return blob;
  }

  private static byte[] filled(byte value) {
    byte[] body = new byte[BIG];
    Arrays.fill(body, value);
    return body;
  }

  private static String sha256(byte[] body) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
  }
}
