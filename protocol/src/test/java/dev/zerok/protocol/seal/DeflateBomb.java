package dev.zerok.protocol.seal;

import com.google.protobuf.ByteString;
import java.util.BitSet;

/** A short DEFLATE stream (RFC 1951, fixed Huffman codes) of very many zeros, made by hand so that it is the same everywhere. */
final class DeflateBomb {
  private static final int LONGEST_MATCH = 258;

  private final BitSet bits = new BitSet();
  private int length;

  private DeflateBomb() {}

  /** @param count of zeros, at least 1 */
  static ByteString ofZeros(int count) {
    DeflateBomb bomb = new DeflateBomb();
    bomb.code("1"); // the last block
    bomb.code("10"); // BTYPE 01, least significant bit first
    bomb.zero();
    int left = count - 1;
    for (; left >= LONGEST_MATCH; left -= LONGEST_MATCH) {
      bomb.code("11000101"); // length 285: 258 bytes
      bomb.code("00000"); // distance 1
    }
    for (; left > 0; left--) {
      bomb.zero();
    }
    bomb.code("0000000"); // end of block
    byte[] bytes = new byte[(bomb.length + 7) / 8];
    byte[] set = bomb.bits.toByteArray();
    System.arraycopy(set, 0, bytes, 0, set.length);
    return ByteString.copyFrom(bytes);
  }

  private void zero() {
    code("00110000");
  }

  private void code(String code) {
    for (char bit : code.toCharArray()) {
      bits.set(length++, bit == '1');
    }
  }
}
