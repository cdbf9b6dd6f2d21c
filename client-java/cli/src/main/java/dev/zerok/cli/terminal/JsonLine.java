package dev.zerok.cli.terminal;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A flat JSON object (RFC 8259) on one line: the form in which a script reads what a command says. Values are strings, whole
 * numbers and booleans; nothing is nested.
 */
public final class JsonLine {
  private JsonLine() {}

  /** The object with these members, in their order. */
  public static String format(Map<String, ?> members) {
    StringBuilder line = new StringBuilder("{");
    members.forEach((name, value) -> {
      line.append(line.length() > 1 ? "," : "");
      quote(line, name);
      line.append(':');
      if (value instanceof Number || value instanceof Boolean) {
        line.append(value);
      } else {
        quote(line, value.toString());
      }
    });
    return line.append('}').toString();
  }

  private static void quote(StringBuilder line, String text) {
    line.append('"');
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      switch (c) {
        case '"', '\\' -> line.append('\\').append(c);
        case '\n' -> line.append("\\n");
        default -> {
          if (c < 0x20 || c >= 0x7f) {
            line.append(String.format("\\u%04x", (int) c));
          } else {
            line.append(c);
          }
        }
      }
    }
    line.append('"');
  }

  /**
   * Reads what {@link #format} wrote; numbers and booleans come back as their text.
   *
   * @throws IllegalArgumentException if the line is no such object
   */
  public static Map<String, String> parse(String line) {
    return new Cursor(line).object();
  }

  /** One pass over a line. */
  private static final class Cursor {
    private final String line;
    private int at;

    Cursor(String line) {
      this.line = line.strip();
    }

    Map<String, String> object() {
      Map<String, String> members = new LinkedHashMap<>();
      expect('{');
      if (peek() == '}') {
        at++;
      } else {
        do {
          String name = string();
          expect(':');
          members.put(name, peek() == '"' ? string() : bare());
        } while (next() == ',');
        at--;
        expect('}');
      }
      if (at != line.length()) {
        throw wrong();
      }
      return members;
    }

    private String string() {
      expect('"');
      StringBuilder text = new StringBuilder();
      for (char c = next(); c != '"'; c = next()) {
        text.append(c == '\\' ? escaped() : c);
      }
      return text.toString();
    }

    private char escaped() {
      char c = next();
      if (c == 'n') {
        return '\n';
      }
      if (c != 'u') {
        return c;
      }
      if (at + 4 > line.length()) {
        throw wrong();
      }
      at += 4;
      return (char) Integer.parseInt(line.substring(at - 4, at), 16);
    }

    private String bare() {
      int start = at;
      while (peek() != ',' && peek() != '}') {
        at++;
      }
      return line.substring(start, at);
    }

    private char peek() {
      if (at >= line.length()) {
        throw wrong();
      }
      return line.charAt(at);
    }

    private char next() {
      char c = peek();
      at++;
      return c;
    }

    private void expect(char wanted) {
      if (next() != wanted) {
        throw wrong();
      }
    }

    private IllegalArgumentException wrong() {
      return new IllegalArgumentException("no flat JSON object at character " + at + ": " + line);
    }
  }
}
