package dev.zerok.protocol.crypto;

import java.util.Arrays;

/** HKDF (RFC 5869) over any {@link HashFunction}, with its two steps apart as HPKE needs them. */
final class Hkdf {
  private static final int MAX_BLOCKS = 255;

  private Hkdf() {}

  /** RFC 5869 §2.2. An empty salt stands for a block of zeros, which HMAC makes of it by itself. */
  static Secret extract(HashFunction hash, byte[] salt, byte[]... ikm) {
    return Secret.adopt(hash.hmac(salt, ikm));
  }

  /** RFC 5869 §2.3; {@code info} is the concatenation of the parts. */
  static byte[] expand(HashFunction hash, Secret pseudorandomKey, int length, byte[]... info) {
    int hashLength = hash.algorithm().hashLength();
    if (length < 0 || length > MAX_BLOCKS * hashLength) {
      throw new IllegalArgumentException(
          "HKDF gives at most " + MAX_BLOCKS * hashLength + " bytes, not " + length);
    }
    byte[] joinedInfo = concat(info);
    byte[] out = new byte[length];
    byte[] block = new byte[0];
    for (int done = 0, counter = 1; done < length; done += hashLength, counter++) {
      byte[] next =
          hash.hmac(pseudorandomKey.expose(), block, joinedInfo, new byte[]{(byte) counter});
      Arrays.fill(block, (byte) 0);
      block = next;
      System.arraycopy(block, 0, out, done, Math.min(hashLength, length - done));
    }
    Arrays.fill(block, (byte) 0);
    return out;
  }

  static byte[] concat(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] out = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, out, at, part.length);
      at += part.length;
    }
    return out;
  }
}
