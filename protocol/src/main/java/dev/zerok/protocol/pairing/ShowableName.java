package dev.zerok.protocol.pairing;

/** Which names of devices and groups may be shown to a person (PROTOCOL.md § 9). */
public final class ShowableName {
  private static final int REPLACEMENT = 0xFFFD;

  private ShowableName() {}

  /** Not over 256 characters, and nothing in it moves a cursor or turns the writing direction. */
  public static boolean is(String name) {
    return PairingChecks.isShowable(name);
  }

  /**
   * Foreign text as it may be shown on one line where it cannot be refused: cut to that many characters, with U+FFFD for each that a name
   * may not have, that is not to be seen, or that ends a line.
   */
  public static String cleaned(String foreign, int maxChars) {
    StringBuilder shown = new StringBuilder();
    foreign.codePoints()
        .limit(maxChars)
        .forEach(c -> shown.appendCodePoint(isHarmless(c) ? c : REPLACEMENT));
    return shown.toString();
  }

  private static boolean isHarmless(int codePoint) {
    return !PairingChecks.isControl(codePoint) && switch (Character.getType(codePoint)) {
      case Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> false;
      default -> true;
    };
  }
}
