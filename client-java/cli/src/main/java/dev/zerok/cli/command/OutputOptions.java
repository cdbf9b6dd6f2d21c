package dev.zerok.cli.command;

import dev.zerok.cli.terminal.Questions;
import dev.zerok.cli.terminal.Report;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command speaks and listens. */
public final class OutputOptions {
  @Option(names = "--json",
      description = "One JSON object per line on standard output; answers are read as lines.") private boolean json;

  private @Nullable Questions questions;

  public Report report() {
    return new Report(System.out, json);
  }

  /** Questions go to standard error, so that the output can be redirected. One reader per command. */
  public Questions questions() {
    Questions present = questions;
    if (present == null) {
      present = new Questions(System.in, System.err, json);
      questions = present;
    }
    return present;
  }
}
