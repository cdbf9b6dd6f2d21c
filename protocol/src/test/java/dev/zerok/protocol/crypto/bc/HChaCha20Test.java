package dev.zerok.protocol.crypto.bc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.crypto.Secret;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HChaCha20Test {
  @Test
  void hchacha20_givesTheResultOfTheXChaChaDraftSection2_2_1() {
    HexFormat hex = HexFormat.of();
    Secret key = Secret
        .adopt(hex.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
    byte[] nonce = hex.parseHex("000000090000004a0000000031415927");
    assertThat(hex.formatHex(XChaCha20Poly1305.hchacha20(key, nonce).expose()))
        .isEqualTo("82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc");
  }
}
