package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.jdbc.JdbcBlobHandler;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.SyncEvent;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exactly once: the app's table and the client's cursor share a transaction, over kill -9 at every point of it. */
class JdbcCrashTest {
  @TempDir Path folder;

  @Test
  void appKilledWithItsTransactionOpen_hasEveryNumberOnceAfterwards() throws Exception {
    Path phone = Files.createDirectory(folder.resolve("phone"));
    CountingReceiver.createTable(phone);
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start()) {
      laptop.pair(CountingReceiver.store(phone), InviteOptions.DEFAULT).close();
      for (int number : List.of(1, 10, 100, 1_000, 10_000)) {
        laptop.push(Integer.toString(number));
      }
      ClientDevice.await(laptop.client.outboxDrained());

      // In its first life it changed the table for the first blob and died before the commit, and so on.
      assertThat(killedInside(phone, 0)).isEqualTo("applying 1");
      assertThat(CountingReceiver.total(phone)).isEqualTo("0 of 0");
      assertThat(killedInside(phone, 2)).isEqualTo("applying 100");
      assertThat(CountingReceiver.total(phone)).isEqualTo("11 of 2");
      assertThat(killedInside(phone, 1)).isEqualTo("applying 1000");
      assertThat(CountingReceiver.total(phone)).isEqualTo("111 of 3");

      catchUp(phone);
      assertThat(CountingReceiver.total(phone)).isEqualTo("11111 of 5");
      catchUp(phone);
      assertThat(CountingReceiver.total(phone)).isEqualTo("11111 of 5");
    }
  }

  @Test
  void sqlThatFails_isNotApplied_andTheBlobComesAgain() throws Exception {
    Path phone = Files.createDirectory(folder.resolve("phone"));
    CountingReceiver.createTable(phone);
    AtomicInteger attempts = new AtomicInteger();
    BlockingQueue<SyncEvent> events = new LinkedBlockingQueue<>();
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start()) {
      laptop.pair(CountingReceiver.store(phone), InviteOptions.DEFAULT).close();
      laptop.push("5");
      ClientConfig config = ClientConfig.of(CountingReceiver.store(phone))
          .withListener(events::add)
          .withHandler(JdbcBlobHandler.inTransaction((tx, blob) -> {
            CountingReceiver.add(tx, blob);
            if (attempts.incrementAndGet() == 1) {
              throw new SQLException("busy");
            }
          }));
      try (SyncClient client = SyncClient.open(config).start()) {
        ClientDevice.await(client.caughtUp());
      }

      assertThat(CountingReceiver.total(phone)).isEqualTo("5 of 1");
      assertThat(events).filteredOn(SyncEvent.BlobNotApplied.class::isInstance)
          .extracting(event -> ((SyncEvent.BlobNotApplied) event).reason())
          .containsExactly("SQLException");
    }
  }

  private static String killedInside(Path store, int hold) throws Exception {
    Process process = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
        CountingReceiver.class.getName(), store.toString(), Integer.toString(hold))
        .redirectErrorStream(true)
        .start();
    try (BufferedReader output = process.inputReader()) {
      int applying = 0;
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("applying ") && applying++ == hold) {
          return line;
        }
      }
      throw new AssertionError("it ended by itself");
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void catchUp(Path store) throws Exception {
    ClientConfig config = ClientConfig.of(CountingReceiver.store(store))
        .withHandler(JdbcBlobHandler.inTransaction(CountingReceiver::add));
    try (SyncClient client = SyncClient.open(config).start()) {
      ClientDevice.await(client.caughtUp());
    }
  }
}
