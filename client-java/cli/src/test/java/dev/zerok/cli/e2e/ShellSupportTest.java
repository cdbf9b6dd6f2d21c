package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zerok.cli.command.ExitCode;
import dev.zerok.relay.ops.RelayFlags;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellSupportTest {
  private static final Path BASH = Path.of("/bin/bash");

  @TempDir Path folder;

  @Test
  void completionScript_completesCommandsAndOptionsInBash() throws Exception {
    assumeTrue(Files.isExecutable(BASH), "there is no bash on this machine");
    Path script = folder.resolve("completion");
    Files.writeString(script, ZerokRun.of("completion", "bash").out());

    assertThat(completions(script, "doc")).contains("doctor");
    assertThat(completions(script, "parked", "--re")).contains("--retry");
    assertThat(completions(script, "relay", "--ch")).contains("--check-config");
    assertThat(completions(script, "relay", "--dat")).contains("--data");
    assertThat(completions(script, "relay", "--limits-tot")).contains("--limits-total-bytes");
    assertThat(completions(script, "relay", "--tls-c")).contains("--tls-cert")
        .doesNotContain("--tls-ca ", "--tls-ca\n");
    assertThat(completions(script, "admin", "er")).contains("erase");
    assertThat(completions(script, "admin", "erase", "--y")).contains("--yes");
  }

  private static String completions(Path script, String... words) throws Exception {
    String call = "source " + script + "; COMP_WORDS=(zerok " + String.join(" ", words)
        + "); COMP_CWORD=" + words.length
        + "; COMP_LINE='zerok " + String.join(" ", words)
        + "'; _complete_zerok; echo ${COMPREPLY[*]}";
    Process bash = new ProcessBuilder(List.of(BASH.toString(), "-c", call))
        .redirectErrorStream(true)
        .start();
    String said = new String(bash.getInputStream().readAllBytes());
    assertThat(bash.waitFor(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void completion_namesTheShell(String shell) {
    ZerokRun run = ZerokRun.of("completion", shell);

    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).startsWith("# zerok completion for " + shell);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void completionScript_isReadByItsShell(String shell) throws Exception {
    String script = ZerokRun.of("completion", shell).out();
    Path file = Files.writeString(folder.resolve("completion"), script);

    assertThat(script)
        .as("what lets zsh take a script for bash, and what names the function that completes")
        .contains("autoload -U +X compinit && compinit", "autoload -U +X bashcompinit",
            "complete -F _complete_zerok -o default zerok");
    for (Path reader : List.of(BASH, Path.of("/bin/zsh"), Path.of("/usr/bin/zsh"))) {
      if (Files.isExecutable(reader)) {
        Process read = new ProcessBuilder(reader.toString(), "-n", file.toString())
            .redirectErrorStream(true)
            .start();
        assertThat(new String(read.getInputStream().readAllBytes())).as(reader.toString())
            .isEmpty();
        assertThat(read.waitFor(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(read.exitValue()).isZero();
      }
    }
  }

  @Test
  void completion_forAnotherShell_isAUsageError() {
    assertThat(ZerokRun.of("completion", "fish").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void manualPage_hasItsSections_andNamesEveryCommand() {
    ZerokRun run = ZerokRun.of("man");

    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(run.out().lines()).first().asString().startsWith(".TH \"ZEROK\" 1 ");
    assertThat(run.out()).contains(".SH NAME\n", ".SH SYNOPSIS\n", ".SH DESCRIPTION\n",
        ".SH OPTIONS\n", ".SH COMMANDS\n", ".SH EXIT STATUS\n", "\ndoctor\n", "\nparked\n");
  }

  @Test
  void manualPageOfACommand_describesItsOptions_inRoff() {
    ZerokRun run = ZerokRun.of("man", "doctor");

    assertThat(run.out()).contains("zerok\\-doctor \\- Look for what keeps this device",
        ".TP\n\\-\\-origin URL\nAsk also whether");
    assertThat(run.out().lines().filter(line -> line.startsWith(".")))
        .allMatch(line -> line.matches("\\.(TH .*|SH [A-Z ]+|TP|br)"));
    assertThat(run.out()).doesNotContain("%n", "${");
  }

  @Test
  void manualPageOfTheRelay_hasEveryFlagOfItsOwn_andNoneOfTheClients() {
    ZerokRun run = ZerokRun.of("man", "relay");

    assertThat(run.out()).contains(
        ".TP\n\\-\\-check\\-config\nsay whether the configuration is valid",
        ".TP\n\\-\\-data FILE\nwhere everything is kept", "ZEROK_LIMITS_TOTAL_BYTES");
    assertThat(run.out()).doesNotContain("\\-\\-tls\\-ca", "\\-\\-version");
    for (RelayFlags.Flag flag : RelayFlags.all()) {
      assertThat(run.out()).contains("\n" + flag.name().replace("-", "\\-"));
    }
  }

  @Test
  void manualPagesOfAdmin_nameItsCommands_andDescribeEach() {
    assertThat(ZerokRun.of("man", "admin").out())
        .contains("\ngroups\n", "\ntop\n", "\nerase\n", "\ndrain\n");
    for (String command : List.of("groups", "top", "erase", "drain")) {
      assertThat(ZerokRun.of("man", "admin", command).out())
          .contains("zerok\\-admin\\-" + command + " \\- ", ".TP\n\\-\\-token\\-file FILE\n");
    }
  }

  @Test
  void manualPageOfNoCommand_isAUsageError() {
    assertThat(ZerokRun.of("man", "frobnicate").code()).isEqualTo(ExitCode.USAGE);
    assertThat(ZerokRun.of("man", "admin", "frobnicate").err())
        .contains("There is no command 'admin frobnicate'");
  }
}
