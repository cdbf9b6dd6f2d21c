package dev.zerok.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.relay.RelayNode;
import dev.zerok.relay.ops.RelayConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code zerok invite --code}, {@code --passphrase} and the joins that fit, as processes against a real relay. */
class CodeCommandsTest {
  @TempDir Path folder;

  private RelayNode relay;
  private DemoDevice laptop;
  private DemoDevice phone;

  @BeforeEach
  void openAGroup() throws Exception {
    relay = RelayNode.start(RelayConfig.of(Map.of("data", folder.resolve("relay").toString(),
        "listen", "127.0.0.1:0", "ops-listen", "127.0.0.1:0")));
    laptop = new DemoDevice("laptop", Files.createDirectory(folder.resolve("laptop")), "secret 1");
    phone = new DemoDevice("phone", Files.createDirectory(folder.resolve("phone")), "secret 2");
    laptop.runToEnd("init", "--relay", relay.url(), "--relay-identity", identity(), "--kit-file",
        "kit.txt");
  }

  @AfterEach
  void stop() {
    relay.stop();
  }

  @Test
  void code_pairsTwoProcesses() {
    try (ChildProcess invite = laptop.run("invite", "--code")) {
      Map<String, String> told = invite.awaitEvent("code");
      assertThat(told).containsEntry("relay", relay.url())
          .containsEntry("relay_identity", identity());
      try (ChildProcess join = phone.run("join", "--code", told.getOrDefault("code", ""),
          "--relay", relay.url(), "--relay-identity", identity(), "--yes")) {
        pair(invite, join);
      }
    }
  }

  @Test
  void passphrase_pairsTwoProcesses() {
    try (ChildProcess invite = laptop.run("invite", "--passphrase")) {
      invite.answer("what we said at dinner");
      String nameplate = invite.awaitEvent("code").getOrDefault("code", "");
      try (ChildProcess join = phone.run("join", "--nameplate", nameplate,
          "--relay", relay.url(), "--relay-identity", identity(), "--yes")) {
        join.answer("what we said at dinner");
        pair(invite, join);
      }
    }
  }

  private static void pair(ChildProcess invite, ChildProcess join) {
    String words = join.awaitEvent("words").getOrDefault("words", "");
    Map<String, String> choices = invite.awaitEvent("approve");
    for (int i = 1; i <= 4; i++) {
      if (words.equals(choices.get("choice_" + i))) {
        invite.answer(Integer.toString(i));
      }
    }
    join.awaitEvent("joined");
    join.awaitSuccess();
    invite.awaitEvent("paired");
    invite.awaitSuccess();
  }

  private String identity() {
    return HexFormat.of().formatHex(relay.identity().toByteArray());
  }
}
