package dev.zerok.protocol.seal;

/**
 * Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", § 4): rounds a length up so
 * that only ⌊log₂ e⌋ + 1 bits of its mantissa stay visible. Costs at most 12 % and leaks O(log log L) bits of the length.
 */
public final class Padme {
  private Padme() {}

  /**
   * The padded length for {@code length} bytes (PROTOCOL.md § 7).
   *
   * @param length at least 2: below, the formula is not defined
   * @return at least {@code length}
   */
  public static int padded(int length) {
    if (length < 2) {
      throw new IllegalArgumentException("Padmé is defined from 2 on, not for " + length);
    }
    int exponent = floorLog2(length);
    int visibleBits = floorLog2(exponent) + 1;
    int mask = (1 << (exponent - visibleBits)) - 1;
    return Math.addExact(length, mask) & ~mask;
  }

  private static int floorLog2(int value) {
    return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(value);
  }
}
