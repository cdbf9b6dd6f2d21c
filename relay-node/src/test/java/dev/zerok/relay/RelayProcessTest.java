package dev.zerok.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.Role;
import dev.zerok.relay.edge.DeviceClient;
import dev.zerok.relay.edge.RawWebSocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Relays in processes of their own. */
class RelayProcessTest {
  private static final int PUSHES = 40;

  @TempDir Path folder;

  private RelayProcess start(String... flags) throws Exception {
    return RelayProcess.start(folder.resolve("data"), folder.resolve("log"), flags);
  }

  @Test
  @Tag("LOG-1")
  @Tag("LOG-2")
  @Tag("RID-4")
  void relayKilledBetweenPushes_hasEveryAcknowledgedOne_withItsCursor() throws Exception {
    GroupFixture group = GroupFixture.founded("killed");
    DeviceKeyPairs other = group.join(Role.ROLE_MEMBER);
    Map<Long, Long> acknowledged = new TreeMap<>();
    RelayProcess before = start();
    try (before;
        DeviceClient first = before.devices("before").found(group)) {
      NodeFixture.awaitCaughtUp(first);
      for (long seq = 1; seq <= PUSHES; seq++) {
        first.send(DeviceClient.push(seq, 500));
      }
      while (acknowledged.size() < PUSHES / 2) {
        RelayFrame frame = first.next();
        acknowledged.put(frame.getPushAck().getDeviceSeq(), frame.getPushAck().getCursor());
      }
      before.kill();
    }
    Map<Long, Long> found = new TreeMap<>();
    try (RelayProcess after = start();
        DeviceClient second = after.devices("after").connect(group, other)) {
      assertThat(after.identity()).isEqualTo(before.identity());
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

  @Test
  @Tag("SESS-6")
  void sigterm_saysGoAway_keepsWhatWasAcknowledged_andEndsWithZero() throws Exception {
    GroupFixture group = GroupFixture.founded("terminated");
    DeviceKeyPairs other = group.join(Role.ROLE_MEMBER);
    try (RelayProcess relay = start();
        DeviceClient first = relay.devices("terminated").found(group)) {
      NodeFixture.awaitCaughtUp(first);
      first.send(DeviceClient.push(1, 500));
      assertThat(first.next().hasPushAck()).isTrue();
      relay.beginTermination();
      assertThat(first.next().getGoAway().getReason())
          .isEqualTo(GoAwayReason.GO_AWAY_REASON_SHUTDOWN);
      assertThat(first.socket().awaitEnd().closeCode()).isEqualTo(1000);
      assertThat(relay.exitCode()).isZero();
      assertThat(relay.log()).contains("relay stopped; everything acknowledged is on disk");
    }
    try (RelayProcess relay = start();
        DeviceClient second = relay.devices("again").connect(group, other)) {
      assertThat(NodeFixture.awaitWelcome(second).getWelcome().getHeadCursor()).isEqualTo(3);
    }
  }

  @Test
  void failuresToStart_areOneSentence_andNotZero() throws Exception {
    try (RelayProcess relay = start()) {
      Path log = folder.resolve("second");
      Process second = RelayProcess.launch(folder.resolve("data"), log);
      assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(second.exitValue()).isEqualTo(1);
      assertThat(Files.readString(log))
          .endsWith("is in use by another relay: stop it or choose another folder.\n");
      Process wrong = RelayProcess.launch(folder.resolve("data"), log, "--limits-connections",
          "none", "--colour", "red");
      assertThat(wrong.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(wrong.exitValue()).isEqualTo(2);
      assertThat(Files.readString(log))
          .isEqualTo(
              """
              The configuration is not valid:
                --colour: there is no such key; see relay.sample.yaml for all of them
                --limits-connections: 'none' is not allowed; allowed is a whole number from 1 to 1000000
              """);
      assertThat(relay.terminate()).isZero();
    }
  }

  @Test
  void logAtItsLoudest_holdsNoSecret_noIdOfAnybody_andNoAddress() throws Exception {
    GroupFixture group = GroupFixture.founded("talkative");
    DeviceKeyPairs stranger = group.newKeys();
    try (RelayProcess relay = start("--log-level", "debug", "--create-token", "hunter2")) {
      NodeFixture devices = relay.devices("talkative");
      try (DeviceClient founder = devices.connect(group, group.firstKeys)) {
        founder.next();
        founder.send(DeviceClient.present(group.entries, "hunter2"));
        NodeFixture.awaitWelcome(founder);
        NodeFixture.awaitCaughtUp(founder);
        try (DeviceClient refused = devices.connect(group, stranger)) {
          refused.next();
          refused.send(DeviceClient.present(group.entries, "hunter3"));
          refused.next();
          refused.socket().awaitEnd();
        }
        founder.socket().send(RawWebSocket.frame(true, RawWebSocket.BINARY, new byte[100]));
        founder.socket().awaitEnd();
      }
      assertThat(relay.terminate()).isZero();
      String log = relay.log();
      assertThat(log).contains("session ended", "relay started"); // it does log
      HexFormat hex = HexFormat.of();
      for (byte[] unspeakable : new byte[][]{
          group.groupId().toByteArray(),
          group.firstId.toByteArray(),
          group.id(stranger).toByteArray(),
          group.firstKeys.noise().publicKey(),
          stranger.noise().publicKey()
      }) {
        assertThat(log).doesNotContain(hex.formatHex(unspeakable, 0, 8));
      }
      assertThat(log).doesNotContain("hunter", "127.0.0.1", "::1");
      String keys =
          Files.readString(folder.resolve("data").resolve("relay-keys"), StandardCharsets.US_ASCII);
      assertThat(keys.lines().skip(1))
          .allSatisfy(secret -> assertThat(log).doesNotContain(secret.substring(0, 16)));
    }
  }

  @Test
  void administratorsDrain_saysGoAway_andEndsTheProcessWithZero() throws Exception {
    GroupFixture group = GroupFixture.founded("drained");
    try (RelayProcess relay = start();
        DeviceClient first = relay.devices("drained").found(group);
        HttpClient http = HttpClient.newHttpClient()) {
      NodeFixture.awaitCaughtUp(first);
      String token = Files.readString(folder.resolve("data").resolve("admin-token")).strip();
      HttpRequest drain =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + relay.opsPort() + "/admin/drain"))
              .header("Authorization", "Bearer " + token)
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();

      assertThat(http.send(drain, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(202);

      assertThat(first.next().getGoAway().getReason())
          .isEqualTo(GoAwayReason.GO_AWAY_REASON_SHUTDOWN);
      assertThat(relay.exitCode()).isZero();
      assertThat(relay.log()).contains("relay stopped; everything acknowledged is on disk")
          .doesNotContain(token);
    }
  }

  @Test
  void checkedConfiguration_isShownWithItsSources_andABadOneEndsWithTwo() throws Exception {
    Path log = folder.resolve("check");
    Process good =
        RelayProcess.launch(
            folder.resolve("data"), log, "--check-config", "--create-token", "hunter2");
    String shown = new String(good.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(good.waitFor()).isZero();
    assertThat(shown)
        .startsWith("The configuration is valid.\n")
        .contains("  create-token = (hidden)  [--create-token]", "  disk.full-at = 85  [default]")
        .doesNotContain("hunter2");
    assertThat(folder.resolve("data")).doesNotExist();

    Process bad =
        RelayProcess.launch(
            folder.resolve("data"), log, "--check-config", "--tls-cert", "none.pem", "--tls-key",
            "none.key");
    assertThat(bad.waitFor()).isEqualTo(2);
    assertThat(Files.readString(log)).isEqualTo(
        "The TLS file none.pem cannot be read (NoSuchFileException).\n");
  }

  @Test
  @Tag("LOG-1")
  void relayWhoseDiskFails_endsAtOnceWithOneLine_andHasAllThatItAcknowledged() throws Exception {
    Path prlimit = Path.of("/usr/bin/prlimit");
    assumeTrue(Files.isExecutable(prlimit), "needs prlimit, to make writes fail");
    GroupFixture group = GroupFixture.founded("failing disk");
    DeviceKeyPairs other = group.join(Role.ROLE_MEMBER);
    long acknowledged = 0;
    try (RelayProcess relay = start();
        DeviceClient first = relay.devices("failing disk").found(group)) {
      NodeFixture.awaitCaughtUp(first);
      // From now on no file of the process grows over 400 kB: the write-ahead log meets that soon.
      new ProcessBuilder(
          prlimit.toString(), "--pid", Long.toString(relay.pid()), "--fsize=400000:400000")
          .start()
          .waitFor();
      for (int seq = 1; seq <= 20; seq++) {
        try {
          first.send(DeviceClient.push(seq, 60_000));
          acknowledged = first.next().getPushAck().getDeviceSeq();
        } catch (IOException cut) {
          break;
        }
      }
      assertThat(relay.exitCode()).isEqualTo(70);
      assertThat(relay.log().lines().filter(line -> line.contains("ERROR")))
          .singleElement()
          .asString()
          .contains("storage failed; the process stops so that nothing false is acknowledged");
    }
    assertThat(acknowledged).isBetween(1L, 19L);
    try (RelayProcess again = start();
        DeviceClient second = again.devices("again").connect(group, other)) {
      // Two entries of the roster come first.
      assertThat(NodeFixture.awaitWelcome(second).getWelcome().getHeadCursor())
          .isGreaterThanOrEqualTo(acknowledged + 2);
    }
  }
}
