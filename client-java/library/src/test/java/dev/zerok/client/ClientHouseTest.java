package dev.zerok.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import dev.zerok.house.HouseRules;
import org.junit.jupiter.api.Test;

class ClientHouseTest extends HouseRules {
  ClientHouseTest() {
    super("dev.zerok.client", "dev.zerok.client.system..");
  }

  @Test
  void library_needsNoServerFramework() {
    check(noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..", "org.rocksdb..", "dev.zerok.relay.."));
  }

  @Test
  void cryptoProviders_stayBehindTheProtocolsPort() {
    check(noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bouncycastle..", "org.conscrypt..", "javax.crypto.."));
  }
}
