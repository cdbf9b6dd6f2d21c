package dev.zerok.cli.e2e;

import dev.zerok.cli.ZerokMain;
import dev.zerok.cli.terminal.JsonLine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** One run of the command line in this process, with what it said. */
record ZerokRun(int code, String out, String err) {
  static ZerokRun of(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    try {
      int code = ZerokMain.run(args);
      return new ZerokRun(code, said.toString(StandardCharsets.UTF_8),
          complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** The event of that name, with its members; fails if there is not exactly one. */
  Map<String, String> event(String name) {
    List<Map<String, String>> found = out.lines()
        .map(JsonLine::parse)
        .filter(line -> name.equals(line.get("event")))
        .toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " events " + name + " in:\n" + out + err);
    }
    return found.getFirst();
  }

  /** That member of each JSON line that has it. */
  List<String> each(String member) {
    return out.lines()
        .map(JsonLine::parse)
        .filter(line -> line.containsKey(member))
        .map(line -> line.get(member))
        .toList();
  }
}
