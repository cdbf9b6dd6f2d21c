package dev.zerok.client.model;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Asks the person at the inviting device which words the new device shows (PAIR-3). Called on the callback executor, at most once
 * per invite. Anything but the right pick burns the invite.
 */
@FunctionalInterface
public interface PairingApproval {
  /** The answer for "none of these". */
  int NONE = -1;

  /**
   * Shows the choices and asks.
   *
   * @param joinerName what the new device calls itself, at most 256 characters; foreign text
   * @param choices four lists of three words, one of which the new device shows
   * @return the index of the choice, or {@link #NONE}
   */
  CompletionStage<Integer> pick(String joinerName, List<List<String>> choices);
}
