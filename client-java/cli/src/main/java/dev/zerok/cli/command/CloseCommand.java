package dev.zerok.cli.command;

import dev.zerok.cli.terminal.PlainText;
import dev.zerok.cli.terminal.Questions;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zerok close}: ends the group for all its devices. */
@Command(name = "close",
    description = "End the group for all its devices; the relay erases it. There is no way back.")
public final class CloseCommand implements Callable<Integer> {
  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--yes", description = "Do not ask.") private boolean yes;

  @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "30",
      description = "How long to wait for the relay (default: ${DEFAULT-VALUE}).") private int wait;

  @Override
  public Integer call() {
    Report report = output.report();
    Questions questions = output.questions();
    try (RunningDevice device = RunningDevice.start(store.openExisting(questions), report, null)) {
      String name = device.client().status().groupName();
      if (!yes && !questions.agrees("End the group \""
          + PlainText.oneLine(name) + "\" for all "
          + device.client().devices().size()
          + " devices? What is on its way is lost, and no kit brings it back. Are you sure?")) {
        throw new CommandFailure(ExitCode.DECLINED, "Nothing has changed.");
      }
      device.await(device.client().closeGroup(), wait,
          "The relay was not reached; the group goes on. Try again.");
      report.event("closed", "The group is closed. What its devices have stays on them.",
          Field.of("group", device.client().status().group().hex()));
      return ExitCode.OK;
    }
  }
}
