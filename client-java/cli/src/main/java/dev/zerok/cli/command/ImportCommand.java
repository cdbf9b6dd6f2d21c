package dev.zerok.cli.command;

import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.store.FileClientStore;
import dev.zerok.client.store.StoreFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code zerok import FILE}: a device that was exported elsewhere goes on here. */
@Command(name = "import",
    description = "Move an exported device into this machine's folder. The file is gone afterwards.")
public final class ImportCommand implements Callable<Integer> {
  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "FILE", description = "What 'zerok export' wrote.") private Path file =
      Path.of("");

  @Override
  public Integer call() {
    Report report = output.report();
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure(ExitCode.FAILED, "There is no file " + file
          + ". Name the file that 'zerok export' wrote; nothing was imported.");
    }
    try {
      FileClientStore.importFrom(file, store.folder());
      report.event("imported",
          "The device is in " + store.folder() + "; its passphrase is as before. Next: zerok watch",
          Field.of("folder", store.folder()));
      return ExitCode.OK;
    } catch (StoreFailure failure) {
      throw new CommandFailure(ExitCode.FAILED, String.valueOf(failure.getMessage()), failure);
    }
  }
}
