package dev.zerok.client.jdbc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import dev.zerok.house.HouseRules;
import org.junit.jupiter.api.Test;

class JdbcHouseTest extends HouseRules {
  JdbcHouseTest() {
    super("dev.zerok.client.jdbc");
  }

  @Test
  void store_knowsJdbcAndNoDriver() {
    check(noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.sqlite..", "org.h2..", "dev.zerok.relay.."));
  }
}
