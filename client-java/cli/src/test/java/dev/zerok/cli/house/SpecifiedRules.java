package dev.zerok.cli.house;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbered rules of a protocol document, in its order: list items that begin with a bold id.
 *
 * @param active the ids that a test must prove
 * @param reserved the ids marked {@code ▷}: announced, and in force only in a later version
 * @param repeated the ids that stand at more than one item
 */
record SpecifiedRules(Set<String> active, Set<String> reserved, List<String> repeated) {
  /** What an id looks like, in the document and in a tag. */
  static final String ID = "[A-Z][A-Z0-9]*-[0-9]+[a-z]?";

  private static final Pattern ITEM =
      Pattern.compile("^\\s*[-*+] +\\*\\*(" + ID + ")\\s*(▷)?\\s*[.:]?\\*\\*\\s*(▷)?");

  /** Reads the rules from the document's text. */
  static SpecifiedRules in(String document) {
    var active = new LinkedHashSet<String>();
    var reserved = new LinkedHashSet<String>();
    var repeated = new ArrayList<String>();
    document.lines().map(ITEM::matcher).filter(Matcher::find).forEach(item -> {
      String id = item.group(1);
      if (active.contains(id) || reserved.contains(id)) {
        repeated.add(id);
      }
      boolean isReserved = item.group(2) != null || item.group(3) != null;
      (isReserved ? reserved : active).add(id);
    });
    return new SpecifiedRules(active, reserved, repeated);
  }

  boolean has(String id) {
    return active.contains(id) || reserved.contains(id);
  }
}
