package dev.zerok.protocol.pake;

import dev.zerok.protocol.pairing.ComparisonWords;
import java.util.Comparator;
import java.util.List;

/** The words of the list that a mistyped one may have been meant to be: by letters changed, left out or added (Levenshtein). */
final class NearWords {
  private static final int SHOWN = 3;

  private NearWords() {}

  /** The nearest three, nearest first, equals in the list's order. */
  static List<String> of(String typed) {
    return ComparisonWords.all()
        .stream()
        .sorted(Comparator.comparingInt(word -> distance(word, typed)))
        .limit(SHOWN)
        .toList();
  }

  private static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, 1 + Math.min(before[j], row[j - 1]));
      }
      before = row;
    }
    return before[b.length()];
  }
}
