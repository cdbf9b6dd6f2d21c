package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.cli.command.ExitCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code zerok pull} and {@code zerok checkpoint} at a real relay. */
class ReceivingCommandsTest {
  @TempDir Path folder;

  private Path inbox;

  @BeforeEach
  void nameTheInbox() {
    inbox = folder.resolve("inbox");
  }

  @Test
  void pull_writesFilesShowsTexts_takesNoMoreThanAsked_andSaysWhetherMoreWaits() throws Exception {
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"))) {
      CommandLineDevice laptop = CommandLineDevice.founding(folder.resolve("laptop"), relay);
      CommandLineDevice phone = laptop.paired(folder.resolve("phone"));
      Path letter = Files.writeString(folder.resolve("letter.txt"), "dear all");
      assertThat(laptop.zerok("push", letter.toString(), "--text", "dinner at 8").code()).isZero();

      ZerokRun first = phone.zerok("pull", "--into", inbox.toString(), "--max", "1");
      assertThat(first.code()).as(first.err()).isEqualTo(ExitCode.OK);
      assertThat(first.event("received")).containsEntry("name", "letter.txt")
          .containsEntry("sender", laptop.id())
          .containsEntry("bytes", "8")
          .containsEntry("file", inbox.resolve("letter.txt").toString());
      assertThat(first.event("pulled")).containsEntry("received", "1")
          .containsEntry("more", "true");
      assertThat(inbox.resolve("letter.txt")).hasContent("dear all");

      ZerokRun rest = phone.zerok("pull", "--into", inbox.toString());
      assertThat(rest.event("received")).containsEntry("text", "dinner at 8");
      assertThat(rest.event("pulled")).containsEntry("received", "1")
          .containsEntry("more", "false");
      assertThat(phone.zerok("pull").event("pulled")).containsEntry("received", "0");
    }
  }

  @Test
  void pull_withoutARelay_isOffline_andOfNothing_isAUsageError() throws Exception {
    CommandLineDevice laptop;
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"))) {
      laptop = CommandLineDevice.founding(folder.resolve("laptop"), relay);
    }
    ZerokRun run = laptop.zerok("pull");

    assertThat(run.code()).isEqualTo(ExitCode.OFFLINE);
    assertThat(run.err()).contains("The relay was not reached", "pull again");
    assertThat(laptop.zerok("pull", "--max", "0").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void checkpoint_sealsTheFoldersFiles_andTheRelayHasThem() throws Exception {
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"))) {
      CommandLineDevice laptop = CommandLineDevice.founding(folder.resolve("laptop"), relay);
      laptop.paired(folder.resolve("phone"));
      Path documents = Files.createDirectory(folder.resolve("documents"));
      Files.writeString(documents.resolve("plan.txt"), "the plan");

      ZerokRun pushed = laptop.zerok("checkpoint", documents.toString());

      assertThat(pushed.code()).as(pushed.err()).isEqualTo(ExitCode.OK);
      String seq = String.valueOf(pushed.event("checkpoint").get("device_seq"));
      Path export = folder.resolve("export");
      assertThat(laptop.zerok("outbox", "--export", export.toString()).each("cursor"))
          .contains(pushed.event("checkpoint").get("cursor"));
      Path state = folder.resolve("state");
      ZerokRun opened = laptop.zerok("open", export.resolve(seq + ".deliver").toString(), "--out",
          state.toString());
      assertThat(opened.event("opened")).containsEntry("kind", "checkpoint")
          .containsEntry("sender", laptop.id());
      assertThat(Files.readString(state, StandardCharsets.ISO_8859_1)).contains("plan.txt",
          "the plan");
    }
  }

  @Test
  void checkpoint_ofNoFolder_isAUsageError() throws Exception {
    ZerokRun run = new CommandLineDevice(folder).zerok("checkpoint",
        folder.resolve("none").toString());

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("is no folder");
  }
}
