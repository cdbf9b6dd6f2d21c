package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.cli.command.ExitCode;
import dev.zerok.client.NewGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What doctor finds at relays with several addresses, at full ones, and where pushes do not go out. */
class DoctorRelayTest {
  @TempDir Path folder;

  private CommandLineDevice deviceAt(ByteString identity, URI... urls) throws Exception {
    return CommandLineDevice.founding(folder.resolve("laptop"),
        new NewGroup("holiday", "laptop", List.of(urls), identity, ByteString.EMPTY));
  }

  private TestRelay relay(String... settings) {
    return TestRelay.start(folder.resolve("relay"), 0,
        settings.length == 0 ? Map.of() : Map.of(settings[0], settings[1]));
  }

  /** The words of the one finding of that kind. */
  private static String words(ZerokRun run, String finding) {
    int at = run.each("finding").indexOf(finding);
    assertThat(at).as(run.out() + run.err()).isNotNegative();
    return run.each("words").get(at);
  }

  @Test
  void deadFirstAddress_isNamed_andTheSecondIsGoneOnWith() throws Exception {
    try (TestRelay relay = relay()) {
      URI dead = deadAddress();
      ZerokRun run = deviceAt(relay.identity(), dead, relay.url()).zerok("doctor");

      assertThat(run.each("finding")).containsExactly("disk_has_room", "store_opens",
          "address_fails", "relay_answers", "admitted", "clock_right");
      assertThat(run.each("verdict")).containsOnly("well", "noteworthy");
      assertThat(run.each("relay")).containsExactly("", "", dead.toString(),
          relay.url().toString(), "", "");
      assertThat(words(run, "address_fails")).contains(dead + " cannot be reached",
          "Another one answers, so this device syncs all the same");
      assertThat(run.code()).isEqualTo(ExitCode.OK);
    }
  }

  @Test
  void noAddressThatAnswers_isUnreachable_andEachIsNamed() throws Exception {
    URI first = deadAddress();
    URI second = deadAddress();
    ZerokRun run = deviceAt(ByteString.copyFrom(new byte[32]), first, second).zerok("doctor");

    assertThat(run.each("finding")).endsWith("relay_unreachable", "relay_unreachable");
    assertThat(run.each("relay")).endsWith(first.toString(), second.toString());
    assertThat(words(run, "relay_unreachable")).contains("Is this machine online");
    assertThat(run.code()).isEqualTo(ExitCode.OFFLINE);
  }

  @Test
  void anotherRelayAtTheFirstAddress_isNamed_andTheSecondIsGoneOnWith() throws Exception {
    try (TestRelay relay = relay();
        TestRelay other = TestRelay.start(folder.resolve("other"))) {
      ZerokRun run = deviceAt(relay.identity(), other.url(), relay.url()).zerok("doctor");

      assertThat(run.each("finding")).containsExactly("disk_has_room", "store_opens",
          "relay_answers", "relay_answers", "address_fails", "admitted", "clock_right");
      assertThat(words(run, "address_fails")).contains("At " + other.url(),
          "not the relay that this device trusts", "Check the address");
      assertThat(run.code()).isEqualTo(ExitCode.OK);
    }
  }

  @Test
  void fullRelay_isNamed_withWhatToDo() throws Exception {
    try (TestRelay relay = relay("limits.total-bytes", CommandLineDevice.ROOM_FOR_ROSTERS_ONLY)) {
      CommandLineDevice laptop = deviceAt(relay.identity(), relay.url());
      laptop.paired(folder.resolve("phone"));
      laptop.zerok("push", "--text", "waits", "--wait", "0");

      ZerokRun run = laptop.zerok("doctor");

      assertThat(run.each("finding")).endsWith("admitted", "clock_right", "relay_full");
      assertThat(words(run, "relay_full")).contains("1 push waits on this device's disk",
          "Its operator can make room on its disk or raise limits.total-bytes");
      assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    }
  }

  @Test
  void fullGroup_isNamed_withWhatToDo() throws Exception {
    try (TestRelay relay = relay("limits.device-bytes", "1")) {
      CommandLineDevice laptop = deviceAt(relay.identity(), relay.url());
      laptop.paired(folder.resolve("phone"));
      laptop.zerok("push", "--text", "waits", "--wait", "0");

      ZerokRun run = laptop.zerok("doctor");

      assertThat(run.each("finding")).endsWith("admitted", "clock_right", "group_full");
      assertThat(words(run, "group_full")).contains("1 push waits on this device's disk",
          "zerok devices --progress", "zerok remove DEVICE");
      assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    }
  }

  @Test
  void pushesThatWaited_goOut() throws Exception {
    try (TestRelay relay = relay()) {
      CommandLineDevice laptop = deviceAt(relay.identity(), relay.url());
      laptop.zerok("push", "--text", "waits", "--wait", "0");

      ZerokRun run = laptop.zerok("doctor");

      assertThat(words(run, "pushes_go_out"))
          .isEqualTo("1 push waited here and is at the relay now.");
      assertThat(run.code()).isEqualTo(ExitCode.OK);
      assertThat(laptop.zerok("outbox").each("cursor")).doesNotContain("0");
    }
  }

  @Test
  void outboxThatIsHeldUpWithoutAWord_isStuck_withWhatToDo() throws Exception {
    Map<String, String> onePush =
        Map.of("limits.push-burst", "1", "limits.pushes-per-minute", "1");
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"), 0, onePush)) {
      CommandLineDevice laptop = deviceAt(relay.identity(), relay.url());
      for (int i = 0; i < 4; i++) {
        laptop.zerok("push", "--text", "waits", "--wait", "0");
      }

      ZerokRun run = laptop.patiently("doctor");

      assertThat(words(run, "outbox_stuck")).contains("Nothing is lost",
          "Leave 'zerok watch' running", "tell the relay's operator");
      assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    }
  }

  /** Nobody listens there: the port was free a moment ago. */
  private static URI deadAddress() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("ws://127.0.0.1:" + free.getLocalPort());
    }
  }
}
