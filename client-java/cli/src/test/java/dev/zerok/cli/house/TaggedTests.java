package dev.zerok.cli.house;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tests that say by a tag which rule they prove, found in the text of test sources. */
final class TaggedTests {
  private static final Pattern TAG_OR_NAME = Pattern.compile(
      "@Tag\\(\\s*\"(" + SpecifiedRules.ID + ")\"\\s*\\)"
          + "|\\bvoid\\s+(\\w+)\\s*\\("
          + "|\\b(?:class|record|interface)\\s+(\\w+)");

  private final SortedMap<String, List<String>> testsOfRule = new TreeMap<>();

  /** Adds the tests of one source file. A tag belongs to the method or type declared next. */
  void addFrom(String source) {
    var waiting = new ArrayList<String>();
    String type = "";
    Matcher found = TAG_OR_NAME.matcher(withoutLineComments(source));
    while (found.find()) {
      if (found.group(1) != null) {
        waiting.add(found.group(1));
        continue;
      }
      boolean isMethod = found.group(2) != null;
      type = isMethod ? type : found.group(3);
      String test = isMethod ? type + "." + found.group(2) : type;
      waiting.forEach(id -> testsOfRule.computeIfAbsent(id, key -> new ArrayList<>()).add(test));
      waiting.clear();
    }
  }

  /** The tests that prove each rule, by the rule's id. */
  SortedMap<String, List<String>> byRule() {
    return testsOfRule;
  }

  private static String withoutLineComments(String source) {
    return source.replaceAll("(?m)^\\s*(//|\\*|/\\*).*$", "");
  }
}
