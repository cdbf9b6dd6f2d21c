package dev.zerok.cli.command;

import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.OutboxView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zerok outbox}: the own pushes that are still kept here, sealed, for whoever wants to look for them elsewhere. */
@Command(name = "outbox",
    description = "List this device's own pushes that not every device has yet. Works offline.")
public final class OutboxCommand implements Callable<Integer> {
  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--export", paramLabel = "DIR",
      description = "Write each one's sealed bytes into this folder, as they go over the wire, and the Deliver frame by which"
          + " others get them.") private @Nullable Path export;

  @Override
  public Integer call() throws IOException {
    Report report = output.report();
    try (SyncClient client =
        RunningDevice.open(ClientConfig.of(store.openExisting(output.questions())))) {
      for (OutboxView push : client.outbox()) {
        if (export != null) {
          Files.createDirectories(export);
          Files.write(export.resolve(push.deviceSeq() + ".sealed"), push.sealed().toByteArray());
          Files.write(export.resolve(push.deviceSeq() + ".deliver"),
              push.deliver().toByteArray());
        }
        report.event(
            "outbox", "push " + push.deviceSeq() + ", " + push.sealed().size() + " bytes sealed, "
                + (push.cursor() == 0
                    ? "not at the relay yet"
                    : "at the relay, cursor " + push.cursor()),
            Field.of("device_seq", push.deviceSeq()), Field.of("bytes", push.sealed().size()),
            Field.of("cursor", push.cursor()));
      }
    }
    return ExitCode.OK;
  }
}
