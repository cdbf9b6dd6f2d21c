package dev.zerok.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.relay.ops.RelayConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard and the alerts that ship with the relay name nothing that it does not export. */
class ShippedMonitoringTest {
  private static final Pattern METRIC =
      Pattern.compile("zerok_[a-z_]+(?:\\{[a-z_]+=\"[a-z0-9_]+\"})?");

  @TempDir Path folder;

  private RelayNode node;
  private Set<String> exported;

  @BeforeEach
  void start() throws Exception {
    node =
        RelayNode.start(
            RelayConfig.of(
                Map.of("data", folder.toString(), "listen", "127.0.0.1:0", "ops-listen",
                    "127.0.0.1:0")));
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI metrics = URI.create("http://127.0.0.1:" + node.opsPort() + "/metrics");
      String text =
          http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      exported = new TreeSet<>(names(text));
      // Of a name with a label, the name alone may be asked for too.
      exported.addAll(exported.stream().map(name -> name.replaceAll("\\{.*", "")).toList());
    }
  }

  @AfterEach
  void stop() {
    node.stop();
  }

  private static Set<String> names(String text) {
    return METRIC.matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyMetricOfTheDashboard_isExported() throws Exception {
    List<String> expressions = ShippedMonitoring.texts("expr", ShippedMonitoring.DASHBOARD);
    assertThat(expressions).hasSizeGreaterThan(25)
        .allSatisfy(expression -> assertThat(names(expression)).isNotEmpty());
    assertThat(exported).containsAll(names(String.join(" ", expressions)));
  }

  @Test
  void everyMetricOfTheAlerts_isExported_withItsLabel() throws Exception {
    List<String> expressions = ShippedMonitoring.texts("expr", ShippedMonitoring.ALERTS);
    assertThat(expressions).hasSizeGreaterThan(10)
        .allSatisfy(expression -> assertThat(names(expression)).isNotEmpty());
    assertThat(exported).containsAll(names(String.join(" ", expressions)));
  }

  @Test
  void everyAlert_isExplainedInTheReadme() throws Exception {
    String readme = Files.readString(ShippedMonitoring.MODULE.resolve("README.md"));
    assertThat(ShippedMonitoring.texts("alert", ShippedMonitoring.ALERTS)).isNotEmpty()
        .allSatisfy(alert -> assertThat(readme).contains("| `" + alert + "` |"));
  }
}
