package dev.zerok.protocol.session;

import dev.zerok.protocol.wire.Error;
import java.util.List;
import java.util.Optional;

/**
 * What follows from one frame of a client: something to report, or an error to answer it with while the session goes on, or nothing.
 */
record DialogueStep(List<RelaySessionEvent> events, Optional<Error> answer) {
  static final DialogueStep NOTHING = new DialogueStep(List.of(), Optional.empty());

  static DialogueStep report(RelaySessionEvent event) {
    return new DialogueStep(List.of(event), Optional.empty());
  }

  static DialogueStep answer(Error error) {
    return new DialogueStep(List.of(), Optional.of(error));
  }
}
