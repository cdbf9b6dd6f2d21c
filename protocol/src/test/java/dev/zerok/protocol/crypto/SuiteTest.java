package dev.zerok.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SuiteTest {
  @Test
  void byName_knowsStd1AndRefusesReservedAndForeignNames() {
    assertThat(Suite.byName("std1")).contains(Suite.STD1);
    assertThat(Suite.STD1.wireName()).isEqualTo("std1");
    assertThat(Suite.byName("fips1")).isEmpty();
    assertThat(Suite.byName("pq1")).isEmpty();
    assertThat(Suite.byName("STD1")).isEmpty();
    assertThat(Suite.byName("")).isEmpty();
  }
}
