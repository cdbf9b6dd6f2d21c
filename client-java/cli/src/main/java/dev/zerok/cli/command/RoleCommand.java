package dev.zerok.cli.command;

import dev.zerok.cli.terminal.Questions;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.model.MemberRole;
import dev.zerok.protocol.id.DeviceId;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zerok role DEVICE member|admin|dormant}: what a device may do in the group. */
@Command(name = "role",
    description = "Make a device a member, an admin, or dormant (it is rarely on: what it has not fetched is not kept for it).")
public final class RoleCommand implements Callable<Integer> {
  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(index = "0", paramLabel = "DEVICE",
      description = "Its id as 'zerok devices' shows it, or an unmistakable beginning.") private String prefix =
          "";

  @Parameters(index = "1", paramLabel = "ROLE",
      description = "member, admin or dormant.") private MemberRole role = MemberRole.MEMBER;

  @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "30",
      description = "How long to wait for the relay (default: ${DEFAULT-VALUE}).") private int wait;

  @Override
  public Integer call() {
    Report report = output.report();
    Questions questions = output.questions();
    try (RunningDevice device = RunningDevice.start(store.openExisting(questions), report, null)) {
      DeviceId target = DevicePrefix.find(prefix, device.client().devices());
      device.await(device.client().setRole(target, role), wait,
          "The relay was not reached; nothing has changed. Try again.");
      String name = role.name().toLowerCase(Locale.ROOT);
      report.event("role_set", "Device " + target.hex() + ": " + name + ".",
          Field.of("device", target.hex()), Field.of("role", name));
      return ExitCode.OK;
    }
  }
}
