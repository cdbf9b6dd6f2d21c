package dev.zerok.cli.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zerok completion}: what makes a shell complete this program's commands and options. */
@Command(name = "completion",
    description = {"Print a script that completes commands and options in your shell.",
        "bash, in ~/.bashrc:  source <(zerok completion bash)",
        "zsh, in ~/.zshrc:    source <(zerok completion zsh)"})
public final class CompletionCommand implements Callable<Integer> {
  /** The shells that take the script. */
  enum Shell {
    BASH,
    ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.") private Shell shell = Shell.BASH;

  @Override
  public Integer call() {
    CommandSpec root = Objects.requireNonNull(spec).root();
    RelayOptions.describe(root);
    // One script serves both: under zsh it loads zsh's own support for bash completions first.
    String script = AutoComplete.bash(root.name(), root.commandLine());
    PrintWriter out = root.commandLine().getOut();
    out.println("# " + root.name() + " completion for " + shell);
    out.print(script);
    out.flush();
    return ExitCode.OK;
  }
}
