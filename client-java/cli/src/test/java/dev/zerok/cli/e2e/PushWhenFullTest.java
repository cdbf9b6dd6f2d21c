package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.cli.command.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay that has no room is told apart from one that was not reached, by every command that pushes. */
class PushWhenFullTest {
  @TempDir Path folder;

  /** A payload is kept for others only, so a second device is there. */
  private CommandLineDevice deviceAt(TestRelay relay) throws Exception {
    CommandLineDevice laptop = CommandLineDevice.founding(folder.resolve("laptop"), relay);
    laptop.paired(folder.resolve("phone"));
    return laptop;
  }

  private TestRelay relay(String key, String bytes) {
    return TestRelay.start(folder.resolve("relay"), 0, Map.of(key, bytes));
  }

  @Test
  void push_whenRelayIsFull_saysSo_andWaitsOnThisDevice() throws Exception {
    try (TestRelay relay = relay("limits.total-bytes", CommandLineDevice.ROOM_FOR_ROSTERS_ONLY)) {
      CommandLineDevice laptop = deviceAt(relay);

      ZerokRun run = laptop.patiently("push", "--text", "hello");

      assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DELAYED);
      assertThat(run.err())
          .contains("zerok: The relay does not take pushes for now", "operator",
              "is safe on this device's disk and goes out at the next push or watch")
          .doesNotContain("was not reached");
      assertThat(run.event("push_delayed")).containsEntry("device_seq", "1")
          .containsEntry("retry_in_millis", "30000");
      assertThat(run.out()).doesNotContain("\"event\":\"pushed\"");
      assertThat(laptop.zerok("outbox").each("cursor")).isNotEmpty().containsOnly("0");
      assertThat(laptop.zerok("status", "--wait", "0").event("status"))
          .containsEntry("delayed_by", "");
    }
  }

  @Test
  void push_whenGroupIsFull_saysSo_alsoOfALargeFileAndACheckpoint() throws Exception {
    try (TestRelay relay = relay("limits.device-bytes", "1")) {
      CommandLineDevice laptop = deviceAt(relay);
      Path file = Files.write(folder.resolve("large.bin"), new byte[4_000]);

      ZerokRun run =
          laptop.patiently("push", "--content-from", "1000", file.toString());

      assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DELAYED);
      assertThat(run.err()).contains("The relay does not take pushes for now",
          "The transfer goes on at the next push or watch");
    }
  }
}
