package dev.zerok.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.cli.command.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input at the command line: one sentence that says what to do, the right exit status, nothing half-done. */
class ZerokMainTest {
  private static final String IDENTITY = "ab".repeat(32);

  @TempDir private Path folder;

  private record Outcome(int code, String out, String err) {}

  private Outcome zerok(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    try {
      int code = ZerokMain.run(args);
      return new Outcome(code, said.toString(StandardCharsets.UTF_8),
          complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private String passphraseFile(String text) throws Exception {
    return Files.writeString(folder.resolve("passphrase"), text + "\n").toString();
  }

  private Outcome init(String... more) throws Exception {
    String[] args = {"init", "--store", folder.resolve("store").toString(), "--passphrase-file",
        passphraseFile("correct horse"),
        "--relay", "ws://127.0.0.1:9", "--relay-identity", IDENTITY, "--name", "laptop", "--json"};
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return zerok(all);
  }

  @Test
  void noCommand_showsTheHelp() {
    Outcome outcome = zerok();

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("demo", "relay", "init", "invite", "join", "push", "watch",
        "devices", "remove", "status");
  }

  @Test
  void unknownCommand_isAUsageError() {
    assertThat(zerok("frobnicate").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void init_worksOfflineAndShowsTheRecoveryKitOnce() throws Exception {
    Outcome outcome = init();

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out().lines()).hasSize(2);
    assertThat(outcome.out()).contains("\"event\":\"recovery_kit\"", "root seed",
        "\"event\":\"created\"");
  }

  @Test
  void init_withAKitFile_writesItForTheOwnerOnlyAndShowsNothing() throws Exception {
    Path kit = folder.resolve("kit.txt");
    Outcome outcome = init("--kit-file", kit.toString());

    assertThat(outcome.out()).doesNotContain("root seed");
    assertThat(kit).content().contains("root seed");
    assertThat(Files.getPosixFilePermissions(kit)).hasToString("[OWNER_READ, OWNER_WRITE]");
  }

  @Test
  void init_whoseKitCannotBeWritten_createsNothing() throws Exception {
    Path kit = Files.writeString(folder.resolve("kit.txt"), "another group's");
    Outcome there = init("--kit-file", kit.toString());
    Outcome nowhere = init("--kit-file", folder.resolve("none/kit.txt").toString());

    assertThat(there.code()).isEqualTo(ExitCode.USAGE);
    assertThat(there.err().lines()).hasSize(1);
    assertThat(there.err()).contains(kit + " exists already", "nothing was created");
    assertThat(nowhere.code()).isEqualTo(ExitCode.USAGE);
    assertThat(nowhere.err()).contains("a file in a folder that exists", "nothing was created");
    assertThat(kit).hasContent("another group's");
    assertThat(folder.resolve("store/store")).doesNotExist();
  }

  @Test
  void init_thatFails_leavesNoEmptyKitBehind() throws Exception {
    init();
    Outcome again = init("--kit-file", folder.resolve("kit.txt").toString());

    assertThat(again.code()).isEqualTo(ExitCode.FAILED);
    assertThat(folder.resolve("kit.txt")).doesNotExist();
  }

  @Test
  void init_whereADeviceIs_touchesNothing() throws Exception {
    init();
    byte[] before = Files.readAllBytes(folder.resolve("store/store"));
    Outcome outcome = init();

    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).startsWith("zerok: ").contains("device");
    assertThat(folder.resolve("store/store")).hasBinaryContent(before);
  }

  @Test
  void init_withABadIdentity_saysSoAndCreatesNothing() throws Exception {
    Outcome outcome = zerok("init", "--store", folder.resolve("store").toString(),
        "--passphrase-file", passphraseFile("p"),
        "--relay-identity", "nonsense");

    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).startsWith("zerok: The group cannot be made like this: ");
    assertThat(folder.resolve("store")).doesNotExist();
  }

  @Test
  void anyCommand_withoutADevice_saysHowToGetOne() throws Exception {
    for (String command : new String[]{"status", "devices", "watch", "invite", "outbox"}) {
      Outcome outcome = zerok(command, "--store", folder.resolve("none").toString(),
          "--passphrase-file", passphraseFile("p"));

      assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
      assertThat(outcome.err()).contains("There is no device in ", "zerok init", "zerok join");
      assertThat(folder.resolve("none")).doesNotExist();
    }
  }

  @Test
  void join_withoutAWayIn_orWithoutTheRelayOfACode_isAUsageError() throws Exception {
    String store = folder.resolve("joining").toString();
    Outcome nothing = zerok("join", "--store", store, "--passphrase-file", passphraseFile("p"));
    Outcome noRelay = zerok("join", "--store", store, "--passphrase-file", passphraseFile("p"),
        "--code", "04711-notice-famous-hand");

    assertThat(nothing.code()).isEqualTo(ExitCode.USAGE);
    assertThat(nothing.err()).contains("--code CODE");
    assertThat(noRelay.code()).isEqualTo(ExitCode.USAGE);
    assertThat(noRelay.err()).contains("--relay-identity HEX");
    assertThat(folder.resolve("joining")).doesNotExist();
  }

  @Test
  void join_withAMistypedWord_namesTheNearestOnes() throws Exception {
    Outcome outcome = zerok("join", "--store", folder.resolve("joining").toString(),
        "--passphrase-file", passphraseFile("p"), "--relay-identity", IDENTITY,
        "--code", "04711-notise-famous-hand");

    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).contains("Did you mean noise, notice, note?");
  }

  @Test
  void wrongPassphrase_isOneSentence() throws Exception {
    init();
    Outcome outcome = zerok("devices", "--store", folder.resolve("store").toString(),
        "--passphrase-file", passphraseFile("wrong"));

    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err().lines()).hasSize(1);
  }

