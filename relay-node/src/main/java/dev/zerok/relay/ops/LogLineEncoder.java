package dev.zerok.relay.ops;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;

/**
 * One event, one line: text or JSON.
 *
 * <p><b>The log rule.</b> The relay's own lines are written by {@link RelayLog} only, from the fields that it
 * names. Lines of libraries and stack traces can hold anything, so what looks like a network address or
 * like 16 or more bytes in hexadecimal is masked in every line, whoever wrote it.
 */
final class LogLineEncoder extends EncoderBase<ILoggingEvent> {
  private static final Pattern UNSPEAKABLE =
      Pattern.compile(
          "\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b"
              + "|(?<![0-9A-Za-z:])(?:[0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F]{1,4}(?![0-9A-Za-z:])"
              + "|(?<![0-9A-Za-z:])[0-9a-fA-F:]*::[0-9a-fA-F:]*[0-9a-fA-F](?![0-9A-Za-z:])"
              + "|[0-9a-fA-F]{32,}");
  private static final int MAX_TRACE_LINES = 30;

  private final boolean json;

  LogLineEncoder(boolean json) {
    this.json = json;
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("level", event.getLevel().toString());
    fields.put("logger", shortName(event.getLoggerName()));
    fields.put("message", masked(event.getFormattedMessage()));
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> fields.put(pair.key, masked(String.valueOf(pair.value))));
    }
    if (event.getThrowableProxy() != null) {
      fields.put("trace", masked(trace(event.getThrowableProxy())));
    }
    String time = Instant.ofEpochMilli(event.getTimeStamp()).toString();
    String line = json ? asJson(time, fields) : asText(time, fields);
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static String masked(String text) {
    return UNSPEAKABLE.matcher(text).replaceAll("[masked]");
  }

  private static String asText(String time, Map<String, String> fields) {
    StringBuilder line = new StringBuilder(160).append(time);
    fields.forEach(
        (key, value) -> {
          line.append(' ');
          if (!key.equals("level") && !key.equals("logger") && !key.equals("message")) {
            line.append(key).append('=');
          }
          line.append(oneLine(value));
        });
    return line.toString();
  }

  private static String oneLine(String value) {
    return value.replace("\r", "\\r").replace("\n", "\\n");
  }

  private static String asJson(String time, Map<String, String> fields) {
    StringBuilder line = new StringBuilder(200).append("{\"time\":\"").append(time).append('"');
    fields.forEach(
        (key, value) -> {
          line.append(",\"");
          quote(key, line);
          line.append("\":\"");
          quote(value, line);
          line.append('"');
        });
    return line.append('}').toString();
  }

  private static void quote(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
  }

  private static String shortName(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }

  private static String trace(IThrowableProxy thrown) {
    StringBuilder trace = new StringBuilder();
    for (IThrowableProxy t = thrown; t != null; t = t.getCause()) {
      trace.append(trace.isEmpty() ? "" : "\nCaused by: ");
      trace.append(t.getClassName()).append(": ").append(t.getMessage());
      int lines = Math.min(MAX_TRACE_LINES, t.getStackTraceElementProxyArray().length);
      for (int i = 0; i < lines; i++) {
        trace.append("\n  ").append(t.getStackTraceElementProxyArray()[i].getSTEAsString());
      }
    }
    return trace.toString();
  }
}
