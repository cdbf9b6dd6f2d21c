package dev.zerok.cli.terminal;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a command says. For a person: words. For a script ({@code --json}): one object per line with the member {@code event} and stable
 * names beside it. Any thread.
 */
public final class Report {
  private final PrintStream out;
  private final boolean json;

  public Report(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  public boolean isJson() {
    return json;
  }

  /** Says that something happened: {@code words} to a person, {@code event} and its fields to a script. */
  public synchronized void event(String event, String words, Field... fields) {
    if (!json) {
      out.println(words);
    } else {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("event", event);
      for (Field field : fields) {
        members.put(field.name(), field.value());
      }
      out.println(JsonLine.format(members));
    }
    out.flush();
  }

  /** Says something to a person only. */
  public synchronized void words(String words) {
    if (!json) {
      out.println(words);
      out.flush();
    }
  }

  /** A member of an event. {@code value} is a string, a whole number or a boolean. */
  public record Field(String name, Object value) {
    public static Field of(String name, Object value) {
      return new Field(name, value);
    }
  }
}
