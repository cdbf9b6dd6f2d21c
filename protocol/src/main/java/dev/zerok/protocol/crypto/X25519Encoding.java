package dev.zerok.protocol.crypto;

/**
 * The one way to write an X25519 public key. RFC 7748 § 5 has a receiver ignore the top bit and reduce the rest modulo 2^255 − 19, so
 * that one key has several encodings; where keys are compared by their bytes, only this one may stand.
 */
public final class X25519Encoding {
  private static final int LENGTH = 32;

  /** The lowest byte of 2^255 − 19; all higher ones but the last are 0xff, the last is 0x7f. */
  private static final int LOWEST_OF_PRIME = 0xed;

  private X25519Encoding() {}

  /** Whether it has 32 bytes, the top bit clear, and stands for a number below 2^255 − 19. Public keys only: not in constant time. */
  public static boolean isCanonical(byte[] publicKey) {
    if (publicKey.length != LENGTH || publicKey[LENGTH - 1] < 0) {
      return false;
    }
    if (publicKey[LENGTH - 1] != 0x7f) {
      return true;
    }
    for (int i = LENGTH - 2; i > 0; i--) {
      if (publicKey[i] != (byte) 0xff) {
        return true;
      }
    }
    return (publicKey[0] & 0xff) < LOWEST_OF_PRIME;
  }
}
