package dev.zerok.protocol.crypto.bc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zerok.protocol.crypto.CryptoException;
import dev.zerok.protocol.crypto.PakeGroup.Mask;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.testkit.FakeRandomSource;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BcP256Test {
  private static final HexFormat HEX = HexFormat.of();
  private static final String ORDER =
      "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
  private static final String GENERATOR =
      "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
          + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

  private final BcP256 group = new BcP256();
  private final FakeRandomSource random = new FakeRandomSource("p256");

  @Test
  void reduce_takesTheNumberModuloTheOrder() {
    byte[] orderPlusTwo = HEX.parseHex("0000000000000000" + ORDER);
    orderPlusTwo[39] += 2;

    byte[] two = new byte[32];
    two[31] = 2;
    assertThat(group.reduce(Secret.adopt(orderPlusTwo)).expose()).isEqualTo(two);
  }

  @Test
  void agree_ofBothSides_isTheSameElement() {
    Secret password = scalar();
    Secret x = scalar();
    Secret y = scalar();

    byte[] first = group.agree(x, group.blind(y, password, Mask.N), password, Mask.N).expose();
    byte[] second = group.agree(y, group.blind(x, password, Mask.M), password, Mask.M).expose();

    assertThat(first).isEqualTo(second).hasSize(65);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      // the identity as SEC 1 encodes it, and as 65 zeros
      "00",
      "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
      // (0, 0), which is on no P-256
      "0400000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
      // the generator with its last bit changed
      "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f4",
      // the generator compressed, in hybrid form, and cut off
      "036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
      "076b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
      "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51",
      // a coordinate that is the field's prime or more
      "04ffffffff00000001000000000000000000000000ffffffffffffffffffffffff4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
      ""})
  @Tag("PAKE-3")
  void agree_withWhatIsNoElement_isRefused(String share) {
    assertThatThrownBy(
        () -> group.agree(scalar(), HEX.parseHex(share), scalar(), Mask.N))
        .isInstanceOfSatisfying(CryptoException.class,
            e -> assertThat(e.reason()).isEqualTo(CryptoException.Reason.BAD_PUBLIC_KEY));
  }

  @Test
  @Tag("PAKE-3")
  void agree_withAShareThatLeavesTheIdentity_isRefused() {
    Secret password = scalar();
    byte[] maskAlone = group.blind(Secret.adopt(new byte[32]), password, Mask.N);

    assertThatThrownBy(() -> group.agree(scalar(), maskAlone, password, Mask.N))
        .isInstanceOfSatisfying(CryptoException.class,
            e -> assertThat(e.reason()).isEqualTo(CryptoException.Reason.ZERO_SHARED_SECRET));
  }

  @Test
  void blind_withNoPassword_isThePlainMultiple() {
    byte[] one = new byte[32];
    one[31] = 1;

    byte[] share = group.blind(Secret.adopt(one), Secret.adopt(new byte[32]), Mask.M);

    assertThat(HEX.formatHex(share)).isEqualTo(GENERATOR);
  }

  private Secret scalar() {
    return group.reduce(Secret.random(random, 40));
  }
}
