package dev.zerok.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zerok.cli.ZerokMain;
import dev.zerok.cli.command.ExitCode;
import dev.zerok.cli.proof.Haystack;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  private static final byte[] FIRST_LINES =
      "GET / HTTP/1.1\r\nSec-WebSocket-Protocol: 0k.1.std1-draft\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  @Test
  void demoWithProof_showsEveryStepAndEndsWell() {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    PrintStream terminal = System.out;
    System.setOut(new PrintStream(screen, true, StandardCharsets.UTF_8));
    int code;
    try {
      code = ZerokMain.run("demo", "--prove", "--port", "0");
    } finally {
      System.setOut(terminal);
    }

    String told = screen.toString(StandardCharsets.UTF_8);
    assertThat(code).as(told).isEqualTo(ExitCode.OK);
    assertThat(told).contains("A relay starts", "The laptop creates a group",
        "The phone joins by an invite",
        "The laptop pushes three files", "Proof: what lies on the relay's disk now",
        "The relay is killed with -9", "The phone comes online",
        "The relay forgets", "A tablet joins late", "Proof: what went over the wire",
        "Everything held");
    assertThat(told.lines().filter(line -> line.contains("equal byte for byte"))).hasSize(3);
    assertThat(told.lines()).allMatch(line -> line.length() <= 80, "fits eighty columns");
  }

  @Test
  void demo_whosePortIsInUse_saysSoInOneSentence_andDoesNotBegin() throws Exception {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    ByteArrayOutputStream complaint = new ByteArrayOutputStream();
    PrintStream terminal = System.out;
    PrintStream errors = System.err;
    int code;
    int port;
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = other.getLocalPort();
      System.setOut(new PrintStream(screen, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(complaint, true, StandardCharsets.UTF_8));
      code = ZerokMain.run("demo", "--keep", "--port", Integer.toString(port));
    } finally {
      System.setOut(terminal);
      System.setErr(errors);
    }

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(complaint.toString(StandardCharsets.UTF_8)).hasLineCount(1)
        .startsWith("zerok: Port " + port + " is in use")
        .contains("zerok demo --port 0");
    assertThat(screen.toString(StandardCharsets.UTF_8)).as("no folder is kept, none was made")
        .isEmpty();
  }

  @Test
  void proof_ofACaptureThatLeaksAPieceOfAFile_fails(@TempDir Path folder) throws Exception {
    DemoFiles files = DemoFiles.create(folder);
    byte[] large = Files.readAllBytes(files.large());
    List<byte[]> leaking = new ArrayList<>(
        List.of(FIRST_LINES, java.util.Arrays.copyOfRange(large, 300_000, 320_000)));

    assertThatThrownBy(() -> DemoProof.examine(quiet(), Haystack.of(leaking), files))
        .isInstanceOf(DemoFailure.class)
        .hasMessageContaining("recording.bin went over the wire");
  }

  @Test
  void proof_ofACaptureThatHoldsNothingOfTheConnections_fails(@TempDir Path folder)
      throws Exception {
    DemoFiles files = DemoFiles.create(folder);

    assertThatThrownBy(() -> DemoProof.examine(quiet(), Haystack.of(List.of(new byte[100])), files))
        .isInstanceOf(DemoFailure.class)
        .hasMessageContaining("proves nothing");
  }

  private static Narrator quiet() {
    return new Narrator(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
        false);
  }
}
