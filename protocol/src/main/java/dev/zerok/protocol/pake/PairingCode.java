package dev.zerok.protocol.pake;

import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.pairing.ComparisonWords;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A short code: {@code 12345-word-word-word} (PROTOCOL.md § 9, PAKE-1). The nameplate says where to meet; the words, 30 bits, are what
 * both have to know, and good for one attempt.
 *
 * @param nameplate where
 * @param words three of {@link ComparisonWords#all}
 */
public record PairingCode(Nameplate nameplate, List<String> words) {
  /** The longest text that is looked at. */
  static final int MAX_CHARS = 128;

  private static final String SEPARATORS = "[\\s\\p{Pd}_.,]+";

  public PairingCode {
    words = List.copyOf(words);
    if (words.size() != ComparisonWords.COUNT || !ComparisonWords.all().containsAll(words)) {
      throw new IllegalArgumentException("a code has three words of the list");
    }
  }

  /** Three fresh words, any as likely as the others. */
  public static List<String> drawWords(RandomSource random) {
    List<String> all = ComparisonWords.all();
    List<String> drawn = new ArrayList<>();
    for (int i = 0; i < ComparisonWords.COUNT; i++) {
      // 1 024 words: the low ten bits are uniform.
      int value = Short.toUnsignedInt(ByteBuffer.wrap(random.bytes(Short.BYTES)).getShort());
      drawn.add(all.get(value % all.size()));
    }
    return List.copyOf(drawn);
  }

  /**
   * The code that a person typed, in any case, with blanks, dots or hyphens of any kind between its parts (PAKE-8).
   *
   * @throws CodeProblem with words for the person; a word that is in no code comes with the nearest that are
   */
  public static PairingCode parse(String text) throws CodeProblem {
    String[] parts = text.length() > MAX_CHARS
        ? new String[0]
        : text.strip().toLowerCase(Locale.ROOT).split(SEPARATORS);
    if (parts.length != 1 + ComparisonWords.COUNT) {
      throw CodeProblem.notACode();
    }
    Nameplate nameplate = Nameplate.parse(parts[0]);
    List<String> words = List.of(parts).subList(1, parts.length);
    for (int i = 0; i < words.size(); i++) {
      if (!ComparisonWords.all().contains(words.get(i))) {
        throw CodeProblem.unknownWord(i + 1, NearWords.of(words.get(i)));
      }
    }
    return new PairingCode(nameplate, words);
  }

  /** The code as it is shown; as secret as an invite, until it was used. */
  public String text() {
    return nameplate + "-" + String.join("-", words);
  }

  /** What both sides have to know. The caller's to close. */
  public CodePassword password() {
    return passwordOf(words);
  }

  /** The same of words that have no nameplate yet. */
  public static CodePassword passwordOf(List<String> words) {
    return CodePassword.ofWords(words);
  }

  /** Without the words. */
  @Override
  public String toString() {
    return "PairingCode[" + nameplate + "]";
  }
}
