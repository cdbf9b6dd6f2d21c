package dev.zerok.relay.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogLineTest {
  private static String line(boolean json, String message, Throwable thrown) {
    LoggingEvent event =
        new LoggingEvent("x", new LoggerContext().getLogger("io.example.Library"), Level.WARN,
            message, thrown, null);
    event.setTimeStamp(0);
    event.addKeyValuePair(new KeyValuePair("port", 8484));
    return new String(new LogLineEncoder(json).encode(event), StandardCharsets.UTF_8);
  }

  @Test
  void text_isOneLine() {
    assertThat(line(false, "two\nlines", null))
        .isEqualTo("1970-01-01T00:00:00Z WARN Library two\\nlines port=8484\n");
  }

  @Test
  void json_isOneObjectALine() {
    assertThat(line(true, "a \"quoted\"\tword", null))
        .isEqualTo(
            "{\"time\":\"1970-01-01T00:00:00Z\",\"level\":\"WARN\",\"logger\":\"Library\","
                + "\"message\":\"a \\\"quoted\\\"\\tword\",\"port\":\"8484\"}\n");
  }

  @Test
  void addressesAndLongHexadecimals_areMasked_alsoInTraces() {
    String key = "0123456789abcdef".repeat(4);
    String line = line(false, "from /192.0.2.7:55555",
        new IllegalStateException("at 2001:db8::17 with " + key));
    assertThat(line)
        .contains("from /[masked]:55555", "IllegalStateException: at [masked] with [masked]")
        .doesNotContain("192.0.2.7", "2001:db8", key);
    assertThat(line.lines()).hasSize(1);
  }

  @Test
  void timesAndClassNames_areNotMistakenForAddresses() {
    assertThat(LogLineEncoder.masked("12:34:56 io.vertx.core::x dev.zerok 5.1.6"))
        .isEqualTo("12:34:56 io.vertx.core::x dev.zerok 5.1.6");
  }
}
