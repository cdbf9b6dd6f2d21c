package dev.zerok.cli.command;

import dev.zerok.relay.RelayMain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code zerok relay}: the relay in this process. Its flags are its own. */
@Command(name = RelayCommand.NAME, description = "Run a relay (see 'zerok relay --help').")
public final class RelayCommand implements Callable<Integer> {
  static final String NAME = "relay";

  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() {
    return RelayMain.run(arguments.toArray(String[]::new));
  }
}
