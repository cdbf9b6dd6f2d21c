package dev.zerok.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.relay.ops.RelayConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every limit that can be set, and every refusal, is a number that can be watched. */
class ExportedNumbersTest {
  private static final Pattern SERIES = Pattern.compile("(?m)^(zerok_[a-z_]+\\{[^}]*}) (\\S+)$");

  /** Exported under the name of the number that it limits. */
  private static final Map<String, String> OTHER_NAMES = Map.of("total_bytes", "stored_bytes");

  /** No default among them, and no number twice. */
  private static final Map<String, Long> SET =
      Map.ofEntries(
          Map.entry("limits.connections", 9_001L),
          Map.entry("limits.handshakes-per-minute", 9_002L),
          Map.entry("limits.unadmitted", 903L),
          Map.entry("limits.unadmitted-per-address", 94L),
          Map.entry("limits.unadmitted-bytes", 50_000_005L),
          Map.entry("limits.group-bytes", 50_000_006L),
          Map.entry("limits.device-bytes", 50_000_007L),
          Map.entry("limits.total-bytes", 50_000_008L),
          Map.entry("limits.group-month-bytes", 50_000_009L),
          Map.entry("limits.default-ttl-seconds", 1_010L),
          Map.entry("limits.max-ttl-seconds", 1_011L),
          Map.entry("limits.pushes-per-minute", 12L),
          Map.entry("limits.push-burst", 13L),
          Map.entry("limits.push-bytes-per-minute", 50_000_014L),
          Map.entry("limits.push-burst-bytes", 50_000_015L),
          Map.entry("limits.signals-per-minute", 16L),
          Map.entry("limits.signal-burst", 17L),
          Map.entry("limits.group-pushes-per-minute", 18L),
          Map.entry("limits.group-push-bytes-per-minute", 50_000_019L),
          Map.entry("limits.creations-per-hour", 20L),
          Map.entry("limits.chain-entries-per-hour", 10_021L),
          Map.entry("limits.mailboxes", 22L));

  @TempDir Path folder;

  private RelayConfig config(Map<String, Long> limits) throws Exception {
    Map<String, String> settings =
        new HashMap<>(
            Map.of("data", folder.toString(), "listen", "127.0.0.1:0", "ops-listen",
                "127.0.0.1:0"));
    limits.forEach((key, value) -> settings.put(key, Long.toString(value)));
    return RelayConfig.of(settings);
  }

  /** Series with a label, and their values. */
  private static Map<String, Double> scrape(RelayNode node) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI metrics = URI.create("http://127.0.0.1:" + node.opsPort() + "/metrics");
      String text =
          http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      return SERIES.matcher(text)
          .results()
          .collect(
              Collectors.toMap(
                  (MatchResult line) -> line.group(1), line -> Double.valueOf(line.group(2)),
                  (one, other) -> one, TreeMap::new));
    }
  }

  @Test
  void everyLimitOfTheConfiguration_isExportedWithItsValue() throws Exception {
    RelayConfig config = config(SET);
    List<String> keys =
        config.effective()
            .stream()
            .map(line -> line.substring(0, line.indexOf(' ')))
            .filter(key -> key.startsWith("limits."))
            .toList();
    assertThat(SET).containsOnlyKeys(keys);
    Map<String, Double> wanted = new TreeMap<>();
    SET.forEach((key, value) -> {
      String name = key.substring("limits.".length()).replace('-', '_');
      wanted.put(
          "zerok_limit{limit=\"" + OTHER_NAMES.getOrDefault(name, name) + "\"}",
          value.doubleValue());
    });

    try (RelayNode node = RelayNode.start(config)) {
      assertThat(scrape(node)).containsAllEntriesOf(wanted);
    }
  }

  @Test
  void boundsThatCannotBeSet_areExportedToo() throws Exception {
    try (RelayNode node = RelayNode.start(config(Map.of()))) {
      assertThat(scrape(node))
          .containsEntry("zerok_limit{limit=\"log_queue\"}", 65_536.0)
          .containsEntry("zerok_limit{limit=\"log_queue_bytes\"}", 64.0 * 1_048_576)
          .containsEntry("zerok_limit{limit=\"chains_at_work\"}", 8.0)
          .containsEntry("zerok_limit{limit=\"disk_used_ratio\"}", 0.85);
    }
  }

  @Test
  void whatNeverHappenedYet_isZero_soThatItsFirstTimeIsAnIncrease() throws Exception {
    Map<String, Double> zero =
        Stream.of(
            "zerok_signals_total{outcome=\"passed_on\"}",
            "zerok_signals_total{outcome=\"over_rate\"}",
            "zerok_signals_skipped_total{why=\"slow\"}",
            "zerok_retry_later_total{why=\"chains_at_work\"}",
            "zerok_retry_later_total{why=\"chains_of_address\"}",
            "zerok_retry_later_total{why=\"entries_of_address\"}",
            "zerok_retry_later_total{why=\"chain_bytes\"}",
            "zerok_retry_later_total{why=\"log_full\"}",
            "zerok_retry_later_total{why=\"shutting_down\"}",
            "zerok_addresses_limited_total{limit=\"handshakes\"}",
            "zerok_addresses_limited_total{limit=\"unadmitted\"}",
            "zerok_refusals_total{reason=\"no_such_mailbox\"}",
            "zerok_refusals_total{reason=\"not_the_root\"}",
            "zerok_cuts_total{reason=\"address_full\"}",
            "zerok_sessions_ended_total{code=\"none\"}",
            "zerok_sessions_ended_total{code=\"invalid_message\"}",
            "zerok_websockets_violated_total{close_code=\"1009\"}")
            .collect(Collectors.toMap(name -> name, name -> 0.0));

    try (RelayNode node = RelayNode.start(config(Map.of()))) {
      assertThat(scrape(node)).containsAllEntriesOf(zero);
    }
  }
}
