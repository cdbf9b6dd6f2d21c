package dev.zerok.protocol.pake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.limit.Limits;
import java.nio.CharBuffer;
import java.text.Normalizer;
import java.util.List;

/**
 * What both sides have to know: three words, or a passphrase (PROTOCOL.md § 9). Never a key, an id or a psk by itself; it only goes
 * through {@link StretchedPassword} into SPAKE2. Cannot print and is wiped on close.
 *
 * <p>Threads: confined to one at a time.
 */
public final class CodePassword implements AutoCloseable {
  private final Secret bytes;

  private CodePassword(Secret bytes) {
    this.bytes = bytes;
  }

  /**
   * A passphrase that two people agreed on: NFC, then UTF-8 (PAKE-7). Blanks and case count.
   *
   * @param typed stays the caller's to wipe
   * @throws CodeProblem if it has fewer than {@value Limits#PASSPHRASE_MIN_CHARS} or more than {@value
   *     Limits#PASSPHRASE_MAX_CHARS} characters, or half of a surrogate pair
   */
  public static CodePassword ofPassphrase(char[] typed) throws CodeProblem {
    // Java normalizes into a String, which nobody can wipe; it is gone with the next collection.
    String normalized = Normalizer.normalize(CharBuffer.wrap(typed), Normalizer.Form.NFC);
    int length = normalized.codePointCount(0, normalized.length());
    if (length < Limits.PASSPHRASE_MIN_CHARS || length > Limits.PASSPHRASE_MAX_CHARS) {
      throw CodeProblem.badPassphrase(
          "A passphrase has " + Limits.PASSPHRASE_MIN_CHARS + " to " + Limits.PASSPHRASE_MAX_CHARS
              + " characters. Agree on a longer one that nobody guesses.");
    }
    if (!UTF_8.newEncoder().canEncode(normalized)) {
      throw CodeProblem
          .badPassphrase("This passphrase has a broken character in it. Type it again.");
    }
    return new CodePassword(Secret.adopt(normalized.getBytes(UTF_8)));
  }

  /** The words of a code, as they stand in the list, joined by hyphens. */
  static CodePassword ofWords(List<String> words) {
    return new CodePassword(Secret.adopt(String.join("-", words).getBytes(UTF_8)));
  }

  Secret bytes() {
    return bytes;
  }

  @Override
  public void close() {
    bytes.close();
  }

  @Override
  public String toString() {
    return "CodePassword";
  }
}
