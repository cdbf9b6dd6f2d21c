package dev.zerok.cli.demo;

import dev.zerok.cli.terminal.JsonLine;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** This very program, started again as a process of its own, spoken to through its standard input and output. */
public final class ChildProcess implements AutoCloseable {
  /** How long a child may take for its next step, in seconds; far more than a slow machine needs. */
  static final int PATIENCE_SECONDS = 120;

  /** The last lines kept for the case that it fails. */
  private static final int LINES_KEPT = 40;

  private static final String MAIN_CLASS = "dev.zerok.cli.ZerokMain";
  private static final String END = "\u0000end";

  private final String name;
  private final Process process;
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> last = new ArrayList<>();

  private ChildProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Starts {@code zerok} with these arguments.
   *
   * @param name what it is called if it fails
   * @param passphrase for its store
   */
  static ChildProcess start(String name, String passphrase, Path folder, String... arguments) {
    return start(name, passphrase, folder, List.of(), arguments);
  }

  /** The same with further options of its Java. */
  public static ChildProcess start(String name, String passphrase, Path folder,
      List<String> javaOptions, String... arguments) {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED", "-cp", classPath()));
    command.addAll(javaOptions);
    command.add(MAIN_CLASS);
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("ZEROK_PASSPHRASE", passphrase);
    try {
      ChildProcess child = new ChildProcess(name, builder.start());
      Thread.ofVirtual().name("read-" + name).start(child::readAll);
      return child;
    } catch (IOException impossible) {
      throw new DemoFailure("The process of the " + name + " could not be started.", impossible);
    }
  }

  /** This program's own class path, for a process that works in another folder. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void readAll() {
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
    } catch (IOException killed) {
      lines.add(END);
      return;
    }
    lines.add(END);
  }

  /** Waits for an event of this name and returns its members; others are passed over. */
  public Map<String, String> awaitEvent(String event) {
    return awaitEvent(event, PATIENCE_SECONDS);
  }

  /** The same, as long as that takes no more than so many seconds. */
  public Map<String, String> awaitEvent(String event, int seconds) {
    return awaitLine("the event \"" + event + "\"", seconds, line -> {
      if (!line.startsWith("{")) {
        return Optional.empty();
      }
      Map<String, String> members = JsonLine.parse(line);
      return event.equals(members.get("event")) ? Optional.of(members) : Optional.empty();
    });
  }

  /** Waits for the first line in which {@code wanted} finds something. */
  public <T> T awaitLine(String what, Function<String, Optional<T>> wanted) {
    return awaitLine(what, PATIENCE_SECONDS, wanted);
  }

  private <T> T awaitLine(String what, int seconds, Function<String, Optional<T>> wanted) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    try {
      for (;;) {
        String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (line == null || line.equals(END)) {
          throw new DemoFailure("The " + name
              + (line == null ? " did not come to " : " ended before ") + what + ". It said:\n  "
              + String.join("\n  ", last));
        }
        last.add(line);
        if (last.size() > LINES_KEPT) {
          last.removeFirst();
        }
        Optional<T> found = wanted.apply(line);
        if (found.isPresent()) {
          return found.get();
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("Interrupted.", interrupted);
    }
  }

  /** Gives an answer that the child asked for. */
  public void answer(String line) {
    try {
      Writer input = process.outputWriter();
      input.write(line + "\n");
      input.flush();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /** Waits until it ends by itself, and demands that it was content. */
  public void awaitSuccess() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        lines.drainTo(last);
        throw new DemoFailure("The " + name + " failed. It said:\n  " + String.join("\n  ", last));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("Interrupted.", interrupted);
    }
  }

  public long pid() {
    return process.pid();
  }

  /** SIGKILL: nothing of it runs afterwards, no handler, no flush. Returns when it is gone. */
  public void kill9() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new DemoFailure("The " + name + " could not be killed.");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("Interrupted.", interrupted);
    }
  }

  /** Kills it if it still runs. Returns when it is gone, so that its files may be deleted. */
  @Override
  public void close() {
    kill9();
  }
}
