package dev.zerok.house;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project lies on this disk. */
public final class ProjectRoot {
  private ProjectRoot() {}

  /** The nearest folder at or above the working directory that holds {@code .mvn}. */
  public static Path find() {
    Path start = Path.of("").toAbsolutePath();
    for (Path here = start; here != null; here = here.getParent()) {
      if (Files.isDirectory(here.resolve(".mvn"))) {
        return here;
      }
    }
    throw new IllegalStateException("no folder with .mvn at or above " + start);
  }
}
