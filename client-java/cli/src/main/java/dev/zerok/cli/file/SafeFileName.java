package dev.zerok.cli.file;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * A file name that another device chose, made harmless: it names a visible file in the folder at hand on every system, and nothing
 * else.
 */
public final class SafeFileName {
  /** Longest name that is written, in bytes of UTF-8: file systems take 255, of which a number needs some. */
  public static final int MAX_BYTES = 200;

  /** How much of the end of a longer name stays. */
  private static final int TAIL_BYTES = 40;

  /** Where nothing is left of the name. */
  private static final String NAMELESS = "unnamed";

  /** Device names of Windows, which no folder makes harmless. */
  private static final Set<String> RESERVED =
      Set.of("con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6",
          "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8",
          "lpt9");

  private SafeFileName() {}

  /** The last part of {@code foreign}, with {@code _} for every character that a file system or a terminal takes amiss. */
  public static String of(String foreign) {
    String last =
        foreign.substring(Math.max(foreign.lastIndexOf('/'), foreign.lastIndexOf('\\')) + 1);
    StringBuilder name = new StringBuilder();
    last.codePoints().forEach(c -> name.appendCodePoint(isHarmless(c) ? c : '_'));
    String safe = name.toString().replaceFirst("^[. ]+", "").replaceFirst("[. ]+$", "");
    String stem = safe.contains(".") ? safe.substring(0, safe.indexOf('.')) : safe;
    if (RESERVED.contains(stem.toLowerCase(Locale.ROOT))) {
      safe = "_" + safe;
    }
    return safe.isBlank() ? NAMELESS : shortened(safe);
  }

  private static boolean isHarmless(int c) {
    if ("<>:\"|?*/\\".indexOf(c) >= 0) {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      default -> true;
    };
  }

  /** Cuts the middle: the beginning says what it is, the ending what opens it. */
  private static String shortened(String name) {
    if (bytes(name) <= MAX_BYTES) {
      return name;
    }
    int head = 0;
    while (bytes(name.substring(0, next(name, head))) < MAX_BYTES - TAIL_BYTES) {
      head = next(name, head);
    }
    int tail = name.length();
    while (bytes(name.substring(name.offsetByCodePoints(tail, -1))) <= TAIL_BYTES) {
      tail = name.offsetByCodePoints(tail, -1);
    }
    return name.substring(0, head) + "_" + name.substring(tail);
  }

  private static int next(String name, int at) {
    return name.offsetByCodePoints(at, 1);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
