package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.InviteOptions;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that is killed with -9 between receiving and applying: nothing lost, and nothing twice where the store commits both. */
class ClientCrashTest {
  @TempDir Path folder;

  @Test
  void clientKilledWhileItHoldsABlob_appliesEveryBlobOnceAfterwards() throws Exception {
    Path phone = folder.resolve("phone");
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start()) {
      laptop.pair(CrashingReceiver.store(phone), InviteOptions.DEFAULT).close();
      for (int number : List.of(1, 10, 100, 1_000)) {
        laptop.push(Integer.toString(number));
      }
      ClientDevice.await(laptop.client.outboxDrained());

      // Killed before it applied anything, then with one applied more, and so on: each time it must go on exactly there.
      assertThat(killedWhileHolding(phone, 0)).isEqualTo("holding 1");
      assertThat(killedWhileHolding(phone, 1)).isEqualTo("holding 10");
      assertThat(killedWhileHolding(phone, 2)).isEqualTo("holding 1000");

      assertThat(sumAfterCatchingUp(phone)).isEqualTo(1_111);
      assertThat(sumAfterCatchingUp(phone)).isEqualTo(1_111);
    }
  }

  private static String killedWhileHolding(Path store, int applyFirst) throws Exception {
    Process process =
        new ProcessBuilder(command(store, applyFirst)).redirectErrorStream(true).start();
    try (BufferedReader output = process.inputReader()) {
      List<String> said = new ArrayList<>();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        said.add(line);
        if (line.startsWith("holding ")) {
          return line;
        }
      }
      throw new AssertionError("it ended by itself: " + said);
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static List<String> command(Path store, int applyFirst) {
    return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-cp", System.getProperty("java.class.path"), CrashingReceiver.class.getName(),
        store.toString(),
        Integer.toString(applyFirst));
  }

  private static long sumAfterCatchingUp(Path store) throws Exception {
    SyncClient[] client = new SyncClient[1];
    client[0] = SyncClient.open(ClientConfig.of(CrashingReceiver.store(store))
        .withHandler(blob -> CompletableFuture
            .completedFuture(CrashingReceiver.added(client[0], blob.body().toStringUtf8()))));
    try (SyncClient running = client[0].start()) {
      ClientDevice.await(running.caughtUp());
      return CrashingReceiver.sum(running);
    }
  }
}
