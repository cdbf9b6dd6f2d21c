package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.cli.command.ExitCode;
import dev.zerok.cli.file.FileContentType;
import dev.zerok.cli.file.FolderState;
import dev.zerok.client.model.PushOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that connect and receive nothing leave everything to the next one that does. */
class UnattendedCommandTest {
  @TempDir Path folder;
  private Path inbox;

  @BeforeEach
  void nameTheInbox() {
    inbox = folder.resolve("inbox");
  }

  private Path pushFilm(ClientDevice laptop) {
    Path film = ContentInbox.noise(folder.resolve("film.bin"), 700_000);
    ClientDevice.await(laptop.client.push(film,
        PushOptions.DEFAULT.withContentType(FileContentType.of("film.bin"))).completed());
    return film;
  }

  private static void pushFile(ClientDevice laptop, String name, String text) {
    ClientDevice.await(laptop.client.acknowledged(ClientDevice.await(
        laptop.client.push(ByteString.copyFromUtf8(text),
            PushOptions.DEFAULT.withContentType(FileContentType.of(name))))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "push --text hello", "devices --progress",
      "signal hello", "doctor"})
  @Tag("CONTENT-8")
  void contentThatWaits_outlastsACommandThatReceivesNothing(String command) throws Exception {
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start()) {
      CommandLineDevice phone = CommandLineDevice.joining(folder.resolve("phone"), laptop);
      assertThat(phone.zerok("devices", "--progress").code()).isEqualTo(ExitCode.OK);
      Path film = pushFilm(laptop);
      List<String> words = List.of(command.split(" "));

      ZerokRun run =
          phone.zerok(words.get(0), words.subList(1, words.size()).toArray(String[]::new));
      assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);

      ZerokRun watch = phone.zerok("watch", "--into", inbox.toString(), "--until-caught-up");
      assertThat(watch.code()).as(watch.err()).isEqualTo(ExitCode.OK);
      assertThat(inbox.resolve("film.bin")).hasSameBinaryContentAs(film);
    }
  }

  @Test
  void pullInto_takesAContentThatWaits_andCountsIt() throws Exception {
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start()) {
      CommandLineDevice phone = CommandLineDevice.joining(folder.resolve("phone"), laptop);
      Path film = pushFilm(laptop);
      pushFile(laptop, "letter.txt", "dinner at 8");

      ZerokRun pull = phone.zerok("pull", "--into", inbox.toString());

      assertThat(pull.code()).as(pull.err()).isEqualTo(ExitCode.OK);
      assertThat(inbox.resolve("film.bin")).hasSameBinaryContentAs(film);
      assertThat(inbox.resolve("letter.txt")).hasContent("dinner at 8");
      assertThat(pull.each("received")).containsExactly("2");
      assertThat(folder.resolve("phone/store/content")).isEmptyDirectory();
    }
  }

  @Test
  @Tag("CKPT-6")
  void pullOnAFreshDevice_beginsWithTheOthersState() throws Exception {
    Path files = Files.createDirectories(folder.resolve("files"));
    Files.writeString(files.resolve("before.txt"), "from before");
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.offering(relay, FolderState.offering(files)).start()) {
      CommandLineDevice phone = CommandLineDevice.joining(folder.resolve("phone"), laptop);
      awaitCheckpoint(laptop);
      pushFile(laptop, "after.txt", "from after");

      ZerokRun pull = phone.zerok("pull", "--into", inbox.toString());

      assertThat(pull.code()).as(pull.err()).isEqualTo(ExitCode.OK);
      assertThat(inbox.resolve("before.txt")).hasContent("from before");
      assertThat(inbox.resolve("after.txt")).hasContent("from after");
      assertThat(phone.zerok("parked").out()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"doctor", "status", "devices --progress"})
  @Tag("CKPT-6")
  void freshDevice_keepsItsHistoryOverACommandThatReceivesNothing(String command)
      throws Exception {
    Path files = Files.createDirectories(folder.resolve("files"));
    Files.writeString(files.resolve("before.txt"), "from before");
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.offering(relay, FolderState.offering(files)).start()) {
      CommandLineDevice phone = CommandLineDevice.joining(folder.resolve("phone"), laptop);
      awaitCheckpoint(laptop);
      pushFile(laptop, "after.txt", "from after");
      List<String> words = List.of(command.split(" "));

      ZerokRun run =
          phone.zerok(words.get(0), words.subList(1, words.size()).toArray(String[]::new));
      assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);

      ZerokRun watch = phone.zerok("watch", "--into", inbox.toString(), "--until-caught-up");
      assertThat(watch.code()).as(watch.err()).isEqualTo(ExitCode.OK);
      assertThat(inbox.resolve("before.txt")).hasContent("from before");
      assertThat(inbox.resolve("after.txt")).hasContent("from after");
      assertThat(phone.zerok("parked").out()).isEmpty();
    }
  }

  /** A checkpoint that covers the last Add is at the relay. */
  private static void awaitCheckpoint(ClientDevice laptop) {
    ClientDevice.await(laptop.client.acknowledged(
        ClientDevice.await(laptop.client.checkpoint(""))));
  }
}
