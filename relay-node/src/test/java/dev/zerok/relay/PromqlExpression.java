package dev.zerok.relay;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Reads a PromQL expression as Prometheus does, as far as the relay's rules go: brackets, the binding of operators, and what each
 * part is, so that an operator or function whose operand is of the wrong kind is found without a Prometheus.
 */
final class PromqlExpression {
  /** What a part of an expression yields. */
  enum Kind {
    SCALAR,
    VECTOR,
    RANGE
  }

  private record Function(List<Kind> operands, Kind result) {}

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*([0-9][0-9.]*|[a-zA-Z_:][a-zA-Z0-9_:]*|\"[^\"]*\"|\\[[0-9]+[smhd]]|[=!<>]=|[=!]~|\\S)\\s*");
  private static final List<Set<String>> LOOSEST_FIRST =
      List.of(
          Set.of("or"),
          Set.of("and", "unless"),
          Set.of("==", "!=", "<", ">", "<=", ">="),
          Set.of("+", "-"),
          Set.of("*", "/", "%"));
  private static final int COMPARISONS = 2;
  private static final Set<String> MATCHINGS = Set.of("on", "ignoring");
  private static final Set<String> GROUPINGS = Set.of("group_left", "group_right");
  private static final Set<String> AGGREGATIONS = Set.of("sum", "min", "max", "avg", "count");
  private static final Map<String, Function> FUNCTIONS =
      Map.of(
          "time", new Function(List.of(), Kind.SCALAR),
          "rate", new Function(List.of(Kind.RANGE), Kind.VECTOR),
          "increase", new Function(List.of(Kind.RANGE), Kind.VECTOR),
          "histogram_quantile",
          new Function(List.of(Kind.SCALAR, Kind.VECTOR), Kind.VECTOR));

  private final List<String> tokens;
  private int at;

  private PromqlExpression(String text) {
    tokens = TOKEN.matcher(text).results().map((MatchResult token) -> token.group(1)).toList();
  }

  /**
   * What the expression yields.
   *
   * @throws IllegalArgumentException in words, if Prometheus could not read it
   */
  static Kind kindOf(String text) {
    PromqlExpression reader = new PromqlExpression(text);
    Kind kind = reader.operation(0);
    if (reader.at < reader.tokens.size()) {
      throw new IllegalArgumentException("nothing opens the " + reader.next());
    }
    return kind;
  }

  private Kind operation(int level) {
    if (level == LOOSEST_FIRST.size()) {
      return operand();
    }
    Kind left = operation(level + 1);
    while (LOOSEST_FIRST.get(level).contains(next())) {
      at++;
      boolean matching = labels(MATCHINGS) | labels(GROUPINGS);
      Kind right = operation(level + 1);
      boolean vectors = left == Kind.VECTOR && right == Kind.VECTOR;
      if (matching && !vectors) {
        throw new IllegalArgumentException("labels are matched between instant vectors only");
      }
      if (left == Kind.RANGE || right == Kind.RANGE || level < COMPARISONS && !vectors
          || level == COMPARISONS && left == Kind.SCALAR && right == Kind.SCALAR) {
        throw new IllegalArgumentException("an operator between " + left + " and " + right);
      }
      left = left == Kind.VECTOR ? left : right;
    }
    return left;
  }

  private Kind operand() {
    String first = next();
    at++;
    if (first.equals("(")) {
      Kind inner = operation(0);
      require(")");
      return inner;
    }
    if (Character.isDigit(first.isEmpty() ? ' ' : first.charAt(0))) {
      return Kind.SCALAR;
    }
    if (!first.matches("[a-zA-Z_:][a-zA-Z0-9_:]*")) {
      throw new IllegalArgumentException("an operand is missing at '" + first + "'");
    }
    if (AGGREGATIONS.contains(first)) {
      labels(Set.of("by", "without"));
      arguments(new Function(List.of(Kind.VECTOR), Kind.VECTOR));
      labels(Set.of("by", "without"));
      return Kind.VECTOR;
    }
    if (next().equals("(")) {
      Function called = FUNCTIONS.get(first);
      if (called == null) {
        throw new IllegalArgumentException(first + " is no function that is known here");
      }
      return arguments(called);
    }
    return series();
  }

  private Kind arguments(Function called) {
    require("(");
    for (Kind wanted : called.operands()) {
      if (wanted != called.operands().getFirst()) {
        require(",");
      }
      Kind given = operation(0);
      if (given != wanted) {
        throw new IllegalArgumentException("a function takes " + wanted + ", not " + given);
      }
    }
    require(")");
    return called.result();
  }

  private Kind series() {
    if (next().equals("{")) {
      do {
        at++;
        at++;
        if (!Set.of("=", "!=", "=~", "!~").contains(next())) {
          throw new IllegalArgumentException("a label is compared by '" + next() + "'");
        }
        at++;
        if (!next().startsWith("\"")) {
          throw new IllegalArgumentException("a label is compared with '" + next() + "'");
        }
        at++;
      } while (next().equals(","));
      require("}");
    }
    if (next().startsWith("[") && next().length() > 1) {
      at++;
      return Kind.RANGE;
    }
    return Kind.VECTOR;
  }

  /** A word with labels in brackets, if it is there. */
  private boolean labels(Set<String> words) {
    if (!words.contains(next())) {
      return false;
    }
    at++;
    require("(");
    while (!next().equals(")")) {
      at++;
      if (at >= tokens.size()) {
        break;
      }
    }
    require(")");
    return true;
  }

  private void require(String token) {
    if (!next().equals(token)) {
      throw new IllegalArgumentException("'" + token + "' is missing at '" + next() + "'");
    }
    at++;
  }

  private String next() {
    return at < tokens.size() ? tokens.get(at) : "";
  }
}
