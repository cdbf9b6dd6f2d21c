package dev.zerok.protocol.crypto.bc;

import dev.zerok.protocol.crypto.CryptoException;
import dev.zerok.protocol.crypto.PakeGroup;
import dev.zerok.protocol.crypto.Secret;
import java.math.BigInteger;
import java.util.HexFormat;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/**
 * P-256 with M and N of RFC 9382 § 4. Every multiplication runs through the fixed-point comb, also the one of the peer's share, where
 * nothing is fixed: it does the same additions whatever the scalar is and reads its table in full.
 */
final class BcP256 implements PakeGroup {
  private static final X9ECParameters P256 = CustomNamedCurves.getByName("secp256r1");
  private static final ECPoint M =
      constant("02886e2f97ace46e55ba9dd7242579f2993b64e16ef3dcab95afd497333d8fa12f");
  private static final ECPoint N =
      constant("03d8bbd6c639c62937b04d997f38c3770719c629d7014d49a24b4f98baa1292b49");
  private static final byte UNCOMPRESSED = 0x04;

  @Override
  public Algorithm algorithm() {
    return Algorithm.P256;
  }

  @Override
  public Secret reduce(Secret wide) {
    if (wide.size() != WIDE_LENGTH) {
      throw new IllegalArgumentException(
          "a scalar is made of " + WIDE_LENGTH + " bytes, not " + wide.size());
    }
    BigInteger reduced = new BigInteger(1, wide.expose()).mod(P256.getN());
    return Secret.adopt(BigIntegers.asUnsignedByteArray(SCALAR_LENGTH, reduced));
  }

  @Override
  public byte[] blind(Secret ephemeral, Secret password, Mask mask) {
    return times(P256.getG(), ephemeral).add(times(point(mask), password)).getEncoded(false);
  }

  @Override
  public Secret agree(Secret ephemeral, byte[] share, Secret password, Mask mask) {
    ECPoint unblinded = decode(share).subtract(times(point(mask), password));
    ECPoint shared = times(unblinded, ephemeral).normalize();
    if (shared.isInfinity()) {
      throw new CryptoException(CryptoException.Reason.ZERO_SHARED_SECRET);
    }
    return Secret.adopt(shared.getEncoded(false));
  }

  /** An element that is not the identity, which has no encoding of this length; the cofactor is 1, so being on the curve is enough. */
  private static ECPoint decode(byte[] share) {
    if (share.length != ELEMENT_LENGTH || share[0] != UNCOMPRESSED) {
      throw new CryptoException(CryptoException.Reason.BAD_PUBLIC_KEY);
    }
    try {
      return P256.getCurve().decodePoint(share);
    } catch (IllegalArgumentException e) {
      throw new CryptoException(CryptoException.Reason.BAD_PUBLIC_KEY, e);
    }
  }

  private static ECPoint times(ECPoint point, Secret scalar) {
    if (scalar.size() != SCALAR_LENGTH) {
      throw new IllegalArgumentException(
          "a scalar has " + SCALAR_LENGTH + " bytes, not " + scalar.size());
    }
    return new FixedPointCombMultiplier().multiply(point, new BigInteger(1, scalar.expose()));
  }

  private static ECPoint point(Mask mask) {
    return switch (mask) {
      case M -> M;
      case N -> N;
    };
  }

  private static ECPoint constant(String hex) {
    return P256.getCurve().decodePoint(HexFormat.of().parseHex(hex));
  }
}
