package dev.zerok.cli.house;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Which test proves which rule of the protocol, and what is missing on either side. */
record RuleTable(SpecifiedRules rules, SortedMap<String, List<String>> tests) {
  /** One sentence for each rule without a test, each tag without a rule, and each id used twice. */
  List<String> faults() {
    var faults = new ArrayList<String>();
    rules.repeated()
        .forEach(id -> faults.add(id + " stands at two rules: number one of them anew"));
    rules.active()
        .stream()
        .filter(id -> !tests.containsKey(id))
        .forEach(id -> faults.add(id + " has no test: tag the one that proves it"));
    tests.forEach((id, proofs) -> {
      if (!rules.has(id)) {
        faults.add(id + " is no rule of the document, yet a tag of " + String.join(", ", proofs));
      }
    });
    return faults;
  }

  /** The table, in Markdown: every rule of the document in order, with the tests that prove it. */
  String markdown() {
    var table = new StringBuilder("# Rules and the tests that prove them\n\n");
    table.append("| rule | tests |\n|---|---|\n");
    rules.active().forEach(id -> row(table, id, tests.getOrDefault(id, List.of("none"))));
    rules.reserved()
        .forEach(id -> row(table, id + " ▷", tests.getOrDefault(id, List.of("reserved"))));
    return table.toString();
  }

  /** How many rules are proven, for the log of a build. */
  String summary() {
    long proven = rules.active().stream().filter(tests::containsKey).count();
    long tagged = tests.values().stream().mapToLong(List::size).sum();
    return "%d of %d rules proven by %d tagged tests, %d reserved"
        .formatted(proven, rules.active().size(), tagged, rules.reserved().size());
  }

  private static void row(StringBuilder table, String id, List<String> proofs) {
    table.append("| ").append(id).append(" | ").append(String.join("<br>", proofs)).append(" |\n");
  }

  /** The table of a document and of what {@code found} holds. */
  static RuleTable of(String document, TaggedTests found) {
    return new RuleTable(SpecifiedRules.in(document), found.byRule());
  }
}
