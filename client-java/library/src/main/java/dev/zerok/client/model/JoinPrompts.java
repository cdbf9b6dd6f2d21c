package dev.zerok.client.model;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** What the person at the joining device is shown and asked. Called on the callback executor. */
public interface JoinPrompts {
  /**
   * Asks whether to join (PAIR-2). A link never joins by itself.
   *
   * @param groupName the group's name as the inviter has it; foreign text, at most 256 characters
   * @param inviterName the inviting device's name; foreign text, at most 256 characters
   * @param hasHistory whether the inviter's app can send what was before; if not, the new device starts empty
   * @return whether the person agreed
   */
  CompletionStage<Boolean> consent(String groupName, String inviterName, boolean hasHistory);

  /** Shows the three words that the person at the inviter has to pick. */
  void showWords(List<String> words);
}
