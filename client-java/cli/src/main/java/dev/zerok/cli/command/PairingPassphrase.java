package dev.zerok.cli.command;

import dev.zerok.cli.terminal.Questions;

/** The passphrase that two persons agreed on: typed without an echo, or a line of a script's input. */
final class PairingPassphrase {
  private static final String QUESTION = "The passphrase that both of you know:";

  private PairingPassphrase() {}

  static char[] ask(Questions questions) {
    char[] typed = questions.secret(QUESTION);
    return typed != null ? typed : questions.ask(QUESTION).orElse("").toCharArray();
  }
}
