package dev.zerok.cli;

import dev.zerok.cli.command.CommandFailure;
import dev.zerok.cli.command.ExitCode;
import dev.zerok.cli.terminal.PlainText;
import dev.zerok.relay.RelayMain;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

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
        .execute(args.length == 0 ? new String[]{"--help"} : args);
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
