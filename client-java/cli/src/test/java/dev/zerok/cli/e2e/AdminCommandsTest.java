package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.cli.ZerokMain;
import dev.zerok.cli.command.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that administer a group and move devices, at a real relay. */
class AdminCommandsTest {
  private record Said(int code, String out, String err) {}

  @TempDir Path folder;

  private Said zerok(String store, String... args) throws Exception {
    Path passphrase = folder.resolve("passphrase");
    Files.writeString(passphrase, "correct horse\n");
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--store", folder.resolve(store).toString(), "--passphrase-file",
        passphrase.toString(), "--json"));
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    try {
      int code = ZerokMain.run(all.toArray(String[]::new));
      return new Said(code, said.toString(StandardCharsets.UTF_8),
          complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private void initAt(TestRelay relay) throws Exception {
    Said created = zerok("first", "init", "--relay", relay.url().toString(), "--relay-identity",
        HexFormat.of().formatHex(relay.identity().toByteArray()), "--kit-file",
        folder.resolve("kit").toString());
    assertThat(created.code()).as(created.err()).isZero();
    assertThat(zerok("first", "status", "--wait", "30").code()).isZero();
  }

  @Test
  void recover_putsTheLostDeviceOut_andCloseEndsTheGroup() throws Exception {
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"))) {
      initAt(relay);

      Said recovered = zerok("second", "recover", "--yes", "--kit-file",
          folder.resolve("kit").toString());

      assertThat(recovered.code()).as(recovered.err()).isZero();
      assertThat(recovered.out()).contains("\"event\":\"recovered\"", "\"devices\":1");
      assertThat(zerok("first", "status", "--wait", "30").code()).isEqualTo(ExitCode.NOT_ADMITTED);

      Said lastAdmin = zerok("second", "leave", "--yes");
      assertThat(lastAdmin.code()).isEqualTo(ExitCode.FAILED);
      assertThat(lastAdmin.err()).contains("last admin");
      Said closed = zerok("second", "close", "--yes");
      assertThat(closed.code()).as(closed.err()).isZero();
      assertThat(closed.out()).contains("\"event\":\"closed\"");
      Said again = zerok("third", "recover", "--yes", "--kit-file",
          folder.resolve("kit").toString());
      assertThat(again.code()).isEqualTo(ExitCode.FAILED);
      assertThat(again.err()).contains("does not know this kit's group");
    }
  }

  @Test
  void recover_thatKeepsTheDevices_addsAnAdmin_andTheOthersStay() throws Exception {
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"))) {
      initAt(relay);

      Said recovered = zerok("second", "recover", "--yes", "--keep-devices", "--kit-file",
          folder.resolve("kit").toString());

      assertThat(recovered.code()).as(recovered.err()).isZero();
      assertThat(recovered.out()).contains("\"event\":\"recovered\"", "\"devices\":2");
      assertThat(zerok("first", "status", "--wait", "30").code()).isZero();
    }
  }

  @Test
  void export_movesTheDevice_andImportBringsItBack() throws Exception {
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"))) {
      initAt(relay);
      String file = folder.resolve("moved").toString();

      assertThat(zerok("first", "export", "--yes", file).code()).isZero();
      Said old = zerok("first", "devices");
      assertThat(old.code()).isEqualTo(ExitCode.FAILED);
      assertThat(old.err()).contains("was exported into moved");
      Said imported = zerok("elsewhere", "import", file);
      assertThat(imported.code()).as(imported.err()).isZero();
      assertThat(zerok("elsewhere", "status", "--wait", "30").code()).isZero();
    }
  }

  @Test
  void recover_withATextThatIsNoKit_saysSoAndCreatesNothing() throws Exception {
    Path text = Files.writeString(folder.resolve("text"), "eggs, milk");

    Said refused = zerok("new", "recover", "--yes", "--kit-file", text.toString());

    assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
    assertThat(refused.err()).startsWith("zerok: This is no recovery kit");
    assertThat(folder.resolve("new")).doesNotExist();
  }
}
