package dev.zerok.relay.ops;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; names everything that is wrong with it at once. */
public final class InvalidConfig extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<ConfigProblem> problems;

  InvalidConfig(List<ConfigProblem> problems) {
    super(
        problems.stream()
            .map(ConfigProblem::toString)
            .collect(Collectors.joining("\n  ", "The configuration is not valid:\n  ", "")));
    this.problems = List.copyOf(problems);
  }

  /** Everything that is wrong, in the order in which the keys are documented; unknown keys first. */
  public List<ConfigProblem> problems() {
    return problems;
  }
}
