package dev.zerok.cli.command;

import dev.zerok.relay.ops.RelayFlags;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The relay parses its flags itself, from the same table as its file and environment. Whoever writes about the commands (completion,
 * manual) puts them into the model with this.
 */
public final class RelayOptions {
  private RelayOptions() {}

  /** The relay's flags, in the place of options that only the client knows. Once for a model, and not before its {@code relay} is run. */
  public static void describe(CommandSpec root) {
    CommandSpec relay =
        Objects.requireNonNull(root.subcommands().get(RelayCommand.NAME)).getCommandSpec();
    for (String foreign : List.of("--tls-ca", "--version")) {
      OptionSpec option = relay.findOption(foreign);
      if (option != null) {
        relay.remove(option);
      }
    }
    for (RelayFlags.Flag flag : RelayFlags.all()) {
      OptionSpec.Builder option = OptionSpec.builder(flag.name())
          // A description is a format.
          .description(flag.meaning().replace("%", "%%"));
      relay.addOption(switch (flag.takes()) {
        case NOTHING -> option.arity("0").type(boolean.class).build();
        case TEXT -> option.arity("1").type(String.class).paramLabel("VALUE").build();
        case FILE -> option.arity("1").type(Path.class).paramLabel("FILE").build();
      });
    }
  }
}
