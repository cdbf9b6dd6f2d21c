package dev.zerok.cli.command;

import dev.zerok.cli.terminal.PlainText;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.model.SyncStatus;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zerok status}: where this device stands, and whether the relay admits it. */
@Command(name = "status",
    description = "Show where this device stands, and whether the relay admits it.")
public final class StatusCommand implements Callable<Integer> {
  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "5",
      description = "How long to try to reach the relay (default: ${DEFAULT-VALUE}; 0: do not try).") private int wait;

  @Override
  public Integer call() {
    Report report = output.report();
    Report aside = new Report(System.err, false);
    try (RunningDevice device =
        RunningDevice.start(store.openExisting(output.questions()), aside, null)) {
      int code = reach(device);
      show(report, device.client().status());
      return code;
    }
  }

  private int reach(RunningDevice device) {
    if (wait == 0) {
      return ExitCode.OK;
    }
    try {
      device.await(device.connected(), wait, "The relay was not reached.");
      return ExitCode.OK;
    } catch (CommandFailure failure) {
      System.err.println("zerok: " + failure.getMessage());
      return failure.exitCode();
    }
  }

  private static void show(Report report, SyncStatus s) {
    String connection = s.connection().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    report.event("status",
        """
        group       %s  "%s"
        device      %s  "%s"%s
        relay       %s, %s%s
        devices     %d, epoch %d
        position    %d of %d
        outbox      %d waiting, %d bytes%s
        parked      %d%s""".formatted(s.group().hex(), PlainText.oneLine(s.groupName()),
            s.device().hex(),
            PlainText.oneLine(s.deviceName()), s.admin() ? "  admin" : "", s.relayUrl(), connection,
            s.relayUrls().size() > 1 ? ", 1 of " + s.relayUrls().size() + " addresses" : "",
            s.devices(), s.epoch(), s.cursor(),
            s.head(), s.outboxCount(), s.outboxBytes(),
            s.pushesDelayed().map(code -> ". " + code.advice()).orElse(""),
            s.parked(), s.stopped().map(words -> "\nstopped     " + words).orElse("")),
        Field.of("group", s.group().hex()), Field.of("group_name", s.groupName()),
        Field.of("device", s.device().hex()), Field.of("device_name", s.deviceName()),
        Field.of("relay", s.relayUrl()), Field.of("relays", String.join(" ", s.relayUrls())),
        Field.of("connection", connection),
        Field.of("admin", s.admin()), Field.of("devices", s.devices()),
        Field.of("epoch", s.epoch()), Field.of("cursor", s.cursor()),
        Field.of("head", s.head()), Field.of("outbox", s.outboxCount()),
        Field.of("outbox_bytes", s.outboxBytes()),
        Field.of("delayed_by",
            s.pushesDelayed().map(code -> code.name().toLowerCase(Locale.ROOT)).orElse("")),
        Field.of("parked", s.parked()), Field.of("stopped", s.stopped().orElse("")));
  }
}
