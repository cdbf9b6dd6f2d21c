package dev.zerok.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zerok.relay.PromqlExpression.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Prometheus can read every expression of the dashboard and the alerts. */
class ShippedExpressionsTest {
  @TempDir Path folder;

  static List<String> alerts() throws IOException {
    return ShippedMonitoring.texts("expr", ShippedMonitoring.ALERTS);
  }

  /** As Grafana sends them. */
  static List<String> dashboard() throws IOException {
    return ShippedMonitoring.texts("expr", ShippedMonitoring.DASHBOARD)
        .stream()
        .map(expression -> expression.replace("$__rate_interval", "5m"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource({"alerts", "dashboard"})
  void everyExpression_isReadable_andYieldsSeries(String expression) {
    assertThat(PromqlExpression.kindOf(expression)).isEqualTo(Kind.VECTOR);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "a > 0.9 * on (instance) b{limit=\"x\"} | labels are matched between instant vectors only",
      "a > on (instance) 0.9                  | labels are matched between instant vectors only",
      "0.9 > ignoring (limit) a               | labels are matched between instant vectors only",
      "(a > 0                                 | ')' is missing at ''",
      "a > 0)                                 | nothing opens the )",
      "a{limit=\"x\" > 0                      | '}' is missing at '>'",
      "sum by (le (rate(a[5m]))               | '(' is missing at ')'",
      "rate(a) > 0                            | a function takes RANGE, not VECTOR",
      "a[5m] > 0                              | an operator between RANGE and SCALAR",
      "a >                                    | an operand is missing at ''",
      "1 > 2                                  | an operator between SCALAR and SCALAR",
      "a and 1                                | an operator between VECTOR and SCALAR"
  })
  void expressionThatPrometheusRefuses_isNotReadable(String expression, String words) {
    assertThatIllegalArgumentException().isThrownBy(() -> PromqlExpression.kindOf(expression))
        .withMessage(words);
  }

  @Test
  void prometheusItself_readsTheAlertsAndTheDashboard() throws Exception {
    Path promtool = onPath("promtool");
    assumeTrue(promtool != null,
        "needs promtool on the PATH (Debian: package prometheus), so that Prometheus itself reads the rules");

    assertThat(check(promtool, ShippedMonitoring.ALERTS))
        .contains("SUCCESS: " + alerts().size() + " rules found");
    List<String> shown = dashboard();
    StringBuilder asRules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
    for (int i = 0; i < shown.size(); i++) {
      asRules.append("  - record: shown_").append(i).append("\n");
      asRules.append("    expr: '").append(shown.get(i)).append("'\n");
    }
    Path file = Files.writeString(folder.resolve("dashboard.yaml"), asRules);
    assertThat(check(promtool, file)).contains("SUCCESS: " + shown.size() + " rules found");
  }

  private static Path onPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(place -> Path.of(place, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  private static String check(Path promtool, Path rules) throws Exception {
    Process process =
        new ProcessBuilder(promtool.toString(), "check", "rules", rules.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
