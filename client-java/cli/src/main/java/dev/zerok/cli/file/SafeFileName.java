package dev.zerok.cli.file;

import java.util.Locale;
import java.util.Set;

/**
 * A file name that another device chose, made harmless: it names a visible file in the folder at hand on every system, and nothing
 * else.
 */
public final class SafeFileName {
  /** Longest name that is written, in characters; leaves room for a number and a temporary ending. */
  public static final int MAX_CHARACTERS = 120;

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
    if (safe.length() > MAX_CHARACTERS) {
      safe = shorten(safe);
    }
    String stem = safe.contains(".") ? safe.substring(0, safe.indexOf('.')) : safe;
    if (RESERVED.contains(stem.toLowerCase(Locale.ROOT))) {
      safe = "_" + safe;
    }
    return safe.isBlank() ? NAMELESS : safe;
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
  private static String shorten(String name) {
    int tail = 20;
    int head = name.offsetByCodePoints(0, name.codePointCount(0, MAX_CHARACTERS - tail - 1));
    int from = name.length() - tail;
    return name.substring(0, head) + "_"
        + name.substring(Character.isLowSurrogate(name.charAt(from)) ? from + 1 : from);
  }
}
