package dev.zerok.cli.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What an operator or an owner does to folders when nobody looks. */
final class FolderCopy {
  private FolderCopy() {}

  static void copy(Path from, Path to) {
    for (Path path : all(from)) {
      Path target = to.resolve(from.relativize(path).toString());
      try {
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static void delete(Path folder) {
    for (Path path : all(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
      try {
        Files.delete(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static List<Path> all(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
