package dev.zerok.protocol.pairing;

import dev.zerok.protocol.crypto.RandomSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What the person at the inviter chooses from: the right words and three decoys. No two choices share a word in the same place, so
 * whoever compares a single word compares enough to see a difference.
 */
final class WordChoices {
  static final int COUNT = 4;

  private final List<List<String>> choices;
  private final int right;

  private WordChoices(List<List<String>> choices, int right) {
    this.choices = choices;
    this.right = right;
  }

  static WordChoices around(List<String> rightWords, RandomSource random) {
    List<List<String>> choices = new ArrayList<>(List.of(rightWords));
    while (choices.size() < COUNT) {
      choices.add(decoy(choices, random));
    }
    int right = random.bytes(1)[0] & (COUNT - 1);
    choices.set(0, choices.get(right));
    choices.set(right, rightWords);
    return new WordChoices(List.copyOf(choices), right);
  }

  List<List<String>> choices() {
    return choices;
  }

  boolean isRight(int index) {
    if (index < 0 || index >= COUNT) {
      throw new IllegalArgumentException(
          "there are choices 0 to " + (COUNT - 1) + ", not " + index);
    }
    return index == right;
  }

  private static List<String> decoy(List<List<String>> taken, RandomSource random) {
    List<String> words = new ArrayList<>();
    for (int place = 0; place < ComparisonWords.COUNT; place++) {
      byte[] drawn = random.bytes(2);
      int value = ((drawn[0] << 8) | (drawn[1] & 0xff)) & (ComparisonWords.LIST_SIZE - 1);
      while (isTaken(taken, place, ComparisonWords.all().get(value))) {
        value = (value + 1) % ComparisonWords.LIST_SIZE;
      }
      words.add(ComparisonWords.all().get(value));
    }
    return List.copyOf(words);
  }

  private static boolean isTaken(List<List<String>> taken, int place, String word) {
    return taken.stream().anyMatch(choice -> choice.get(place).equals(word));
  }
}