  @Test
  void devices_listsThisOneAsAdmin() throws Exception {
    init();
    Outcome outcome = zerok("devices", "--store", folder.resolve("store").toString(),
        "--passphrase-file", passphraseFile("correct horse"), "--json");

    assertThat(outcome.out().lines()).hasSize(1);
    assertThat(outcome.out()).contains("\"event\":\"device\"", "\"admin\":true", "\"self\":true");
  }

  @Test
  void push_whileTheRelayIsAway_keepsEverythingAndSaysSo() throws Exception {
    init();
    Outcome outcome = zerok("push", "--store", folder.resolve("store").toString(),
        "--passphrase-file", passphraseFile("correct horse"),
        "--text", "hello", "--wait", "1", "--json");
    Outcome outbox = zerok("outbox", "--store", folder.resolve("store").toString(),
        "--passphrase-file", passphraseFile("correct horse"), "--json");

    assertThat(outcome.code()).isEqualTo(ExitCode.OFFLINE);
    assertThat(outcome.err()).contains("safe on this device's disk");
    assertThat(outbox.out().lines()).hasSize(1);
    assertThat(outbox.out()).contains("\"device_seq\":1", "\"cursor\":0");
  }

  @Test
  void push_ofAMissingFile_pushesNothing() throws Exception {
    init();
    Path there = Files.writeString(folder.resolve("there.txt"), "x");
    Outcome outcome = zerok("push", "--store", folder.resolve("store").toString(),
        "--passphrase-file", passphraseFile("correct horse"),
        "--wait", "0", there.toString(), folder.resolve("missing.txt").toString());
    Outcome outbox = zerok("outbox", "--store", folder.resolve("store").toString(),
        "--passphrase-file", passphraseFile("correct horse"), "--json");

    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).contains("There is no file ").contains("Nothing was pushed");
    assertThat(outbox.out()).isEmpty();
  }

  @Test
  void join_withALinkThatIsNone_saysWhatIsWrongAndLeavesTheStoreUsable() throws Exception {
    Outcome outcome = zerok("join", "--store", folder.resolve("store").toString(),
        "--passphrase-file", passphraseFile("correct horse"), "--yes",
        "zerok://join/1#truncat");

    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).startsWith("zerok: ");
  }

  @Test
  void whatAStrangerSays_reachesTheTerminalAsPlainText() throws Exception {
    try (var stranger = new ClosingServer("go \u001b]0;owned\u0007 away")) {
      Outcome outcome = zerok("join", "--store", folder.resolve("joining").toString(),
          "--passphrase-file", passphraseFile("p"), "--yes", "--relay", stranger.url(),
          "--relay-identity", IDENTITY, "--code", "04711-notice-famous-hand");

      assertThat(outcome.code()).isNotZero();
      assertThat(outcome.err()).startsWith("zerok: ")
          .contains("go \ufffd]0;owned\ufffd away")
          .doesNotContain("\u001b", "\u0007");
    }
  }

  @Test
  void trustedCertificates_thatAreNotThere_areAUsageError() throws Exception {
    Path none = folder.resolve("none.pem");
    Outcome missing = init("--tls-ca", none.toString());
    assertThat(missing.code()).isEqualTo(ExitCode.USAGE);
    assertThat(missing.err()).contains("--tls-ca: there is no file " + none);

    Outcome empty = init("--tls-ca", Files.writeString(none, "no PEM").toString());
    assertThat(empty.code()).isEqualTo(ExitCode.USAGE);
    assertThat(empty.err()).contains("holds no certificates in PEM");
  }
}
