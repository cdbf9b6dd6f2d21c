package dev.zerok.cli.command;

import dev.zerok.cli.terminal.Questions;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.RecoveryKit;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.RecoveryOptions;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.model.SyncStatus;
import dev.zerok.client.store.FileClientStore;
import dev.zerok.protocol.crypto.provider.Providers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zerok recover}: a group whose devices are lost comes back with its recovery kit. */
@Command(name = "recover",
    description = {
        "Bring a group back with its recovery kit. This machine becomes its admin, under fresh keys.",
        "It gets what is pushed from then on, not what was before."})
public final class RecoverCommand implements Callable<Integer> {
  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--kit-file", paramLabel = "FILE", required = true,
      description = "The recovery kit's text, as 'zerok init' showed it.") private Path kitFile =
          Path.of("");

  @Option(names = "--group", paramLabel = "NAME", defaultValue = "my devices",
      description = "The group's name for this device (default: ${DEFAULT-VALUE}); the kit does not hold it.") private String groupName =
          "";

  @Option(names = "--name", paramLabel = "NAME", defaultValue = "${HOSTNAME:-recovered device}",
      description = "This device's name.") private String deviceName = "";

  @Option(names = "--keep-devices",
      description = "The group's other devices stay in it. Without this they are out: right after a theft.") private boolean keepDevices;

  @Option(names = "--yes", description = "Do not ask.") private boolean yes;

  @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "60",
      description = "How long to wait for the relay (default: ${DEFAULT-VALUE}).") private int wait;

  @Override
  public Integer call() {
    Report report = output.report();
    Questions questions = output.questions();
    RunningDevice.Trouble trouble = new RunningDevice.Trouble(report);
    try (RecoveryKit kit = kit()) {
      String others = keepDevices ? "The other devices stay." : "All other devices are put out.";
      if (!yes && !questions.agrees("Replace the device list of group " + kit.group().hex() + "? "
          + others)) {
        throw new CommandFailure(ExitCode.DECLINED, "Nothing has changed.");
      }
      try (FileClientStore file = store.create(questions)) {
        CompletableFuture<SyncClient> recovering =
            SyncClient.recover(ClientConfig.of(file).withListener(trouble::see), kit,
                new RecoveryOptions(groupName, deviceName, keepDevices));
        try (SyncClient client = RunningDevice.await(recovering, trouble, wait,
            "The relay was not reached; nothing has changed. Try again.")) {
          SyncStatus status = client.status();
          report.event("recovered",
              "This device is the group's admin; " + status.devices()
                  + " in all. Next: zerok invite",
              Field.of("group", status.group().hex()), Field.of("device", status.device().hex()),
              Field.of("devices", status.devices()));
          return ExitCode.OK;
        }
      }
    }
  }

  private RecoveryKit kit() {
    try {
      return RecoveryKit.parse(Providers.fastest(), Files.readString(kitFile));
    } catch (IOException unreadable) {
      throw new CommandFailure(ExitCode.FAILED, "The file " + kitFile + " cannot be read.",
          unreadable);
    } catch (SyncProblem refused) {
      throw RunningDevice.failure(refused);
    }
  }
}
