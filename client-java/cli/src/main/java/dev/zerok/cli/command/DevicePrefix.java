package dev.zerok.cli.command;

import dev.zerok.client.model.MemberDevice;
import dev.zerok.protocol.id.DeviceId;
import java.util.List;
import java.util.Locale;

/** The device that a person means by the beginning of its id. */
final class DevicePrefix {
  private DevicePrefix() {}

  /**
   * The one device whose id begins so.
   *
   * @throws CommandFailure if there is none, or more than one
   */
  static DeviceId find(String prefix, List<MemberDevice> devices) {
    String wanted = prefix.toLowerCase(Locale.ROOT);
    List<DeviceId> fitting =
        devices.stream().map(MemberDevice::id).filter(id -> id.hex().startsWith(wanted)).toList();
    if (fitting.size() != 1 || wanted.isEmpty()) {
      throw new CommandFailure(ExitCode.FAILED,
          (fitting.isEmpty() ? "No device" : "More than one device")
              + " of the group begins with '" + prefix.replaceAll("[^0-9a-zA-Z]", "?")
              + "'. 'zerok devices' lists them.");
    }
    return fitting.getFirst();
  }
}
