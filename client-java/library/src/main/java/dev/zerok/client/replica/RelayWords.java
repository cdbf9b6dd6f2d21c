package dev.zerok.client.replica;

import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.pairing.ShowableName;
import dev.zerok.protocol.wire.Error;

/** What a relay says to a person: foreign text, so it is cut, and nothing in it moves a cursor, turns the direction or ends a quotation. */
public final class RelayWords {
  private RelayWords() {}

  /** An error's words, fit to stand between double quotes; empty if there are none. */
  public static String of(Error error) {
    return of(error.getMessage());
  }

  /** The same for words that were taken out of their frame already. */
  public static String of(String foreign) {
    return ShowableName.cleaned(foreign, Limits.ERROR_MESSAGE_CHARS)
        .replace('"', '\'')
        .strip();
  }
}
