package dev.zerok.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.relay.edge.DeviceClient;
import dev.zerok.relay.ops.RelayConfig;
import dev.zerok.relay.ops.StartFailure;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole relay, from the socket to the disk. */
class RelayNodeTest {
  @TempDir Path folder;

  private RelayNode start(String... more) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("data", folder.resolve("data").toString());
    settings.put("listen", "127.0.0.1:0");
    settings.put("ops-listen", "127.0.0.1:0");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return RelayNode.start(RelayConfig.of(settings));
  }

  @Test
  @Tag("ADMIT-1")
  @Tag("ADMIT-3")
  void device_createsAGroup_pushes_andTheOtherGetsIt() throws Exception {
    GroupFixture group = GroupFixture.founded("two devices");
    DeviceKeyPairs other = group.join(Role.ROLE_MEMBER);
    try (RelayNode node = start()) {
      NodeFixture devices = NodeFixture.at(node);
      try (DeviceClient first = devices.found(group);
          DeviceClient second = devices.connect(group, other)) {
        NodeFixture.awaitCaughtUp(first);
        NodeFixture.awaitCaughtUp(second);
        first.send(DeviceClient.push(1, 1_000));
        assertThat(first.next().getPushAck().getCursor()).isEqualTo(3);
        Deliver deliver = second.next().getDeliver();
        assertThat(deliver.getCursor()).isEqualTo(3);
        assertThat(deliver.getSender()).isEqualTo(group.firstId.bytes());
        assertThat(deliver.getPayload().size()).isEqualTo(1_000);
      }
    }
  }

  @Test
  @Tag("ADMIT-2")
  @Tag("ADMIT-5")
  void unknownGroup_stranger_andRemovedDevice_getTheSameBytes() throws Exception {
    GroupFixture group = GroupFixture.founded("removal");
    DeviceKeyPairs removed = group.join(Role.ROLE_MEMBER);
    GroupFixture unknown = GroupFixture.founded("never presented");
    try (RelayNode node = start()) {
      NodeFixture devices = NodeFixture.at(node);
      try (DeviceClient admin = devices.found(group);
          DeviceClient leaving = devices.connect(group, removed)) {
        NodeFixture.awaitCaughtUp(admin);
        NodeFixture.awaitCaughtUp(leaving);
        RosterEntry removal =
            group.first.remove(
                group.roster, group.id(removed), 0, ByteString.EMPTY, group.nextEpoch(),
                group.random, GroupFixture.NOW);
        admin.send(NodeFixture.append(removal));
        assertThat(leaving.next().getRosterEntries().getEntries(0).getEntry()).isEqualTo(removal);
        assertThat(leaving.next().getGoAway().getReason())
            .isEqualTo(GoAwayReason.GO_AWAY_REASON_REMOVED);
        assertThat(leaving.socket().awaitEnd().closeCode()).isEqualTo(1000);
      }
      List<ByteString> answers = new ArrayList<>();
      for (DeviceClient refused : List.of(
          devices.connect(unknown, unknown.firstKeys),
          devices.connect(group, group.newKeys()),
          devices.connect(group, removed))) {
        try (refused) {
          answers.add(refused.next().toByteString());
        }
      }
      ByteString refusal =
          RelayFrame.newBuilder().setError(ErrorFrames.refusal()).build().toByteString();
      assertThat(answers).containsExactly(refusal, refusal, refusal);
    }
  }

  @Test
  @Tag("ADMIT-4")
  void groupCreation_withToken_needsIt() throws Exception {
    GroupFixture group = GroupFixture.founded("token");
    try (RelayNode node = start("create-token", "sesame");
        DeviceClient founder = NodeFixture.at(node).connect(group, group.firstKeys)) {
      assertThat(founder.next().getError()).isEqualTo(ErrorFrames.refusal());
      founder.send(DeviceClient.present(group.entries, "sesam"));
      assertThat(founder.next().getError()).isEqualTo(ErrorFrames.refusal());
      try (DeviceClient again = NodeFixture.at(node).connect(group, group.firstKeys)) {
        assertThat(again.next().getError()).isEqualTo(ErrorFrames.refusal());
        again.send(DeviceClient.present(group.entries, "sesame"));
        NodeFixture.awaitWelcome(again);
      }
    }
  }

  @Test
  @Tag("RID-4")
  @Tag("SESS-6")
  void stoppedRelay_saysGoAway_andComesBackAsItself_withEverythingAcknowledged() throws Exception {
    GroupFixture group = GroupFixture.founded("restart");
    DeviceKeyPairs other = group.join(Role.ROLE_MEMBER);
    ByteString identity;
    try (RelayNode node = start();
        DeviceClient first = NodeFixture.at(node).found(group)) {
      identity = node.identity();
      NodeFixture.awaitCaughtUp(first);
      first.send(DeviceClient.push(1, 2_000));
      assertThat(first.next().hasPushAck()).isTrue();
      Thread stopper = Thread.ofVirtual().start(node::stop);
      assertThat(first.next().getGoAway().getReason())
          .isEqualTo(GoAwayReason.GO_AWAY_REASON_SHUTDOWN);
      assertThat(first.socket().awaitEnd().closeCode()).isEqualTo(1000);
      stopper.join();
    }
    try (RelayNode node = start();
        DeviceClient second = NodeFixture.at(node).connect(group, other)) {
      assertThat(node.identity()).isEqualTo(identity);
      NodeFixture.awaitWelcome(second);
      RelayFrame frame = second.next();
      while (!frame.hasDeliver()) {
        frame = second.next();
      }
      assertThat(frame.getDeliver().getPayload().size()).isEqualTo(2_000);
    }
  }

  @Test
  @Tag("REC-2")
  void acknowledgement_overtakesTheBulkOfALargeBlob() throws Exception {
    GroupFixture group = GroupFixture.founded("overtaking");
    DeviceKeyPairs other = group.join(Role.ROLE_MEMBER);
    try (RelayNode node = start();
        DeviceClient first = NodeFixture.at(node).found(group)) {
      NodeFixture.awaitCaughtUp(first);
      for (int seq = 1; seq <= 12; seq++) {
        first.send(DeviceClient.push(seq, 1_000_000));
        assertThat(first.next().hasPushAck()).isTrue();
      }
      var hello =
          DeviceClient.hello(group.groupId()).toBuilder().setReceiveWindow(16_777_216).build();
      try (DeviceClient second = NodeFixture.at(node).connect(other.noise(), hello)) {
        NodeFixture.awaitWelcome(second);
        // Twelve megabytes come; the push goes in while they do, and its answer does not wait for their end.
        second.send(DeviceClient.push(1, 300));
        int delivered = 0;
        RelayFrame frame = second.next();
        while (!frame.hasPushAck()) {
          delivered += frame.hasDeliver() ? 1 : 0;
          frame = second.next();
        }
        assertThat(delivered).isLessThan(12);
      }
    }
  }

  @Test
  void opsPort_tellsHealthAndNumbers_andNothingElse() throws Exception {
    try (RelayNode node = start();
        HttpClient http = HttpClient.newHttpClient()) {
      assertThat(get(http, node, "/health/live").body()).isEqualTo("live\n");
      assertThat(get(http, node, "/health/ready").body()).isEqualTo("ready\n");
      assertThat(get(http, node, "/metrics").body())
          .contains("zerok_connections 0.0", "zerok_commit_seconds_bucket", "zerok_data_bytes",
              "zerok_pushes_total");
      assertThat(get(http, node, "/").statusCode()).isEqualTo(404);
      assertThat(get(http, node, "/metrics/../health").statusCode()).isEqualTo(404);
    }
  }

  private static HttpResponse<String> get(HttpClient http, RelayNode node, String path)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + node.opsPort() + path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void secondRelay_onTheSameFolder_saysSo() throws Exception {
    try (RelayNode node = start()) {
      assertThatExceptionOfType(StartFailure.class)
          .isThrownBy(this::start)
          .withMessageContaining("is in use by another relay");
      assertThat(node.port()).isPositive();
    }
  }

  @Test
  void relay_onATakenPort_saysWhich_andLeavesTheFolderFree() throws Exception {
    try (RelayNode node = start()) {
      assertThatExceptionOfType(StartFailure.class)
          .isThrownBy(() -> start("data", folder.resolve("b").toString(), "listen",
              "127.0.0.1:" + node.port()))
          .withMessageContaining("Cannot listen on 127.0.0.1:" + node.port());
    }
    start("data", folder.resolve("b").toString()).stop();
  }

  @Test
  void foreignFolder_isNamedAndLeftAlone() throws Exception {
    Path foreign = Files.createDirectory(folder.resolve("data"));
    Files.writeString(foreign.resolve("thesis.txt"), "mine");
    assertThatExceptionOfType(StartFailure.class)
        .isThrownBy(this::start)
        .withMessageContaining("is not a relay's data folder");
    try (var files = Files.list(foreign)) {
      assertThat(files).containsExactly(foreign.resolve("thesis.txt"));
    }
  }
}
