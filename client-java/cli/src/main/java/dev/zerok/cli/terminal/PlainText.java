package dev.zerok.cli.terminal;

/** Foreign text made safe for a terminal: names and texts come from other people's devices. */
public final class PlainText {
  /** What stands for a character that is not shown. */
  private static final char REPLACEMENT = '\uFFFD';

  private PlainText() {}

  /**
   * The text on one line, without anything that moves the cursor, changes colours or turns the direction of writing: control,
   * format, surrogate-alone and private characters become U+FFFD.
   */
  public static String oneLine(String foreign) {
    return clean(foreign, false);
  }

  /** As {@link #oneLine}, but line ends and tabs stay. */
  public static String lines(String foreign) {
    return clean(foreign, true);
  }

  private static String clean(String foreign, boolean keepLines) {
    StringBuilder shown = new StringBuilder(foreign.length());
    foreign.codePoints().forEach(c -> {
      boolean layout = c == '\n' || c == '\t';
      if (layout ? keepLines : isVisible(c)) {
        shown.appendCodePoint(c);
      } else {
        shown.append(REPLACEMENT);
      }
    });
    return shown.toString();
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      default -> true;
    };
  }
}
