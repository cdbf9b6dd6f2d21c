package dev.zerok.cli.command;

import dev.zerok.cli.terminal.PlainText;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.PushReceipt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code zerok rename}: what this device calls itself. */
@Command(name = "rename",
    description = "Give this device another name. Works offline: the others hear of it at the next push or watch.")
public final class RenameCommand implements Callable<Integer> {
  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "NAME",
      description = "The name, at most 256 characters.") private String name =
          "";

  @Override
  public Integer call() {
    Report report = output.report();
    try (SyncClient client =
        RunningDevice.open(ClientConfig.of(store.openExisting(output.questions())))) {
      PushReceipt receipt = client.rename(name).join();
      report.event("renamed", "This device is now called \"" + PlainText.oneLine(name) + "\".",
          Field.of("name", name), Field.of("device_seq", receipt.deviceSeq()));
      return ExitCode.OK;
    } catch (IllegalArgumentException wrong) {
      throw new CommandFailure(ExitCode.USAGE, "That is no name: " + wrong.getMessage() + ".",
          wrong);
    } catch (CompletionException wrapped) {
      throw RunningDevice.failure(wrapped);
    }
  }
}
