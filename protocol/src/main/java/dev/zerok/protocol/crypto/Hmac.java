package dev.zerok.protocol.crypto;

import java.util.Arrays;

/**
 * HMAC (RFC 2104) over any {@link HashFunction}. Noise demands HMAC also of BLAKE2 (Noise §5.1), which libraries do not offer
 * under that name, so one construction serves all.
 */
final class Hmac {
  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5c;

  private Hmac() {}

  static byte[] compute(HashFunction hash, byte[] key, byte[]... parts) {
    int blockLength = hash.algorithm().blockLength();
    boolean shorten = key.length > blockLength;
    byte[] shortKey = shorten ? hash.hash(key) : key;
    byte[] block = Arrays.copyOf(shortKey, blockLength);
    if (shorten) {
      Arrays.fill(shortKey, (byte) 0);
    }
    xor(block, INNER);
    Digest inner = hash.newDigest();
    inner.update(block, 0, blockLength);
    for (byte[] part : parts) {
      inner.update(part, 0, part.length);
    }
    byte[] innerHash = inner.finish();

    xor(block, (byte) (INNER ^ OUTER));
    byte[] result = hash.hash(block, innerHash);
    Arrays.fill(block, (byte) 0);
    Arrays.fill(innerHash, (byte) 0);
    return result;
  }

  private static void xor(byte[] block, byte with) {
    for (int i = 0; i < block.length; i++) {
      block[i] ^= with;
    }
  }
}
