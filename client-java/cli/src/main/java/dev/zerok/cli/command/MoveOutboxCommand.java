package dev.zerok.cli.command;

import dev.zerok.cli.terminal.Questions;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.store.FileClientStore;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code zerok move-outbox OLD}: what an old or replaced device could not send goes out from this one. */
@Command(name = "move-outbox",
    description = {
        "Push from this device what still waits in the folder of an old one of the same group:",
        "after 'this store is an old copy', or when the old device was replaced."})
public final class MoveOutboxCommand implements Callable<Integer> {
  private static final int LONGEST_SECONDS = 600;

  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "OLD",
      description = "The old device's folder; the same passphrase must unlock it.") private Path old =
          Path.of("");

  @Override
  public Integer call() {
    Report report = output.report();
    Questions questions = output.questions();
    try (FileClientStore source = store.openOther(old, questions);
        RunningDevice device = RunningDevice.start(store.openExisting(questions), report, null)) {
      int moved = device.await(device.client().moveOutbox(source), LONGEST_SECONDS,
          "This took too long. Run it again: what was moved is not moved twice.");
      report.event("moved", moved + " payloads wait at this device now.", Field.of("count", moved));
      return ExitCode.OK;
    }
  }
}
