package dev.zerok.relay.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zerok.relay.core.PushRate;
import dev.zerok.relay.door.DoorPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayConfigTest {
  private static final Path SAMPLE =
      Path.of(System.getProperty("zerok.project.root", ".."), "relay-node", "relay.sample.yaml");

  @TempDir Path folder;

  private static RelayConfig load(String... flags) throws InvalidConfig {
    return RelayConfig.load(ConfigSources.of(Map.of(), RelayFlags.parse(flags).settings()));
  }

  private static List<String> problems(ConfigSources sources) {
    return assertThatExceptionOfType(InvalidConfig.class)
        .isThrownBy(() -> RelayConfig.load(sources))
        .actual()
        .problems()
        .stream()
        .map(ConfigProblem::toString)
        .toList();
  }

  @Test
  void sampleFile_isExactlyTheDefaults() throws Exception {
    assertThat(withoutSources(load("--config", SAMPLE.toString())))
        .isEqualTo(withoutSources(load()));
  }

  private static RelayConfig withoutSources(RelayConfig c) {
    return new RelayConfig(
        c.data(), c.edge(), c.door(), c.opsListen(), c.tls(), c.hosts(), c.groups(), c.quotas(),
        c.adminToken(), c.log(),
        c.unknownVariables(), List.of());
  }

  @Test
  void door_thatLetsInMoreAtLeastThanAtMost_isAProblem_andTheMostAloneLowersTheLeast()
      throws Exception {
    assertThat(load("--door-max-handshakes-per-second", "5").door())
        .isEqualTo(new DoorPolicy(5, 5, 64));
    assertThat(
        problems(
            new ConfigSources(null, Map.of(),
                Map.of(
                    "--door-max-handshakes-per-second", "5",
                    "--door-min-handshakes-per-second", "6"))))
        .containsExactly(
            "--door-min-handshakes-per-second: must not be over door.max-handshakes-per-second");
  }

  @Test
  void effectiveValues_sayWhereTheyComeFrom_andHideSecrets() throws Exception {
    Path file = Files.writeString(folder.resolve("relay.yaml"), "limits:\n  connections: 5000\n");
    RelayConfig config =
        RelayConfig.load(
            new ConfigSources(
                file, Map.of("ZEROK_LISTEN", "[::1]:1"), Map.of("--create-token", "hunter2")));
    assertThat(config.effective())
        .contains(
            "listen = [::1]:1  [ZEROK_LISTEN]",
            "limits.connections = 5000  [file]",
            "create = token  [--create-token]",
            "create-token = (hidden)  [--create-token]",
            "hosts = (none)  [default]")
        .hasSameSizeAs(ConfigKeys.ALL)
        .noneMatch(line -> line.contains("hunter2"));
  }

  @Test
  void tls_isFromFiles_orTheRelaysOwn_orOff_neverHalf() throws Exception {
    assertThat(load().tls()).isEqualTo(new TlsSettings.Off());
    assertThat(load("--tls", "self").tls()).isEqualTo(new TlsSettings.SelfSigned());
    assertThat(load("--tls-cert", "a", "--tls-key", "b").tls())
        .isEqualTo(new TlsSettings.FromFiles(Path.of("a"), Path.of("b")));
    assertThat(problems(new ConfigSources(null, Map.of(), Map.of("--tls-cert", "a"))))
        .containsExactly("tls.key: must be set when tls.cert is");
    assertThat(
        problems(
            new ConfigSources(null, Map.of(), Map.of("--tls-key", "a", "--tls", "self"))))
        .containsExactly(
            "--tls: must not be set beside tls.cert and tls.key",
            "tls.cert: must be set when tls.key is");
  }

  @Test
  void groupsRate_isTenTimesADevices_unlessSet() throws Exception {
    RelayConfig usual = load("--limits-pushes-per-minute", "7", "--limits-push-burst", "9");
    PushRate device = usual.groups().pushRate();
    assertThat(device).isEqualTo(new PushRate(7, 9, 64 << 20, 100 << 20));
    assertThat(usual.quotas().toQuotas(device).groupRate())
        .isEqualTo(new PushRate(70, 90, 640 << 20, 1_000 << 20));
    RelayConfig own =
        load("--limits-group-pushes-per-minute", "5", "--limits-group-push-bytes-per-minute",
            "1000000");
    assertThat(own.quotas().toQuotas(device).groupRate())
        .isEqualTo(new PushRate(5, 50, 1_000_000, 100 << 20));
  }

  @Test
  void origins_areOnesThatABrowserSends_orTheStarAlone() throws Exception {
    assertThat(load("--origins", "*").edge().allowedOrigins()).containsExactly("*");
    assertThat(load("--origins", "https://app.example,tauri://localhost,http://[::1]:5173").edge()
        .allowedOrigins()).hasSize(3);
    for (String wrong : List.of("app.example", "https://app.example/", "*,https://app.example",
        "https://*.example", "null")) {
      assertThat(problems(new ConfigSources(null, Map.of(), Map.of("--origins", wrong))))
          .singleElement()
          .asString()
          .startsWith("--origins: '" + wrong + "' is not allowed");
    }
  }

  @Test
  void sampleFile_showsEveryKey() throws Exception {
    Map<String, String> written =
        new HashMap<>(ConfigFile.read(SAMPLE, new java.util.ArrayList<>()));
    for (ConfigKey<?> key : List.of(
        ConfigKeys.CREATE_TOKEN, ConfigKeys.ADMIN_TOKEN_FILE, ConfigKeys.TLS, ConfigKeys.TLS_CERT,
        ConfigKeys.TLS_KEY)) {
      written.put(key.name(), "shown as a comment");
    }
    assertThat(written).containsOnlyKeys(ConfigKeys.ALL.stream().map(ConfigKey::name).toList());
  }

  @Test
  void usage_namesEveryKeyInAllItsForms() {
    assertThat(ConfigKeys.ALL)
        .allSatisfy(key -> assertThat(RelayFlags.usage()).contains(key.flag(),
            key.environmentName(), key.name()));
  }

  @Test
  void flag_winsOverEnvironment_whichWinsOverFile() throws Exception {
    Path file = Files.writeString(folder.resolve("relay.yaml"),
        "listen: 127.0.0.1:1\nops-listen: 127.0.0.1:2\ndata: three\n");
    Map<String, String> environment =
        Map.of("ZEROK_CONFIG", file.toString(), "ZEROK_LISTEN", "127.0.0.1:11", "ZEROK_OPS_LISTEN",
            "127.0.0.1:12");
    RelayConfig config =
        RelayConfig.load(ConfigSources.of(environment, Map.of("--listen", "127.0.0.1:111")));
    assertThat(config.edge().port()).isEqualTo(111);
    assertThat(config.opsListen()).isEqualTo(new HostPort("127.0.0.1", 12));
    assertThat(config.data()).isEqualTo(Path.of("three"));
  }

  @Test
  void everyKeyWrongAtOnce_givesEveryErrorAtOnce() {
    Map<String, String> flags = new HashMap<>();
    ConfigKeys.ALL.forEach(key -> flags.put(key.flag(), key.secret() ? "x".repeat(257) : " \0 "));
    List<String> problems = problems(new ConfigSources(null, Map.of(), flags));
    assertThat(ConfigKeys.ALL)
        .allSatisfy(
            key -> assertThat(problems).anyMatch(line -> line.startsWith(key.flag() + ": ")));
  }

  @Test
  void wrongFile_namesEachUnknownOrWrongKey() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("relay.yaml"),
            "lisen: x\nlimits:\n  connections: many\n  colour: red\nping:\n  interval-millis:\n");
    assertThat(problems(ConfigSources.of(Map.of(), Map.of("--config", file.toString()))))
        .containsExactly(
            "ping.interval-millis: has no value; remove the line to get the default",
            "lisen: there is no such key; see relay.sample.yaml for all of them",
            "limits.colour: there is no such key; see relay.sample.yaml for all of them",
            "limits.connections: 'many' is not allowed; allowed is a whole number from 1 to 1000000");
  }

  @Test
  void brokenYaml_isToldByItsLine_withoutQuotingTheFile() throws Exception {
    Path file =
        Files.writeString(folder.resolve("relay.yaml"), "data: x\ncreate-token: 'hunter2\n");
    assertThat(problems(ConfigSources.of(Map.of(), Map.of("--config", file.toString()))))
        .singleElement()
        .asString()
        .contains("is not valid YAML (line ")
        .doesNotContain("hunter2");
  }

  @Test
  void missingFile_isToldByItsName() {
    Path file = folder.resolve("none.yaml");
    assertThat(problems(ConfigSources.of(Map.of(), Map.of("--config", file.toString()))))
        .containsExactly(file + ": there is no such file");
  }

  @Test
  void contradictions_areToldToo() {
    Map<String, String> flags =
        Map.of(
            "--limits-default-ttl-seconds", "3600",
            "--limits-max-ttl-seconds", "60",
            "--ping-jitter-millis", "30000",
            "--limits-unadmitted", "10",
            "--limits-unadmitted-per-address", "11",
            "--create", "token");
    assertThat(problems(new ConfigSources(null, Map.of(), flags)))
        .containsExactlyInAnyOrder(
            "create-token: must be set when 'create' is 'token'",
            "--limits-unadmitted-per-address: must not be over limits.unadmitted",
            "--limits-default-ttl-seconds: must not be over limits.max-ttl-seconds",
            "--ping-jitter-millis: must be under ping.interval-millis");
  }

  @Test
  void createToken_impliesTokenMode_andNeverPrints() throws Exception {
    RelayConfig config = load("--create-token", "hunter2");
    assertThat(config.groups().create()).isEqualTo(GroupSettings.Create.TOKEN);
    assertThat(config.toString()).doesNotContain("hunter2");
    String tooLong = "hunter2".repeat(100);
    assertThat(problems(new ConfigSources(null, Map.of(), Map.of("--create-token", tooLong))))
        .singleElement()
        .asString()
        .doesNotContain("hunter2");
  }

  @Test
  void unknownVariables_areRemembered_butThoseOfOthersAreNot() throws Exception {
    Map<String, String> environment = new HashMap<>(Map.of("ZEROK_LISTN", "x", "HOME", "z"));
    for (String other : List.of("JAVA_HOME", "JAVA_OPTS", "PYTHON", "DEBUG", "STORE",
        "PASSPHRASE", "TLS_CA")) {
      environment.put("ZEROK_" + other, "");
    }
    assertThat(RelayConfig.load(ConfigSources.of(environment, Map.of())).unknownVariables())
        .containsExactly("ZEROK_LISTN");
  }

  @Test
  void addressesShare_isNeverOverTheWhole() throws Exception {
    assertThat(load().edge().addresses().unadmitted()).isEqualTo(100);
    assertThat(load("--limits-unadmitted", "10").edge().addresses().unadmitted()).isEqualTo(10);
  }

  @Test
  void ipv6Address_standsInBrackets() throws Exception {
    assertThat(load("--listen=[::1]:7").edge().host()).isEqualTo("::1");
  }
}
