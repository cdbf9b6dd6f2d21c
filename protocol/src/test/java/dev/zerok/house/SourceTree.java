package dev.zerok.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The Java sources below one folder, asked as text. Answers name files relative to that folder. */
public final class SourceTree {
  private final Path folder;

  private SourceTree(Path folder) {
    this.folder = folder;
  }

  /** The sources below {@code folder}, which need not exist. */
  public static SourceTree at(Path folder) {
    return new SourceTree(folder);
  }

  /** The sources of the module whose tests are running. */
  public static SourceTree ofThisModule() {
    return at(Path.of("src").toAbsolutePath());
  }

  /** Every Java file, in order, except what a build has generated. */
  public List<Path> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !isGenerated(folder.relativize(file)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isGenerated(Path file) {
    return StreamSupport.stream(file.spliterator(), false).anyMatch(Path.of("target")::equals);
  }

  /** The files with more than {@code limit} lines, each with its count. */
  public List<String> longerThan(int limit) {
    return files().stream()
        .filter(file -> lines(file).size() > limit)
        .map(file -> "%s has %d lines, %d are allowed: a concept of its own is hiding in it"
            .formatted(name(file), lines(file).size(), limit))
        .toList();
  }

  /** The places, as file and line, at which {@code text} stands in the code. */
  public List<String> containing(String text) {
    return files().stream().flatMap(file -> {
      List<String> lines = lines(file);
      return Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
          .filter(i -> lines.get(i).contains(text))
          .map(i -> name(file) + ":" + (i + 1));
    }).toList();
  }

  /** The packages under {@code main} that lack a {@code package-info.java} with @NullMarked. */
  public List<String> packagesThatAreNotNullMarked() {
    var packages = new TreeSet<Path>();
    for (Path file : files()) {
      if (name(file).startsWith("main/")) {
        packages.add(file.getParent());
      }
    }
    return packages.stream()
        .filter(folder -> !isNullMarked(folder.resolve("package-info.java")))
        .map(this::name)
        .toList();
  }

  private static boolean isNullMarked(Path packageInfo) {
    return Files.exists(packageInfo) && lines(packageInfo).contains("@NullMarked");
  }

  private String name(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
