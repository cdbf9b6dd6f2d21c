package dev.zerok.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.cli.command.RelayOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code docs/commands.md} speaks of what is there, and of all of it. */
class CommandsPageTest {
  private static final Path PAGE = Path.of("../../docs/commands.md");
  private static final Pattern CALL = Pattern.compile("\\./zerok ([^`#|\n]*)");
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");
  private static final Pattern NAMED_OPTION = Pattern.compile("`(--[a-z][a-z-]*)");

  private static CommandSpec model() {
    CommandSpec root = new CommandLine(new ZerokCommand()).getCommandSpec();
    RelayOptions.describe(root);
    return root;
  }

  private static List<String> calls() throws IOException {
    return CALL.matcher(Files.readString(PAGE)).results().map(call -> call.group(1)).toList();
  }

  /** The command that a call names, its sub-command if it has one. */
  private static CommandSpec named(String call, CommandSpec root) {
    CommandSpec found = root;
    for (String word : call.split(" ", -1)) {
      CommandLine next = found.subcommands().get(word);
      if (next == null) {
        return found;
      }
      found = next.getCommandSpec();
    }
    return found;
  }

  @Test
  void everyCallOnThePage_namesACommandAndOptionsThatItHas() throws IOException {
    CommandSpec root = model();
    List<String> wrong = new ArrayList<>();
    for (String call : calls()) {
      CommandSpec command = named(call, root);
      boolean known = command != root || call.startsWith("--") || call.startsWith("COMMAND");
      if (!known) {
        wrong.add("no command: " + call);
      }
      OPTION.matcher(call)
          .results()
          .map(MatchResult::group)
          .filter(option -> command.findOption(option) == null)
          .forEach(option -> wrong.add(command.qualifiedName() + " has no " + option));
    }

    assertThat(wrong).isEmpty();
    assertThat(calls()).hasSizeGreaterThan(40);
  }

  @Test
  void everyOptionThatThePageSpeaksOf_isOneOfSomeCommand() throws IOException {
    TreeSet<String> known = new TreeSet<>();
    collectOptions(model(), known);

    assertThat(NAMED_OPTION.matcher(Files.readString(PAGE)).results().map(found -> found.group(1)))
        .isNotEmpty()
        .isSubsetOf(known);
  }

  private static void collectOptions(CommandSpec command, TreeSet<String> into) {
    command.options().forEach(option -> into.addAll(Arrays.asList(option.names())));
    command.subcommands().values().forEach(sub -> collectOptions(sub.getCommandSpec(), into));
  }

  @Test
  void everyCommand_isOnThePage() throws IOException {
    CommandSpec root = model();
    TreeSet<String> shown = new TreeSet<>();
    calls().forEach(call -> shown.add(named(call, root).qualifiedName()));

    assertThat(shown).containsAll(leaves(root));
  }

  /** All commands that do something themselves. */
  private static List<String> leaves(CommandSpec command) {
    Map<String, CommandLine> subs = command.subcommands();
    return subs.isEmpty()
        ? List.of(command.qualifiedName())
        : subs.values().stream().flatMap(sub -> leaves(sub.getCommandSpec()).stream()).toList();
  }
}
