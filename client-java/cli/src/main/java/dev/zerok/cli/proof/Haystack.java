package dev.zerok.cli.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Bytes in which something is looked for: a folder's files, or what went over a wire. */
public final class Haystack {
  private final List<byte[]> parts;

  private Haystack(List<byte[]> parts) {
    this.parts = List.copyOf(parts);
  }

  /** These bytes, each part for itself. */
  public static Haystack of(List<byte[]> parts) {
    return new Haystack(parts);
  }

  /** Every file below a folder, as it is now. A file that vanishes while it is being read holds nothing any more. */
  public static Haystack ofFolder(Path folder) {
    List<byte[]> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        try {
          files.add(Files.readAllBytes(file));
        } catch (NoSuchFileException gone) {
          // It holds nothing any more.
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return new Haystack(files);
  }

  /** Bytes in all. */
  public long bytes() {
    return parts.stream().mapToLong(part -> part.length).sum();
  }

  /** How many windows of {@code needles} occur anywhere. */
  public int count(Needles needles) {
    int found = 0;
    for (byte[] window : needles.windows()) {
      found += holds(window) ? 1 : 0;
    }
    return found;
  }

  private boolean holds(byte[] window) {
    return parts.stream().anyMatch(part -> indexOf(part, window) >= 0);
  }

  /** Boyer, Moore and Horspool's search: a folder of some megabytes is looked through hundreds of times. */
  private static int indexOf(byte[] hay, byte[] needle) {
    int[] shift = new int[256];
    Arrays.fill(shift, needle.length);
    for (int i = 0; i < needle.length - 1; i++) {
      shift[needle[i] & 0xff] = needle.length - 1 - i;
    }
    int last = needle.length - 1;
    for (int at = 0; at + last < hay.length; at += shift[hay[at + last] & 0xff]) {
      int i = last;
      while (i >= 0 && hay[at + i] == needle[i]) {
        i--;
      }
      if (i < 0) {
        return at;
      }
    }
    return -1;
  }
}
