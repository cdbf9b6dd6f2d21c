package dev.zerok.cli.command;

import dev.zerok.cli.terminal.Questions;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.protocol.id.DeviceId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zerok remove DEVICE}: takes a device out and starts a new epoch, so that it cannot read what comes later. */
@Command(name = "remove",
    description = "Remove a device, for instance a lost phone. It gets nothing from then on.")
public final class RemoveCommand implements Callable<Integer> {
  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "DEVICE",
      description = "Its id as 'zerok devices' shows it, or an unmistakable beginning.") private String prefix =
          "";

  @Option(names = "--yes", description = "Do not ask.") private boolean yes;

  @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "30",
      description = "How long to wait for the relay (default: ${DEFAULT-VALUE}).") private int wait;

  @Override
  public Integer call() {
    Report report = output.report();
    Questions questions = output.questions();
    try (RunningDevice device = RunningDevice.start(store.openExisting(questions), report, null)) {
      DeviceId target = DevicePrefix.find(prefix, device.client().devices());
      if (!yes && !questions
          .agrees("Remove device " + target.hex() + "? What it already has stays on it.")) {
        throw new CommandFailure(ExitCode.DECLINED, "Nothing was removed.");
      }
      device.await(device.client().remove(target), wait,
          "The relay was not reached; the device is still in the group. Try again.");
      report.event("removed",
          "Device " + target.hex()
              + " is out. What is pushed from now on is sealed under a new key.",
          Field.of("device", target.hex()));
      return ExitCode.OK;
    }
  }
}
