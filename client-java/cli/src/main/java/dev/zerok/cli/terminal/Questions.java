package dev.zerok.cli.terminal;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal, or reads the decisions of a script line by line. Any thread; one question at a time. */
public final class Questions {
  private final BufferedReader in;
  private final PrintStream prompts;
  private final boolean json;

  /**
   * @param in where answers come from
   * @param prompts where questions go, apart from the report
   * @param json whether a script answers: then nothing is printed
   */
  public Questions(InputStream in, PrintStream prompts, boolean json) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.prompts = prompts;
    this.json = json;
  }

  /** The answer's text without surrounding blanks; empty if the input has ended. */
  public synchronized Optional<String> ask(String question) {
    if (!json) {
      prompts.print(question + " ");
      prompts.flush();
    }
    try {
      return Optional.ofNullable(in.readLine()).map(String::strip);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Whether the answer is yes. An ended input is a no. */
  public boolean agrees(String question) {
    return ask(question + " [yes/no]")
        .filter(a -> a.equalsIgnoreCase("yes") || a.equalsIgnoreCase("y"))
        .isPresent();
  }

  /** Whether a person sits at this program's input and output. */
  public static boolean isTerminal() {
    return terminal() != null;
  }

  /** A secret typed without an echo; null if there is no terminal to ask at. */
  public char @Nullable [] secret(String question) {
    Console console = terminal();
    return console == null ? null : console.readPassword("%s ", question);
  }

  // Which JDK gives null and which a console that is no terminal has changed twice since 22.
  @SuppressWarnings("SystemConsoleNull")
  private static @Nullable Console terminal() {
    Console console = System.console();
    return console == null || !console.isTerminal() ? null : console;
  }
}
