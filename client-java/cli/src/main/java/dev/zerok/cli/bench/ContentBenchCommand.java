package dev.zerok.cli.bench;

import dev.zerok.cli.command.CommandFailure;
import dev.zerok.cli.command.ExitCode;
import dev.zerok.cli.demo.DemoFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code zerok bench content}. */
@Command(name = "content",
    description = "Push one large file from a device through a relay to another device, each a process with a small heap, and compare with a plain socket.")
public final class ContentBenchCommand implements Callable<Integer> {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,6})([kmg])");

  @Option(names = "--size", paramLabel = "SIZE", defaultValue = "200m",
      description = "Of the file: a number and k, m or g (default: ${DEFAULT-VALUE}).") private String size =
          "";

  @Option(names = "--relay-heap", paramLabel = "SIZE", defaultValue = "512m",
      description = "The relay's Java heap (default: ${DEFAULT-VALUE}).") private String relayHeap =
          "";

  @Option(names = "--client-heap", paramLabel = "SIZE", defaultValue = "128m",
      description = "Each device's Java heap (default: ${DEFAULT-VALUE}).") private String clientHeap =
          "";

  @Override
  public Integer call() throws IOException {
    long bytes = bytes(size);
    bytes(relayHeap);
    bytes(clientHeap);
    Path home = Files.createTempDirectory("zerok-bench-");
    try {
      new ContentBench(home, bytes, relayHeap, clientHeap, System.out::println).run();
      return ExitCode.OK;
    } catch (DemoFailure failure) {
      throw new CommandFailure(ExitCode.FAILED, String.valueOf(failure.getMessage()), failure);
    } finally {
      delete(home);
    }
  }

  static long bytes(String size) {
    Matcher parts = SIZE.matcher(size.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw new CommandFailure(ExitCode.USAGE,
          "\"" + size + "\" is no size; give a number and k, m or g, like 200m.");
    }
    int shift = switch (parts.group(2)) {
      case "k" -> 10;
      case "m" -> 20;
      default -> 30;
    };
    return Long.parseLong(parts.group(1)) << shift;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
