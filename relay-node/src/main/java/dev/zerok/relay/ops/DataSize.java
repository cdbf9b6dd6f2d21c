package dev.zerok.relay.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the data folder takes on the disk; asked once for each scrape. */
public final class DataSize {
  /** The store keeps far fewer files; a bound in case somebody else put some there. */
  private static final int MAX_FILES = 10_000;

  private DataSize() {}

  /** Bytes of all files; files that vanish while they are counted are left out. */
  public static long of(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.limit(MAX_FILES).mapToLong(DataSize::sizeOrNothing).sum();
    } catch (IOException | UncheckedIOException gone) {
      return 0;
    }
  }

  private static long sizeOrNothing(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException gone) {
      return 0;
    }
  }
}
