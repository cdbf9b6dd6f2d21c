package dev.zerok.cli.terminal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** A command's manual page in roff, man(7) macros, made from what its {@code --help} knows. */
public final class ManPage {
  private final StringBuilder page = new StringBuilder();

  private ManPage() {}

  /** The page of section 1 for this command, its sub-commands named. */
  public static String of(CommandSpec command) {
    return new ManPage().write(command);
  }

  private String write(CommandSpec command) {
    UsageMessageSpec usage = command.usageMessage();
    String name = command.qualifiedName("-");
    macro("TH", quoted(name.toUpperCase(Locale.ROOT)) + " 1 \"\" "
        + quoted(String.join(" ", command.root().version())));
    section("NAME");
    line(name + " - " + first(command));
    section("SYNOPSIS");
    line(new CommandLine.Help(command, CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .synopsis(0)
        .strip());
    section("DESCRIPTION");
    paragraphs(usage.description());
    if (!command.positionalParameters().isEmpty()) {
      section("ARGUMENTS");
      command.positionalParameters().forEach(this::argument);
    }
    section("OPTIONS");
    command.options().stream().filter(option -> !option.hidden()).forEach(this::option);
    terms("COMMANDS", summaries(command.subcommands()));
    terms("EXIT STATUS", command.root().usageMessage().exitCodeList());
    if (usage.footer().length > 0) {
      section("NOTES");
      paragraphs(usage.footer());
    }
    return page.toString();
  }

  private void argument(PositionalParamSpec parameter) {
    item(parameter.paramLabel(), parameter);
  }

  private void option(OptionSpec option) {
    String names = String.join(", ", option.names());
    item(option.arity().max() == 0 ? names : names + " " + option.paramLabel(), option);
  }

  private void item(String term, ArgSpec argument) {
    macro("TP", "");
    line(term);
    paragraphs(argument.description());
  }

  private static Map<String, String> summaries(Map<String, CommandLine> commands) {
    Map<String, String> summaries = new LinkedHashMap<>();
    commands.forEach((name, command) -> summaries.put(name, first(command.getCommandSpec())));
    return summaries;
  }

  /** A section of terms and their meanings; none where there are none. */
  private void terms(String title, Map<String, String> meanings) {
    if (meanings.isEmpty()) {
      return;
    }
    section(title);
    meanings.forEach((term, meaning) -> {
      macro("TP", "");
      line(term);
      line(meaning);
    });
  }

  private static String first(CommandSpec command) {
    String[] description = command.usageMessage().description();
    return description.length == 0 ? "" : plain(description[0]).strip();
  }

  private void paragraphs(String... texts) {
    for (int i = 0; i < texts.length; i++) {
      if (i > 0) {
        macro("br", "");
      }
      plain(texts[i]).lines().map(String::strip).filter(l -> !l.isEmpty()).forEach(this::line);
    }
  }

  /** Descriptions are formats: what is written as percent sign and n there is the end of a line. */
  private static String plain(String description) {
    return description.replace("%n", "\n").replace("%%", "%");
  }

  private void section(String title) {
    macro("SH", title);
  }

  private void macro(String name, String arguments) {
    page.append('.').append(name).append(arguments.isEmpty() ? "" : " " + arguments).append('\n');
  }

  /** A line of text: a backslash or a dash means something to roff, and so does a leading dot or apostrophe. */
  private void line(String text) {
    for (String part : text.lines().toList()) {
      String escaped = part.strip().replace("\\", "\\e").replace("-", "\\-");
      boolean control = List.of(".", "'").stream().anyMatch(escaped::startsWith);
      page.append(control ? "\\&" : "").append(escaped).append('\n');
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "") + '"';
  }
}
