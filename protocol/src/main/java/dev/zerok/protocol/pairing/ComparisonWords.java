package dev.zerok.protocol.pairing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The words that two people, or one with two devices, compare (PROTOCOL.md § 9): 10 bits each. */
public final class ComparisonWords {
  /** Words of one comparison code. */
  public static final int COUNT = 3;

  /** Bytes of a code, of which the first 30 bits count. */
  static final int CODE_BYTES = 4;

  /** 2^10. */
  static final int LIST_SIZE = 1_024;

  private static final int BITS = 10;
  private static final List<String> ALL = load();

  private ComparisonWords() {}

  /** The whole list in its order: a word's place is its value. */
  public static List<String> all() {
    return ALL;
  }

  /** The three words of a code of 4 bytes, most significant bits first. */
  static List<String> of(byte[] code) {
    if (code.length != CODE_BYTES) {
      throw new IllegalArgumentException(
          "a comparison code has " + CODE_BYTES + " bytes, not " + code.length);
    }
    int bits = ByteBuffer.wrap(code).getInt();
    return List.of(word(bits, 0), word(bits, 1), word(bits, 2));
  }

  private static String word(int bits, int place) {
    int shift = Integer.SIZE - (place + 1) * BITS;
    return ALL.get((bits >>> shift) & (LIST_SIZE - 1));
  }

  private static List<String> load() {
    try (InputStream in = ComparisonWords.class.getResourceAsStream("comparison-words.txt")) {
      if (in == null) {
        throw new IllegalStateException(
            "comparison-words.txt is missing beside " + ComparisonWords.class.getName());
      }
      List<String> words = new String(in.readAllBytes(), US_ASCII).lines().toList();
      if (words.size() != LIST_SIZE) {
        throw new IllegalStateException("comparison-words.txt has " + words.size() + " lines");
      }
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
