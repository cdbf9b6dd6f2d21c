package dev.zerok.relay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import dev.zerok.house.HouseRules;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayHouseTest extends HouseRules {
  private static final String ROOT = "dev.zerok.relay";

  /** The language, and the value types that the schema's generated messages are made of. */
  private static final String[] VALUES = {"java..", "org.jspecify..", "com.google.protobuf"};

  RelayHouseTest() {
    super(ROOT, ROOT, ROOT + ".ops..");
  }

  @Test
  void relay_cannotOpenWhatDevicesSeal() {
    check(noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.zerok.protocol.seal..", "dev.zerok.protocol.content..",
            "dev.zerok.protocol.pairing..", "dev.zerok.protocol.pake.."));
  }

  @Test
  void core_importsOnlyTheProtocolAndValues() {
    check(classes()
        .that()
        .resideInAPackage(ROOT + ".core..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(and(VALUES, "dev.zerok.protocol..", ROOT + ".core..")));
  }

  @Test
  void door_importsOnlyTheProtocolAndValues() {
    check(classes()
        .that()
        .resideInAPackage(ROOT + ".door..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(and(VALUES, "dev.zerok.protocol..", ROOT + ".door..")));
  }

  @Test
  void ports_importOnlyTheCoreTheProtocolAndValues() {
    check(classes()
        .that()
        .resideInAPackage(ROOT + ".port..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            and(VALUES, "dev.zerok.protocol..", ROOT + ".core..", ROOT + ".port..")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"edge", "routing", "log", "buffer", "wake"})
  void adapters_importNeitherEachOtherNorWhatWiresThem(String adapter) {
    check(classes()
        .that()
        .resideInAPackage(ROOT + "." + adapter + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackages(othersThan(adapter)));
  }

  @Test
  void rocksDb_staysInBufferAndLog() {
    checkOnlyIn("org.rocksdb..", ROOT + ".buffer..", ROOT + ".log..");
  }

  @Test
  void vertx_staysAtTheEdges() {
    checkOnlyIn("io.vertx..", ROOT, ROOT + ".edge..", ROOT + ".ops..", ROOT + ".routing..");
  }

  @Test
  void netty_staysAtTheEdges() {
    checkOnlyIn("io.netty..", ROOT, ROOT + ".edge..", ROOT + ".ops..", ROOT + ".routing..");
  }

  @Test
  void micrometer_staysInOps() {
    checkOnlyIn("io.micrometer..", ROOT + ".ops..");
  }

  @Test
  void yaml_staysInOps() {
    checkOnlyIn("org.snakeyaml..", ROOT + ".ops..");
  }

  private static String[] othersThan(String adapter) {
    Stream<String> others = Stream.of("edge", "routing", "log", "buffer", "wake", "ops")
        .filter(other -> !other.equals(adapter))
        .map(other -> ROOT + "." + other + "..");
    return Stream.concat(Stream.of(ROOT), others).toArray(String[]::new);
  }

  private static String[] and(String[] some, String... more) {
    return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
  }
}
