package dev.zerok.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.Role;
import dev.zerok.relay.edge.DeviceClient;
import dev.zerok.relay.ops.RelayConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operator's port of a whole relay. */
class RelayAdminTest {
  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private final GroupFixture group = GroupFixture.founded("administered");
  private RelayNode node;
  private String token;

  @BeforeEach
  void start() throws Exception {
    node =
        RelayNode.start(
            RelayConfig.of(
                Map.of("data", folder.toString(), "listen", "127.0.0.1:0", "ops-listen",
                    "127.0.0.1:0")));
    token = Files.readString(folder.resolve("admin-token")).strip();
  }

  @AfterEach
  void stop() {
    http.close();
    node.stop();
  }

  private HttpResponse<String> ask(String method, String path, String shown) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + node.opsPort() + "/admin/" + path))
            .header("Authorization", shown)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    return ask(method, path, "Bearer " + token);
  }

  /** Founds the group, with a member that is away, and stores one push for it. */
  private DeviceClient storeOnePush() throws Exception {
    group.join(Role.ROLE_MEMBER);
    DeviceClient first = NodeFixture.at(node).found(group);
    NodeFixture.awaitCaughtUp(first);
    first.send(DeviceClient.push(1, 1_500));
    assertThat(first.next().hasPushAck()).isTrue();
    return first;
  }

  @ParameterizedTest
  @CsvSource({"GET,groups", "GET,top", "POST,erase?group=x", "POST,drain", "GET,other"})
  void nothingIsToldOrDone_withoutTheToken(String method, String path) throws Exception {
    assertThat(ask(method, path, "").statusCode()).isEqualTo(401);
    assertThat(ask(method, path, "Bearer " + token.substring(1)).statusCode()).isEqualTo(401);
    assertThat(ask(method, path, token).statusCode()).isEqualTo(401);
    assertThat(node.drainAsked().toCompletableFuture()).isNotDone();
  }

  @Test
  void groups_areListedUnderOpaqueIds_withWhatTheyUse() throws Exception {
    try (DeviceClient first = storeOnePush()) {
      String json = ask("GET", "groups?format=json").body();
      assertThat(json).matches(
          Pattern.compile(
              "\\{\"group\":\"[0-9a-f]{32}\",\"stored_bytes\":1500,\"devices\":2,\"month_bytes\":1500,"
                  + "\"last_activity\":\"20\\d\\d-\\d\\d-\\d\\dT\\d\\d:00:00Z\"}\n"));
      String clear = HexFormat.of().formatHex(group.groupId().toByteArray());
      assertThat(json).doesNotContain(clear.substring(0, 16));
      assertThat(ask("GET", "groups").body().lines()).hasSize(2)
          .first()
          .asString()
          .contains("group", "stored bytes", "last activity");
      String id = json.substring(10, 42);
      assertThat(ask("GET", "top?format=json").body())
          .isEqualTo("{\"group\":\"" + id + "\",\"pushes\":1,\"bytes\":1500}\n");
      assertThat(first.socket()).isNotNull();
    }
  }

  @Test
  void erasedGroup_isGone_andItsSessionIsTold() throws Exception {
    try (DeviceClient first = storeOnePush()) {
      String id = ask("GET", "groups?format=json").body().substring(10, 42);
      assertThat(ask("POST", "erase?group=" + "0".repeat(32)).statusCode()).isEqualTo(404);

      HttpResponse<String> erased = ask("POST", "erase?format=json&group=" + id);

      assertThat(erased.statusCode()).isEqualTo(200);
      assertThat(erased.body()).isEqualTo("{\"event\":\"erased\",\"group\":\"" + id + "\"}\n");
      assertThat(first.next().getGoAway().getReason())
          .isEqualTo(GoAwayReason.GO_AWAY_REASON_GROUP_CLOSED);
      assertThat(ask("GET", "groups?format=json").body()).isEmpty();
    }
  }

  @Test
  void drain_isAskedOfWhoeverOwnsTheProcess() throws Exception {
    assertThat(ask("POST", "drain").statusCode()).isEqualTo(202);
    node.drainAsked().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void otherPathsAndMethods_areNamed() throws Exception {
    assertThat(ask("GET", "other").statusCode()).isEqualTo(404);
    assertThat(ask("GET", "drain").statusCode()).isEqualTo(404);
    assertThat(ask("POST", "groups").statusCode()).isEqualTo(405);
  }
}
