package dev.zerok.cli.command;

import dev.zerok.cli.file.FolderState;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.model.PushReceipt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code zerok checkpoint DIR}: the folder's files as the state that later devices begin with. */
@Command(name = "checkpoint",
    description = "Push a folder's files as a checkpoint: devices that join later or were away for too long begin with it,"
        + " and the relay need not keep for them what came before.")
public final class CheckpointCommand implements Callable<Integer> {
  private static final int SECONDS = 60;

  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "DIR",
      description = "A folder that zerok watch --into keeps up to date.") private Path folder =
          Path.of("");

  @Override
  public Integer call() {
    Report report = output.report();
    if (!Files.isDirectory(folder)) {
      throw new CommandFailure(ExitCode.USAGE, folder + " is no folder.");
    }
    FolderState state = FolderState.offering(folder);
    try (RunningDevice device =
        RunningDevice.start(store.openExisting(output.questions()), report, null, state,
            client -> {})) {
      push(device, report);
      return ExitCode.OK;
    }
  }

  /** Makes one now and waits until the relay has it. */
  static void push(RunningDevice device, Report report) {
    String late =
        "The checkpoint was not made in time. If files wait for this device, receive them first: zerok watch --into DIR.";
    device.await(device.connected(), SECONDS,
        "The relay was not reached, and a checkpoint covers what this device has received. Try again.");
    device.await(device.client().caughtUp(), SECONDS, late);
    PushReceipt receipt = device.await(device.client().checkpoint(""), SECONDS, late);
    long cursor = device.awaitTaken(device.client().acknowledged(receipt), SECONDS,
        "The checkpoint is safe on this device's disk and goes out at the next command that reaches the relay.");
    report.event("checkpoint",
        "The folder's files are at the relay, sealed, for devices that come late.",
        Field.of("device_seq", receipt.deviceSeq()), Field.of("cursor", cursor));
  }
}
