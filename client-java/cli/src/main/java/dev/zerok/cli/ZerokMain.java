package dev.zerok.cli;

import dev.zerok.cli.command.CommandFailure;
import dev.zerok.cli.command.ExitCode;
import dev.zerok.cli.terminal.PlainText;
import dev.zerok.relay.RelayMain;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry of the program {@code zerok}. */
public final class ZerokMain {
  /** Shows stack traces; for who works on the program. */
  private static final String DEBUG_VARIABLE = "ZEROK_DEBUG";

  private ZerokMain() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs a command in this process and returns its exit status. */
  public static int run(String... args) {
    // The relay parses its own flags, --help included.
    if (args.length > 0 && args[0].equals("relay")) {
      return RelayMain.run(Arrays.copyOfRange(args, 1, args.length));
    }
    return new CommandLine(new ZerokCommand()).setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(ZerokMain::explain)
        .setParameterExceptionHandler(ZerokMain::misused)
        .execute(args.length == 0 ? new String[]{"--help"} : args);
  }

  /** What is wrong with the command line, and where to read how it is meant. */
  private static int misused(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    boolean noCommand = wrong instanceof UnmatchedArgumentException unmatched
        && command.getParent() == null && !unmatched.getUnmatched().getFirst().startsWith("-");
    command.getErr()
        .println("zerok: " + (noCommand
            ? "There is no command '"
                + ((UnmatchedArgumentException) wrong).getUnmatched().getFirst() + "'."
            : wrong.getMessage()));
    UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
    command.getErr()
        .println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE;
  }

  /** One sentence for what the world did wrong; the whole trace for a defect, because only that helps to mend it. */
  private static int explain(Exception thrown, CommandLine command, ParseResult parsed) {
    if (thrown instanceof CommandFailure failure) {
      // A sentence may carry what a peer said.
      command.getErr().println("zerok: " + PlainText.lines(String.valueOf(failure.getMessage())));
      if (System.getenv(DEBUG_VARIABLE) != null) {
        failure.printStackTrace(command.getErr());
      }
      return failure.exitCode();
    }
    command.getErr().println("zerok: this is a defect of the program; please report what follows.");
    thrown.printStackTrace(command.getErr());
    return ExitCode.FAILED;
  }
}
