package dev.zerok.protocol.pake;

import java.util.List;

/**
 * What a person typed is no code, nameplate or passphrase (PAKE-1, PAKE-7, PAKE-8). The message is for that person and repeats
 * nothing of what was typed. Nothing was sent, and the code is still good. Cheap: without a stack trace.
 */
public final class CodeProblem extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Reason {
    /** Not a nameplate and three words. */
    NOT_A_CODE,
    /** Not five digits. */
    BAD_NAMEPLATE,
    /** A word that is in no code. */
    UNKNOWN_WORD,
    /** Too short, too long or not well-formed. */
    BAD_PASSPHRASE
  }

  private final Reason reason;

  private CodeProblem(Reason reason, String words) {
    super(words, null, false, false);
    this.reason = reason;
  }

  static CodeProblem notACode() {
    return new CodeProblem(Reason.NOT_A_CODE,
        "This is not a code. A code is five digits and three words, like 12345-word-word-word.");
  }

  static CodeProblem badNameplate() {
    return new CodeProblem(Reason.BAD_NAMEPLATE,
        "A code begins with five digits. Look at the inviting device again.");
  }

  static CodeProblem unknownWord(int place, List<String> nearest) {
    return new CodeProblem(Reason.UNKNOWN_WORD,
        "Word " + place + " is in no code. Did you mean " + String.join(", ", nearest) + "?");
  }

  static CodeProblem badPassphrase(String words) {
    return new CodeProblem(Reason.BAD_PASSPHRASE, words);
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }
}
