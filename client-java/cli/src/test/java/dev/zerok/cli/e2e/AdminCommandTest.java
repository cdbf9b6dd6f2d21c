package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.cli.ZerokMain;
import dev.zerok.cli.command.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code zerok admin} at a running relay. */
class AdminCommandTest {
  @TempDir Path folder;

  private record Said(int code, String out, String err) {}

  private Said admin(String url, String typed, String... args) {
    String[] all = new String[args.length + 5];
    all[0] = "admin";
    System.arraycopy(args, 0, all, 1, args.length);
    all[args.length + 1] = "--url";
    all[args.length + 2] = url;
    all[args.length + 3] = "--token-file";
    all[args.length + 4] = folder.resolve("admin-token").toString();
    PrintStream out = System.out;
    PrintStream err = System.err;
    InputStream in = System.in;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
    try {
      int code = ZerokMain.run(all);
      return new Said(code, said.toString(StandardCharsets.UTF_8),
          complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
      System.setIn(in);
    }
  }

  @Test
  void operator_listsErasesAndIsAskedBefore() {
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice device = ClientDevice.creating(relay).start()) {
      device.push("x");
      ClientDevice.await(device.client.outboxDrained());
      Said groups = admin(relay.opsUrl(), "", "groups", "--json");
      assertThat(groups.code()).as(groups.err()).isZero();
      String id = groups.out().substring(10, 42);
      assertThat(groups.out()).doesNotContain(device.client.status().group().hex());
      assertThat(admin(relay.opsUrl(), "", "top").out()).contains(id);

      Said declined = admin(relay.opsUrl(), "no\n", "erase", id);
      assertThat(declined.code()).isEqualTo(ExitCode.DECLINED);
      assertThat(admin(relay.opsUrl(), "", "groups", "--json").out()).contains(id);

      Said erased = admin(relay.opsUrl(), "yes\n", "erase", id);
      assertThat(erased.code()).as(erased.err()).isZero();
      assertThat(erased.out()).contains("Group " + id + " is erased");
      assertThat(admin(relay.opsUrl(), "", "groups", "--json").out()).isEmpty();
      assertThat(admin(relay.opsUrl(), "", "erase", id, "--yes").code())
          .isEqualTo(ExitCode.FAILED);
    }
  }

  @Test
  void drain_saysGoodbyeToTheSessions_andAsksTheProgramToEnd() {
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice device = ClientDevice.creating(relay).start()) {
      ClientDevice.await(device.client.caughtUp());

      Said drained = admin(relay.opsUrl(), "", "drain", "--json");

      assertThat(drained.code()).as(drained.err()).isEqualTo(ExitCode.OK);
      assertThat(drained.out()).isEqualTo("{\"event\":\"draining\"}\n");
      ClientDevice.await(relay.drained());
    }
  }

  @Test
  void wrongToken_wrongId_andNobodyThere_areToldApart() throws Exception {
    String url;
    try (TestRelay relay = TestRelay.start(folder)) {
      url = relay.opsUrl();
      assertThat(admin(url, "", "erase", "abc", "--yes").code()).isEqualTo(ExitCode.USAGE);
      Files.writeString(folder.resolve("admin-token"), "something else altogether\n");
      Said refused = admin(url, "", "groups");
      assertThat(refused.code()).isEqualTo(ExitCode.NOT_ADMITTED);
      assertThat(refused.err()).contains("wants another token")
          .doesNotContain("something else altogether");
    }
    assertThat(admin(url, "", "groups").code()).isEqualTo(ExitCode.OFFLINE);
    Files.delete(folder.resolve("admin-token"));
    assertThat(admin(url, "", "groups").code()).isEqualTo(ExitCode.FAILED);
    assertThat(ZerokMain.run("admin")).isEqualTo(ExitCode.USAGE);
  }
}
