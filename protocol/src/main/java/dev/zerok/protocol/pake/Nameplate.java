package dev.zerok.protocol.pake;

import dev.zerok.protocol.crypto.RandomSource;
import java.nio.ByteBuffer;

/**
 * Five digits that name a mailbox of a relay, to be said aloud (PROTOCOL.md § 9, PAKE-1). No secret: it says where to meet, not with
 * whom.
 *
 * @param digits exactly {@value #LENGTH} of 0 to 9
 */
public record Nameplate(String digits) {
  /** Digits of every nameplate. */
  public static final int LENGTH = 5;

  private static final int COUNT = 100_000;

  public Nameplate {
    if (!isNameplate(digits)) {
      throw new IllegalArgumentException("a nameplate has " + LENGTH + " digits");
    }
  }

  /** A fresh one, any as likely as the others. */
  public static Nameplate draw(RandomSource random) {
    long drawn = Integer.toUnsignedLong(ByteBuffer.wrap(random.bytes(Integer.BYTES)).getInt());
    return new Nameplate(String.format("%05d", (drawn * COUNT) >>> Integer.SIZE));
  }

  /**
   * The nameplate that a person typed; blanks around it are ignored.
   *
   * @throws CodeProblem with words for the person
   */
  public static Nameplate parse(String text) throws CodeProblem {
    String digits = text.strip();
    if (!isNameplate(digits)) {
      throw CodeProblem.badNameplate();
    }
    return new Nameplate(digits);
  }

  private static boolean isNameplate(String digits) {
    return digits.length() == LENGTH && digits.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  public String toString() {
    return digits;
  }
}
