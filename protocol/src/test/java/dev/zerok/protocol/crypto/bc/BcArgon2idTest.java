package dev.zerok.protocol.crypto.bc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.crypto.PasswordCost;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BcArgon2idTest {
  @Test
  @Tag("KDF-1")
  void derive_givesTheResultOfRfc9106Section5_3() {
    PasswordCost cost = new PasswordCost(32, 3, 4);
    byte[] tag =
        BcArgon2id.derive(filled(32, 1), filled(16, 2), filled(8, 3), filled(12, 4), cost, 32)
            .expose();
    assertThat(HexFormat.of().formatHex(tag))
        .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
