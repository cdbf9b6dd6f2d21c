package dev.zerok.cli.command;

import dev.zerok.cli.terminal.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zerok watch}: receives, opens, writes to disk, acknowledges. */
@Command(name = "watch",
    description = "Receive what other devices push, and push what waits here. Runs until Ctrl-C.")
public final class WatchCommand implements Callable<Integer> {
  /** "Until told otherwise", in seconds. */
  private static final long FOREVER = Long.MAX_VALUE / 2_000_000_000L;

  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--into", paramLabel = "DIR",
      description = "Write received files here, large ones too. Nothing that is there is replaced. Without it large files are refused.") private @Nullable Path into;

  @Option(names = "--count", paramLabel = "N", defaultValue = "0",
      description = "End after so many texts and files (0: go on).") private int count;

  @Option(names = "--until-caught-up",
      description = "End when everything that was waiting is here.") private boolean untilCaughtUp;

  @Option(names = "--for", paramLabel = "SECONDS", defaultValue = "0",
      description = "Give up after so many seconds (0: never).") private long seconds;

  @Option(names = "--no-presence",
      description = "Hide from the other devices that this one is online; it does not see them either.") private boolean hidden;

  private final CompletableFuture<Void> countReached = new CompletableFuture<>();

  @Override
  public Integer call() throws IOException {
    Report report = output.report();
    Receiving receiving = new Receiving(into, report, this::counted);
    try (RunningDevice device = RunningDevice.start(store.openExisting(output.questions()), report,
        receiving.handler(), receiving.state(), !hidden, receiving::attachTo)) {
      long patience = seconds > 0 ? seconds : FOREVER;
      String late = "Time is over: " + receiving.received() + " received.";
      if (count > 0) {
        device.await(countReached, patience, late);
      }
      if (count > 0 || untilCaughtUp) {
        device.await(device.client().caughtUp(), patience, late);
        return ExitCode.OK;
      }
      return device.await(new CompletableFuture<>(), patience, late);
    }
  }

  private void counted(int received) {
    if (received == count) {
      countReached.complete(null);
    }
  }
}
