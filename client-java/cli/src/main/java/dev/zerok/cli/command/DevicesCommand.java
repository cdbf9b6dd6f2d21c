package dev.zerok.cli.command;

import dev.zerok.cli.terminal.PlainText;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.DeviceProgress;
import dev.zerok.client.model.MemberDevice;
import dev.zerok.client.model.PresenceState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zerok devices}: who is in the group, as the roster on this device's disk has it. */
@Command(name = "devices",
    description = "List the group's devices. Works offline; --progress asks the relay who is behind.")
public final class DevicesCommand implements Callable<Integer> {
  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--progress",
      description = "Show who is online and how far each device is: what the relay says, and what is proven.") private boolean progress;

  @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "10",
      description = "With --progress: how long to wait for the relay (default: ${DEFAULT-VALUE}).") private int wait;

  @Override
  public Integer call() {
    Report report = output.report();
    return progress ? progress(report) : list(report);
  }

  private int progress(Report report) {
    Report aside = new Report(System.err, false);
    try (RunningDevice device =
        RunningDevice.start(store.openExisting(output.questions()), aside, null)) {
      List<DeviceProgress> known = device.await(device.client().freshProgress(), wait,
          "The relay was not reached.");
      long head = device.client().status().head();
      known.forEach(one -> show(report, one, head));
    }
    return ExitCode.OK;
  }

  private static void show(Report report, DeviceProgress device, long head) {
    // The relay tells each device about the others only, and it has just answered this one.
    PresenceState presence = device.self() ? PresenceState.ONLINE : device.online();
    String online = presence.name().toLowerCase(Locale.ROOT);
    String lastSeen = device.relayLastSeen().map(Instant::toString).orElse("");
    long applied = device.relayApplied().orElse(0);
    report.event("progress",
        "%s  %-7s  %d of %d, %d behind  (proven: %d)%s%s".formatted(device.device().hex(), online,
            applied, head, Math.max(0, head - applied), device.provenApplied(),
            lastSeen.isEmpty() ? "" : "  last seen " + lastSeen,
            device.self() ? "  (this device)" : ""),
        Field.of("device", device.device().hex()), Field.of("self", device.self()),
        Field.of("online", online), Field.of("relay_applied", applied),
        Field.of("relay_last_seen", lastSeen), Field.of("proven_applied", device.provenApplied()),
        Field.of("head", head));
  }

  private int list(Report report) {
    try (SyncClient client =
        RunningDevice.open(ClientConfig.of(store.openExisting(output.questions())))) {
      for (MemberDevice device : client.devices()) {
        report.event("device",
            device.id().hex() + (device.admin() ? "  admin" : "  member")
                + (device.dormant() ? ", dormant" : "")
                + (device.self() ? "  (this device)" : "")
                + (device.name().isEmpty() ? "" : "  \"" + PlainText.oneLine(device.name()) + "\""),
            Field.of("device", device.id().hex()), Field.of("name", device.name()),
            Field.of("admin", device.admin()),
            Field.of("dormant", device.dormant()),
            Field.of("self", device.self()), Field.of("last_seen_seq", device.lastSeenSeq()));
      }
    }
    return ExitCode.OK;
  }
}
