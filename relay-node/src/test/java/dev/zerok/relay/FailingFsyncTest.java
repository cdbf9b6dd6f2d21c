package dev.zerok.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.Role;
import dev.zerok.relay.edge.DeviceClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes writes and fails to keep them. */
class FailingFsyncTest {
  private static final int PUSHES = 5;

  @TempDir Path folder;

  @Test
  @Tag("LOG-1")
  @Tag("LOG-2")
  void relayWhoseFsyncFails_acknowledgesNothingMore_endsAtOnce_andHasAllThatItAcknowledged()
      throws Exception {
    FailingFsync disk = FailingFsync.in(folder);
    GroupFixture group = GroupFixture.founded("failing fsync");
    DeviceKeyPairs other = group.join(Role.ROLE_MEMBER);
    Map<Long, Long> acknowledged = new TreeMap<>();
    try (RelayProcess relay =
        RelayProcess.start(folder.resolve("data"), folder.resolve("log"), disk.environment());
        DeviceClient first = relay.devices("failing fsync").found(group)) {
      NodeFixture.awaitCaughtUp(first);
      for (long seq = 1; seq <= PUSHES; seq++) {
        first.send(DeviceClient.push(seq, 500));
        RelayFrame answer = first.next();
        acknowledged.put(answer.getPushAck().getDeviceSeq(), answer.getPushAck().getCursor());
      }

      disk.begin();
      assertThatThrownBy(
          () -> {
            first.send(DeviceClient.push(PUSHES + 1, 500));
            first.next();
          }).as("no answer but the end of the connection").isInstanceOf(IOException.class);

      assertThat(relay.exitCode()).isEqualTo(70);
      assertThat(relay.log().lines().filter(line -> line.contains("ERROR")))
          .singleElement()
          .asString()
          .contains("storage failed; the process stops so that nothing false is acknowledged");
    }
    assertThat(acknowledged).isEqualTo(Map.of(1L, 3L, 2L, 4L, 3L, 5L, 4L, 6L, 5L, 7L));
    Map<Long, Long> found = new TreeMap<>();
    try (RelayProcess again = RelayProcess.start(folder.resolve("data"), folder.resolve("log"));
        DeviceClient second = again.devices("again").connect(group, other)) {
      NodeFixture.awaitWelcome(second);
      for (RelayFrame frame = second.next(); !frame.hasCaughtUp(); frame = second.next()) {
        if (frame.hasDeliver()) {
          Deliver deliver = frame.getDeliver();
          found.put(deliver.getDeviceSeq(), deliver.getCursor());
        }
      }
    }
    assertThat(found).containsAllEntriesOf(acknowledged);
  }
}
