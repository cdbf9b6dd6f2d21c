package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.cli.demo.ChildProcess;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.store.FileClientStore;
import dev.zerok.client.store.StoreKey;
import dev.zerok.client.system.SecureRandomSource;
import dev.zerok.protocol.crypto.PasswordCost;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line with a large file, its processes killed with -9 on both sides in the middle. */
class ContentKillTest {
  private static final String PASSPHRASE = "of a test";

  @TempDir Path folder;

  @Test
  @Tag("CONTENT-4")
  @Tag("CONTENT-6")
  void senderAndReceiverKilledInTheMiddle_theFileArrivesOnceAndWhole() throws Exception {
    Path file = ContentInbox.noise(folder.resolve("film.bin"), 6 << 20);
    Path inbox = folder.resolve("inbox");
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"), 0,
        Map.of("limits.group-bytes", "2097152"))) {
      pair(relay);
      try (ChildProcess push = zerok("laptop", "push", file.toString())) {
        push.awaitEvent("push_delayed");
        push.kill9();
      }
      try (ChildProcess watch =
          zerok("phone", "watch", "--into", inbox.toString(), "--count", "1")) {
        watch.awaitEvent("content_arriving");
        watch.kill9();
      }
      try (ChildProcess sending = zerok("laptop", "watch");
          ChildProcess watch =
              zerok("phone", "watch", "--into", inbox.toString(), "--count", "1")) {
        assertThat(watch.awaitEvent("received").get("file"))
            .isEqualTo(inbox.resolve("film.bin").toString());
        watch.awaitSuccess();
        sending.awaitEvent("content_sent");
      }
      assertThat(inbox.resolve("film.bin")).hasSameBinaryContentAs(file);
      try (Stream<Path> all = Files.list(inbox)) {
        assertThat(all).as("no part and no second copy").hasSize(1);
      }
      assertThat(folder.resolve("phone/content")).isEmptyDirectory();
    }
  }

  private void pair(TestRelay relay) throws Exception {
    try (ClientDevice laptop =
        ClientDevice.creating(store("laptop"), relay.url(), relay.identity()).start();
        ClientDevice phone = laptop.pair(store("phone"), InviteOptions.DEFAULT).start()) {
      ClientDevice.await(phone.client.caughtUp());
    }
  }

  private FileClientStore store(String name) throws Exception {
    Secret utf8 = Secret.adopt(PASSPHRASE.getBytes(StandardCharsets.UTF_8));
    return FileClientStore.open(folder.resolve(name),
        new StoreKey.Passphrase(utf8, PasswordCost.argon2idFor(1)), Providers.fastest(),
        new SecureRandomSource());
  }

  private ChildProcess zerok(String device, String command, String... arguments) {
    List<String> all = new ArrayList<>(
        List.of(command, "--json", "--store", folder.resolve(device).toString()));
    all.addAll(List.of(arguments));
    return ChildProcess.start(device, PASSPHRASE, folder, List.of(), all.toArray(String[]::new));
  }
}
