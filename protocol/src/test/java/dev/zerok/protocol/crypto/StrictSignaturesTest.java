package dev.zerok.protocol.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.testkit.ProvidersHere;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures that some implementations accept and others refuse: all of them are refused here. */
class StrictSignaturesTest {
  private static final BigInteger L =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final byte[] MESSAGE = "message".getBytes(UTF_8);
  private static final byte[] SEED = new FakeRandomSource("strict").bytes(32);

  static Stream<Signatures> implementations() {
    return ProvidersHere.all().stream().flatMap(p -> p.signatures().stream());
  }

  @ParameterizedTest
  @MethodSource("implementations")
  @Tag("SIG-1")
  void verify_whenSIsNotReduced_isFalse(Signatures ed25519) {
    KeyPair pair = ed25519.fromSeed(Secret.copyOf(SEED));
    byte[] signature = ed25519.sign(pair.privateKey(), MESSAGE);
    BigInteger s = littleEndian(Arrays.copyOfRange(signature, 32, 64));
    byte[] malleated = join(Arrays.copyOf(signature, 32), bytes32(s.add(L)));

    assertThat(ed25519.verify(pair.publicKey(), MESSAGE, signature)).isTrue();
    assertThat(ed25519.verify(pair.publicKey(), MESSAGE, malleated)).isFalse();
  }

  /** With R the neutral element, S = k · a fulfils the equation: only the look at R itself can refuse it. */
  @ParameterizedTest
  @MethodSource("implementations")
  @Tag("SIG-1")
  void verify_whenRIsTheNeutralElement_isFalse_howeverItIsEncoded(Signatures ed25519) {
    byte[] publicKey = ed25519.fromSeed(Secret.copyOf(SEED)).publicKey();
    for (String neutral : new String[]{
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
    }) {
      byte[] r = HexFormat.of().parseHex(neutral);
      BigInteger k = littleEndian(sha512(join(r, publicKey, MESSAGE)));
      BigInteger s = k.multiply(privateScalar()).mod(L);
      assertThat(ed25519.verify(publicKey, MESSAGE, join(r, bytes32(s)))).as(neutral).isFalse();
    }
  }

  /** For a public key of small order a signature with S = 0 verifies for one message in eight, by anybody. */
  @ParameterizedTest
  @MethodSource("implementations")
  @Tag("SIG-1")
  void verify_whenTheKeyIsOfSmallOrder_isFalse_forAnyMessage(Signatures ed25519) {
    for (String point : new String[]{
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
    }) {
      byte[] key = HexFormat.of().parseHex(point);
      for (int message = 0; message < 16; message++) {
        byte[] signature = join(key, new byte[32]);
        assertThat(ed25519.verify(key, new byte[]{(byte) message}, signature)).as(point).isFalse();
      }
    }
  }

  /**
   * R plus the point of order two, and S made to fit: a check of the equation with the cofactor accepts these, one without refuses
   * them, and one that reduces by a short basis does either by chance.
   */
  @ParameterizedTest
  @MethodSource("implementations")
  @Tag("SIG-1")
  void verify_whenRHasAPartOfSmallOrder_isFalse(Signatures ed25519) {
    KeyPair pair = ed25519.fromSeed(Secret.copyOf(SEED));
    byte[] prefix = Arrays.copyOfRange(sha512(SEED), 32, 64);
    for (int i = 0; i < 16; i++) {
      byte[] message = {(byte) i};
      byte[] honest = ed25519.sign(pair.privateKey(), message);
      byte[] r = plusPointOfOrderTwo(Arrays.copyOf(honest, 32));
      BigInteger nonce = littleEndian(sha512(join(prefix, message)));
      BigInteger k = littleEndian(sha512(join(r, pair.publicKey(), message)));
      BigInteger s = nonce.add(k.multiply(privateScalar())).mod(L);

      assertThat(ed25519.verify(pair.publicKey(), message, honest)).isTrue();
      assertThat(ed25519.verify(pair.publicKey(), message, join(r, bytes32(s)))).as("message %d", i)
          .isFalse();
    }
  }

  /**
   * The ten cases of "Taming the many EdDSAs" (Chalkias, Garillot, Nikolaenko, 2020). Each has a key or an R with a part of small
   * order, an S that is not reduced, or an encoding that is not canonical; libraries differ on every one of them.
   */
  @ParameterizedTest
  @MethodSource("implementations")
  @Tag("SIG-1")
  void verify_onTheCasesWhereLibrariesDiffer_isFalse(Signatures ed25519) {
    for (String[] c : DISPUTED) {
      assertThat(ed25519.verify(hex(c[0]), hex(c[1]), hex(c[2]))).as(c[2]).isFalse();
    }
  }

  private static final String[][] DISPUTED = {
      {
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
          "8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
              + "0000000000000000000000000000000000000000000000000000000000000000"
      },
      {
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
          "9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79",
          "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43"
              + "a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04"
      },
      {
          "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
          "aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"
              + "8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e"
      },
      {
          "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
          "9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79",
          "9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f"
              + "87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009"
      },
      {
          "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
          "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
          "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed512"
              + "5ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09"
      },
      {
          "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
          "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
          "21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7"
              + "e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405"
      },
      {
          "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
          "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
          "e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e"
              + "547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514"
      },
      {
          "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623",
          "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
          "8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa1942"
              + "7e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22"
      },
      {
          "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
          "fdaebc429f4a735932a160da1301080c13280eea8bc280d1b392c6b9e6ba3a5a",
          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
              + "454d370c8d9fc323a41450f8d513eafeb5b0697390c1e505a0d4ddc71f566607"
      },
      {
          "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
          "84b698d39be126ff55fe45079e6c8bf64a0d7db6994560b4e96b7021eb39c1a1",
          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
              + "084d5b99c2a9463d9c8bd5026916996984eeec87ddf1d3be329006ace1b37b09"
      }
  };

  /** (x, y) + (0, -1) = (-x, -y): the other y, and the other sign of x. */
  private static byte[] plusPointOfOrderTwo(byte[] point) {
    int sign = point[31] & 0x80;
    byte[] y = point.clone();
    y[31] &= 0x7f;
    byte[] sum = bytes32(P.subtract(littleEndian(y)));
    sum[31] |= (byte) (sign ^ 0x80);
    return sum;
  }

  /** RFC 8032 §5.1.5. */
  private static BigInteger privateScalar() {
    byte[] a = Arrays.copyOf(sha512(SEED), 32);
    a[0] &= (byte) 0xf8;
    a[31] &= 0x7f;
    a[31] |= 0x40;
    return littleEndian(a);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static BigInteger littleEndian(byte[] bytes) {
    return new BigInteger(1, reversed(bytes));
  }

  private static byte[] bytes32(BigInteger number) {
    byte[] out = new byte[32];
    byte[] little = reversed(number.toByteArray());
    System.arraycopy(little, 0, out, 0, Math.min(32, little.length));
    return out;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] out = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      out[i] = bytes[bytes.length - 1 - i];
    }
    return out;
  }

  private static byte[] join(byte[]... parts) {
    return Hkdf.concat(parts);
  }

  private static byte[] sha512(byte[] input) {
    try {
      return MessageDigest.getInstance("SHA-512").digest(input);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-512", e);
    }
  }
}
