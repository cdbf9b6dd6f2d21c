package dev.zerok.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which bytes are the one encoding of an X25519 public key. */
class X25519EncodingTest {
  @Test
  @Tag("ROSTER-3")
  @Tag("PAIR-1")
  void isCanonical_upToThePrimeAndNotFromItOn() {
    assertThat(X25519Encoding.isCanonical(nearPrime(0x00))).isTrue();
    assertThat(X25519Encoding.isCanonical(nearPrime(0xec))).isTrue();
    assertThat(X25519Encoding.isCanonical(nearPrime(0xed))).isFalse();
    assertThat(X25519Encoding.isCanonical(nearPrime(0xff))).isFalse();
  }

  @Test
  @Tag("ROSTER-3")
  @Tag("PAIR-1")
  void isCanonical_withTheTopBitSetOrAnotherLength_isFalse() {
    byte[] nine = new byte[32];
    nine[0] = 9;
    assertThat(X25519Encoding.isCanonical(nine)).isTrue();
    nine[31] = (byte) 0x80;
    assertThat(X25519Encoding.isCanonical(nine)).isFalse();
    assertThat(X25519Encoding.isCanonical(new byte[31])).isFalse();
    assertThat(X25519Encoding.isCanonical(new byte[33])).isFalse();
    assertThat(X25519Encoding.isCanonical(new byte[0])).isFalse();
  }

  @Test
  @Tag("ROSTER-3")
  void isCanonical_looksAtEveryByte() {
    for (int place = 1; place < 31; place++) {
      byte[] below = nearPrime(0xff);
      below[place] = (byte) 0xfe;
      assertThat(X25519Encoding.isCanonical(below)).as("byte %d", place).isTrue();
    }
    byte[] below = nearPrime(0xff);
    below[31] = 0x7e;
    assertThat(X25519Encoding.isCanonical(below)).isTrue();
  }

  private static byte[] nearPrime(int lowest) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) 0xff);
    key[0] = (byte) lowest;
    key[31] = 0x7f;
    return key;
  }
}
