package dev.zerok.protocol.pake;

/** The other side sent what it must not; ends the run. Cheap: without a stack trace. */
final class PakeFault extends Exception {
  private static final long serialVersionUID = 1L;

  private static final String UNREADABLE =
      "The other side sent something unreadable. Update both programs and use a new code.";

  private final boolean wrongPassword;

  private PakeFault(boolean wrongPassword, String words) {
    super(words, null, false, false);
    this.wrongPassword = wrongPassword;
  }

  static PakeFault unreadable() {
    return new PakeFault(false, UNREADABLE);
  }

  static PakeFault of(String words) {
    return new PakeFault(false, words);
  }

  static PakeFault wrongPassword(String words) {
    return new PakeFault(true, words);
  }

  boolean isWrongPassword() {
    return wrongPassword;
  }

  String words() {
    return String.valueOf(getMessage());
  }
}
