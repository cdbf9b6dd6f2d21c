package dev.zerok.cli.command;

import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.MemberDevice;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code zerok devices}: who is in the group, as the roster on this device's disk has it. */
@Command(name = "devices", description = "List the group's devices. Works offline.")
public final class DevicesCommand implements Callable<Integer> {
  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    Report report = output.report();
    try (SyncClient client =
        RunningDevice.open(ClientConfig.of(store.openExisting(output.questions())))) {
      for (MemberDevice device : client.devices()) {
        report.event("device",
            device.id().hex() + (device.admin() ? "  admin" : "  member")
                + (device.dormant() ? ", dormant" : "")
                + (device.self() ? "  (this device)" : ""),
            Field.of("device", device.id().hex()), Field.of("admin", device.admin()),
            Field.of("dormant", device.dormant()),
            Field.of("self", device.self()), Field.of("last_seen_seq", device.lastSeenSeq()));
      }
    }
    return ExitCode.OK;
  }
}
