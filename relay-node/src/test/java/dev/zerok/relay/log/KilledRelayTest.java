package dev.zerok.relay.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zerok.protocol.wire.PushAck;
import dev.zerok.relay.buffer.DataFolder;
import dev.zerok.relay.core.StreamItem;
import dev.zerok.relay.port.StorageRefused;
import dev.zerok.relay.testkit.Payloads;
import dev.zerok.relay.testkit.RelayHarness;
import dev.zerok.relay.testkit.TestDevice;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, killed with SIGKILL in the middle of their work. */
class KilledRelayTest {
  private static final int ROUNDS = 3;
  private static final int ACKS_PER_ROUND = 150;

  @TempDir Path folder;

  @Test
  @Tag("LOG-2")
  @Tag("PUSH-2")
  void everyAcknowledgedPush_isThereWithItsCursor_afterEachKill() throws Exception {
    TreeMap<Long, Long> acknowledged = new TreeMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      Map<Long, Long> now = pushUntilKilled(round == 0);
      assertThat(now).hasSizeGreaterThanOrEqualTo(ACKS_PER_ROUND);
      acknowledged.putAll(now);
    }

    try (RelayHarness relay = RelayHarness.startIn(folder)) {
      PushingRelay.Cast cast = PushingRelay.Cast.again();
      TestDevice sender = cast.group().first;
      sender.connect(relay);
      assertThat(sender.admission().welcome().getOwnDeviceSeq())
          .isGreaterThanOrEqualTo(acknowledged.lastKey());
      Map<Long, Long> found = delivered(relay, cast.reader());
      assertThat(found).containsAllEntriesOf(acknowledged);
      assertThat(found.keySet())
          .containsExactlyElementsOf(found.keySet().stream().sorted().toList());
      long lastKnown = sender.admission().welcome().getOwnDeviceSeq();
      sender.seq = lastKnown - 1;
      PushAck again = sender.push(Payloads.of(PushingRelay.payloadName(lastKnown)));
      assertThat(again.getCursor()).isEqualTo(found.get(lastKnown));
    }
  }

  /** device_seq → cursor of what the other device is given, every payload compared. */
  private static Map<Long, Long> delivered(RelayHarness relay, TestDevice reader) {
    reader.connect(relay);
    TreeMap<Long, Long> found = new TreeMap<>();
    for (StreamItem item : reader.readAll()) {
      if (item instanceof StreamItem.Delivery delivery) {
        long seq = delivery.deliver().getDeviceSeq();
        assertThat(delivery.deliver().getPayload())
            .isEqualTo(Payloads.of(PushingRelay.payloadName(seq)));
        found.put(seq, delivery.deliver().getCursor());
      }
    }
    return found;
  }

  private Map<Long, Long> pushUntilKilled(boolean first) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("java.class.path"),
        PushingRelay.class.getName(),
        folder.toString()));
    if (first) {
      command.add("install");
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Map<Long, Long> acknowledged = new TreeMap<>();
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] parts = line.split(" ");
        if (parts.length == 3) { // whole: the last line of a killed process may be cut
          acknowledged.put(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        }
        if (acknowledged.size() == ACKS_PER_ROUND && process.isAlive()) {
          assertFolderIsInUse();
          process.toHandle().destroyForcibly(); // SIGKILL; the Process itself would also close its output
        }
      }
    }
    process.waitFor();
    return acknowledged;
  }

  private void assertFolderIsInUse() {
    StorageRefused refused = assertThatExceptionOfType(StorageRefused.class)
        .isThrownBy(() -> DataFolder.open(folder))
        .actual();
    assertThat(refused.reason()).isEqualTo(StorageRefused.Reason.IN_USE);
  }
}
