package dev.zerok.cli.command;

import dev.zerok.cli.terminal.Questions;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.store.FileClientStore;
import dev.zerok.client.store.StoreFailure;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zerok export FILE}: this device moves to another machine. */
@Command(name = "export",
    description = {
        "Move this device into a file, encrypted under its passphrase, for another machine.",
        "It is moved, not copied: this folder refuses to be used from then on."})
public final class ExportCommand implements Callable<Integer> {
  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "FILE",
      description = "A file that does not exist yet.") private Path file =
          Path.of("");

  @Option(names = "--yes", description = "Do not ask.") private boolean yes;

  @Override
  public Integer call() {
    Report report = output.report();
    Questions questions = output.questions();
    if (!yes && !questions.agrees(
        "Move the device out of " + store.folder() + "? It works only where it is imported.")) {
      throw new CommandFailure(ExitCode.DECLINED, "Nothing has changed.");
    }
    try (FileClientStore source = store.openExisting(questions)) {
      source.exportTo(file.toAbsolutePath(),
          "This device was exported into " + file.getFileName()
              + ". Use it where that file was imported; if the file is lost, pair a new device.");
      report.event("exported",
          "The device is in " + file + ". On the other machine: zerok import " + file.getFileName(),
          Field.of("file", file));
      return ExitCode.OK;
    } catch (StoreFailure failure) {
      throw new CommandFailure(ExitCode.FAILED, String.valueOf(failure.getMessage()), failure);
    }
  }
}
