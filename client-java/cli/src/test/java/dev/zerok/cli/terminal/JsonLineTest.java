package dev.zerok.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLineTest {
  @Test
  void format_writesMembersInOrderAndEscapesEverythingThatIsNotPlainAscii() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("event", "received");
    members.put("cursor", 7L);
    members.put("self", true);
    members.put("text", "a \"quoted\" \\ line\nand \u001b[31m é");

    assertThat(JsonLine.format(members))
        .isEqualTo("{\"event\":\"received\",\"cursor\":7,\"self\":true,"
            + "\"text\":\"a \\\"quoted\\\" \\\\ line\\nand \\u001b[31m \\u00e9\"}");
  }

  @Test
  void parse_givesBackWhatFormatWrote() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("text", "\"{}:,\\ \n\t\u0000😀");
    members.put("number", -12);
    members.put("empty", "");

    assertThat(JsonLine.parse(JsonLine.format(members)))
        .containsExactly(Map.entry("text", "\"{}:,\\ \n\t\u0000😀"), Map.entry("number", "-12"),
            Map.entry("empty", ""));
    assertThat(JsonLine.parse("{}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"a\"}", "{\"a\":1", "{\"a\":1}x", "[1]", "{\"a\":\"\\u12\"}",
      "{\"a\":\"b}"})
  void parse_ofAnythingElse_isRefused(String line) {
    assertThatThrownBy(() -> JsonLine.parse(line)).isInstanceOf(IllegalArgumentException.class);
  }
}
