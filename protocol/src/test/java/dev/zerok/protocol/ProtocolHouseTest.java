package dev.zerok.protocol;

import dev.zerok.house.HouseRules;
import org.junit.jupiter.api.Test;

class ProtocolHouseTest extends HouseRules {
  ProtocolHouseTest() {
    super("dev.zerok.protocol");
  }

  @Test
  void bouncyCastle_staysInItsAdapter() {
    checkOnlyIn("org.bouncycastle..", "dev.zerok.protocol.crypto.bc..");
  }

  @Test
  void conscrypt_staysInItsAdapter() {
    checkOnlyIn("org.conscrypt..", "dev.zerok.protocol.crypto.conscrypt..");
  }
}
