package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.cli.command.ExitCode;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line at a relay that speaks wss:// with a certificate of its own. */
class TlsCommandsTest {
  @TempDir Path folder;

  private SSLContext before;

  /** A command trusts for its whole process, which is this one. */
  @BeforeEach
  void rememberTrust() throws Exception {
    before = SSLContext.getDefault();
  }

  @AfterEach
  void restoreTrust() {
    SSLContext.setDefault(before);
  }

  @Test
  void tlsCa_isTrusted_byPushAndDoctor_andWithoutItBothSayWhatToDo() throws Exception {
    Path data = folder.resolve("relay");
    try (TestRelay relay = TestRelay.start(data, 0, Map.of("tls", "self"))) {
      CommandLineDevice laptop = CommandLineDevice.founding(folder.resolve("laptop"), relay);
      String certificate = data.resolve("tls-self.pem").toString();

      ZerokRun distrusted = laptop.zerok("doctor");
      assertThat(distrusted.each("finding")).endsWith("relay_unreachable");
      assertThat(distrusted.each("words")).last()
          .asString()
          .contains("certificate that is not trusted here", "--tls-ca FILE");
      assertThat(distrusted.code()).isEqualTo(ExitCode.OFFLINE);

      ZerokRun pushed = laptop.zerok("push", "--text", "hello", "--tls-ca", certificate);
      assertThat(pushed.code()).as(pushed.err()).isEqualTo(ExitCode.OK);
      assertThat(pushed.event("connected")).containsEntry("relay", relay.url().toString());
      assertThat(pushed.event("pushed")).containsKey("cursor");
      assertThat(relay.url().getScheme()).isEqualTo("wss");

      ZerokRun healthy = laptop.zerok("doctor", "--tls-ca", certificate);
      assertThat(healthy.each("finding")).containsExactly("disk_has_room", "store_opens",
          "relay_answers", "admitted", "clock_right");
      assertThat(healthy.code()).isEqualTo(ExitCode.OK);
    }
  }
}
