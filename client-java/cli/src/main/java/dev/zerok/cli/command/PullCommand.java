package dev.zerok.cli.command;

import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.model.PullResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zerok pull}: receives what waits, once. */
@Command(name = "pull",
    description = "Receive what waits, then end. For machines that are online for moments only.")
public final class PullCommand implements Callable<Integer> {
  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--into", paramLabel = "DIR",
      description = "Write received files here, large ones too. Nothing that is there is replaced. Without it large files are refused.") private @Nullable Path into;

  @Option(names = "--max", paramLabel = "N", defaultValue = "2147483647",
      description = "Take at most so many (default: all that wait).") private int max;

  @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "300",
      description = "Give up after so long (default: ${DEFAULT-VALUE}).") private int wait;

  @Override
  public Integer call() throws IOException {
    if (max < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--max is at least 1.");
    }
    Report report = output.report();
    Receiving receiving = new Receiving(into, report, received -> {});
    try (RunningDevice device = RunningDevice.idle(store.openExisting(output.questions()), report,
        receiving.handler(), receiving.state(), receiving::attachTo)) {
      PullResult result = device.await(device.client().pull(max), wait, "Time is over.");
      report.event("pulled",
          receiving.received() + " received." + (result.more() ? " More waits." : ""),
          Field.of("received", receiving.received()), Field.of("more", result.more()),
          Field.of("cursor", result.cursor()));
    }
    return ExitCode.OK;
  }
}
