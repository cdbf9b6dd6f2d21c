package dev.zerok.cli.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zerok.house.ProjectRoot;
import dev.zerok.house.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every rule of the protocol has a test that names it, and every such name is a rule. */
class RuleTableTest {
  private static final Path DOCUMENT = Path.of("protocol", "PROTOCOL.md");
  private static final Path REPORT = Path.of("target", "rules.md");

  @Test
  void rules_ofTheProtocol_areEachProvenByATest() throws IOException {
    Path root = ProjectRoot.find();
    Path document = root.resolve(DOCUMENT);
    if (!Files.exists(document)) {
      System.out.println("Rule table skipped: there is no " + DOCUMENT + " to read rules from.");
    }
    assumeTrue(Files.exists(document));

    var tests = new TaggedTests();
    for (Path file : SourceTree.at(root).files()) {
      if (file.toString().replace('\\', '/').contains("/src/test/java/")) {
        tests.addFrom(Files.readString(file));
      }
    }
    RuleTable table = RuleTable.of(Files.readString(document), tests);

    Files.createDirectories(REPORT.getParent());
    Files.writeString(REPORT, table.markdown());
    System.out.println(DOCUMENT + ": " + table.summary() + "; see client-java/cli/" + REPORT);
    assertThat(table.faults()).isEmpty();
  }

  @Test
  void rules_areTheListItemsThatBeginWithABoldId() {
    SpecifiedRules rules = SpecifiedRules.in("""
        # Heading **SEAL-9**
        Prose about **SEAL-8** is no rule.
        - **SEAL-1** A rule.
          * **SEAL-2a.** A rule of a rule.
        - **SEAL-3** ▷ Later.
        - **NOISE-4 ▷** Later, too.
        - see **SEAL-7**
        - **SEAL-1** Once more.
        """);

    assertThat(rules.active()).containsExactly("SEAL-1", "SEAL-2a");
    assertThat(rules.reserved()).containsExactly("SEAL-3", "NOISE-4");
    assertThat(rules.repeated()).containsExactly("SEAL-1");
  }

  @Test
  void tags_belongToTheMethodOrTypeDeclaredNext() {
    var tests = new TaggedTests();
    tests.addFrom("""
        /** A class of tests. */
        @TAG("SEAL-1")
        class Seals {
          @Test
          @TAG("SEAL-2") @TAG("SEAL-3")
          void seal_binds() {}

          @TAG("slow")
          void other() {}

          // @TAG("SEAL-9")
          @Nested
          class Inner {
            @ParameterizedTest
            @TAG("SEAL-2")
            void seal_holds(int n) {}
          }
        }
        """.replace("@TAG", "@" + "Tag"));

    assertThat(tests.byRule()).isEqualTo(Map.of(
        "SEAL-1", List.of("Seals"),
        "SEAL-2", List.of("Seals.seal_binds", "Inner.seal_holds"),
        "SEAL-3", List.of("Seals.seal_binds")));
  }

  @Test
  void table_namesWhatIsMissingOnEitherSide() {
    var tests = new TaggedTests();
    tests.addFrom("class A { @TAG(\"SEAL-1\") @TAG(\"SEAL-7\") void a_b() {} }"
        .replace("@TAG", "@" + "Tag"));
    RuleTable table = RuleTable.of("""
        - **SEAL-1** Proven.
        - **SEAL-2** Not proven.
        - **SEAL-3** ▷ Reserved.
        - **SEAL-3** ▷ Reserved.
        """, tests);

    assertThat(table.faults()).containsExactly(
        "SEAL-3 stands at two rules: number one of them anew",
        "SEAL-2 has no test: tag the one that proves it",
        "SEAL-7 is no rule of the document, yet a tag of A.a_b");
    assertThat(table.summary()).isEqualTo("1 of 2 rules proven by 2 tagged tests, 1 reserved");
    assertThat(table.markdown()).isEqualTo("""
        # Rules and the tests that prove them

        | rule | tests |
        |---|---|
        | SEAL-1 | A.a_b |
        | SEAL-2 | none |
        | SEAL-3 ▷ | reserved |
        """);
  }
}
