package dev.zerok.cli.command;

import dev.zerok.cli.terminal.Questions;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.model.SyncStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zerok leave}: this device goes out of the group. */
@Command(name = "leave", description = "Take this device out of the group. What it has stays.")
public final class LeaveCommand implements Callable<Integer> {
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
      if (!yes && !questions.agrees(
          "Leave the group? To come back this device must be invited again.")) {
        throw new CommandFailure(ExitCode.DECLINED, "Nothing has changed.");
      }
      device.await(device.client().leave(), wait,
          "The relay was not reached; this device is still in the group. Try again.");
      SyncStatus status = device.client().status();
      report.event("left", "This device is out of the group. What it has stays in its folder.",
          Field.of("group", status.group().hex()), Field.of("device", status.device().hex()));
      return ExitCode.OK;
    }
  }
}
