package dev.zerok.protocol.vectors;

import dev.zerok.protocol.error.ProtocolViolation;

/** What this module's code says about a case, compared with what the case is meant to show. */
final class Verdict {
  /** Some check that a case goes through. */
  interface Check {
    void run() throws ProtocolViolation;
  }

  private Verdict() {}

  /** Whether the check passes; fails the test if that is not what was meant. */
  static boolean of(String name, boolean meant, Check check) {
    boolean passes = true;
    String words = "";
    try {
      check.run();
    } catch (ProtocolViolation e) {
      passes = false;
      words = e.words();
    }
    if (passes != meant) {
      throw new AssertionError(
          "vector case '" + name + "' is " + passes + ", meant " + meant + ": " + words);
    }
    return passes;
  }
}
