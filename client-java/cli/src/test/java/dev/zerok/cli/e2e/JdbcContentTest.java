package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.model.ContentEvent;
import dev.zerok.client.model.ContentTransfer;
import dev.zerok.client.model.InviteOptions;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Large contents between devices whose stores are in databases. */
class JdbcContentTest {
  private static final int FILM_BYTES = 4 << 20;

  @TempDir Path folder;

  private Path made(String name) throws Exception {
    return Files.createDirectories(folder.resolve(name));
  }

  /** A relay that holds a quarter of the film, so that it goes on only as the phone takes it. */
  private TestRelay narrowRelay() {
    return TestRelay.start(folder.resolve("relay"), 0, Map.of("limits.group-bytes", "1048576"));
  }

  @ParameterizedTest
  @EnumSource
  @Tag("CONTENT-4")
  @Tag("CONTENT-6")
  void bothDevicesReopenedInTheMiddle_goOnWhereTheyStopped(ContentReceiver.Database database)
      throws Exception {
    Path film = ContentInbox.noise(folder.resolve("film.bin"), FILM_BYTES);
    ContentInbox inbox = new ContentInbox(folder.resolve("inbox"));
    try (TestRelay relay = narrowRelay()) {
      try (ClientDevice laptop = ClientDevice.creating(database.store(made("laptop")),
          relay.url(), relay.identity()).start();
          ClientDevice phone = laptop.pair(database.store(made("phone")), InviteOptions.DEFAULT)) {
        inbox.of(phone.client);
        phone.start();
        ClientDevice.await(laptop.client.push(film).stored());
        ContentInbox.news(phone, ContentEvent.ContentReceived.class);
      }
      try (ClientDevice laptop = ClientDevice.opening(database.store(made("laptop"))).start();
          ClientDevice phone = ClientDevice.opening(database.store(made("phone")))) {
        inbox.of(phone.client);
        phone.start();
        for (ContentTransfer left : laptop.client.contentTransfers()) {
          ClientDevice.await(left.completed());
        }
        inbox.next();
        assertThat(inbox.file("film.bin")).hasSameBinaryContentAs(film);
        assertThat(inbox.isEmpty()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("CONTENT-6")
  void receiverKilledInTheMiddle_hasTheFileOnceAndWholeAfterwards(
      ContentReceiver.Database database) throws Exception {
    Path film = ContentInbox.noise(folder.resolve("film.bin"), FILM_BYTES);
    ContentInbox inbox = new ContentInbox(folder.resolve("inbox"));
    try (TestRelay relay = narrowRelay();
        ClientDevice laptop = ClientDevice.creating(relay).start()) {
      laptop.pair(database.store(made("phone")), InviteOptions.DEFAULT).close();
      ContentTransfer transfer = laptop.client.push(film);
      killWhenArriving(database);

      assertThat(inbox.file("film.bin")).doesNotExist();
      try (ClientDevice phone = ClientDevice.opening(database.store(made("phone")))) {
        inbox.of(phone.client);
        phone.start();
        ClientDevice.await(transfer.completed());
        inbox.next();
        assertThat(inbox.file("film.bin")).hasSameBinaryContentAs(film);
        assertThat(inbox.isEmpty()).isTrue();
      }
    }
  }

  private void killWhenArriving(ContentReceiver.Database database) throws Exception {
    Process process = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
        ContentReceiver.class.getName(), database.name(), made("phone").toString(),
        folder.resolve("inbox").toString())
        .redirectErrorStream(true)
        .start();
    try (BufferedReader output = process.inputReader()) {
      assertThat(output.lines().anyMatch("arriving"::equals)).isTrue();
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }
}
