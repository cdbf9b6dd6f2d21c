package dev.zerok.cli.command;

import dev.zerok.cli.terminal.ManPage;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zerok man}: the manual page of the program, or of one command. */
@Command(name = "man",
    description = {"Print a manual page.", "Read it:  zerok man | man -l -",
        "Keep it:  zerok man > ~/.local/share/man/man1/zerok.1"})
public final class ManCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "COMMAND", arity = "0..2",
      description = "A command, 'push' or 'admin erase' for instance; without one the program.") private List<
          String> names = List.of();

  @Override
  public Integer call() {
    CommandLine root = Objects.requireNonNull(spec).root().commandLine();
    RelayOptions.describe(root.getCommandSpec());
    CommandLine wanted = root;
    for (String name : names) {
      wanted = wanted.getSubcommands().get(name);
      if (wanted == null) {
        throw new CommandFailure(ExitCode.USAGE, "There is no command '" + String.join(" ", names)
            + "'. 'zerok --help' lists all.");
      }
    }
    PrintWriter out = root.getOut();
    out.print(ManPage.of(wanted.getCommandSpec()));
    out.flush();
    return ExitCode.OK;
  }
}
