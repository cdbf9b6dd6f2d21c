package dev.zerok.cli.command;

import dev.zerok.cli.terminal.PlainText;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.model.ContentEvent;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.protocol.id.DeviceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a script reads of an event: its name, what a program can use of it under stable names, and the words for a person. */
final class EventFields {
  private EventFields() {}

  /** The event's name, {@code device_joined} for instance. */
  static String name(Record event) {
    return event.getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
        .toLowerCase(Locale.ROOT);
  }

  static Field[] of(SyncEvent event) {
    return with(event.words(), switch (event) {
      case SyncEvent.Connected e -> List.of(Field.of("relay", e.relayUrl()),
          Field.of("head", e.headCursor()), Field.of("waiting", e.pending()));
      case SyncEvent.Disconnected e -> List.of(Field.of("retry_in_millis", e.retryInMillis()));
      case SyncEvent.CaughtUp e -> List.of(Field.of("cursor", e.cursor()));
      case SyncEvent.PresenceChanged e ->
          List.of(Field.of("count", e.online().size()), Field.of("online", ids(e.online())));
      case SyncEvent.DeviceJoined e -> List.of(device(e.device()), Field.of("admin", e.admin()),
          Field.of("self", e.self()));
      case SyncEvent.DeviceGone e -> List.of(device(e.device()), Field.of("how", e.how()));
      case SyncEvent.RoleChanged e -> List.of(device(e.device()), Field.of("role", e.role()));
      case SyncEvent.EpochStarted e -> List.of(Field.of("epoch", e.epoch()));
      case SyncEvent.GapReported e -> List.of(Field.of("from", e.from()), Field.of("to", e.to()),
          Field.of("lost", e.lost()));
      case SyncEvent.HistoryLost e -> List.of(Field.of("from", e.from()), Field.of("to", e.to()));
      case SyncEvent.BlobParked e -> List.of(sender(e.sender()),
          Field.of("device_seq", e.deviceSeq()), Field.of("cursor", e.cursor()),
          Field.of("reason", e.reason()));
      case SyncEvent.BlobNotApplied e -> List.of(Field.of("cursor", e.cursor()),
          Field.of("retry_in_millis", e.retryInMillis()));
      case SyncEvent.PushRejected e -> List.of(Field.of("device_seq", e.deviceSeq()));
      case SyncEvent.PushDelayed e -> List.of(Field.of("device_seq", e.deviceSeq()),
          Field.of("retry_in_millis", e.retryInMillis()));
      case SyncEvent.BadBox e -> List.of(device(e.device()), Field.of("epoch", e.epoch()));
      case SyncEvent.RelayLostData e -> List.of(Field.of("again", e.again()));
      case SyncEvent.RelayIdentityChanged e -> List.of(Field.of("identity", e.identityHex()));
      case SyncEvent.ClockOff e -> List.of(Field.of("ahead_millis", e.aheadMillis()));
      case SyncEvent.EventsLost e -> List.of(Field.of("count", e.count()));
      default -> List.of();
    });
  }

  static Field[] of(ContentEvent event) {
    return with(event.words(), switch (event) {
      case ContentEvent.ContentArriving e -> List.of(sender(e.sender()),
          Field.of("content", e.id().hex()), Field.of("name", e.name()),
          Field.of("bytes", e.size()));
      case ContentEvent.ContentRefused e -> List.of(sender(e.sender()),
          Field.of("content", e.id().hex()), Field.of("name", e.name()),
          Field.of("bytes", e.size()));
      case ContentEvent.ContentIncomplete e -> List.of(sender(e.sender()),
          Field.of("content", e.id().hex()), Field.of("name", e.name()));
      case ContentEvent.ContentWithdrawn e -> List.of(sender(e.sender()),
          Field.of("content", e.id().hex()), Field.of("name", e.name()));
      case ContentEvent.ContentNotTaken e -> List.of(sender(e.sender()),
          Field.of("content", e.id().hex()), Field.of("name", e.name()),
          Field.of("retry_in_millis", e.retryInMillis()));
      case ContentEvent.ContentSent e -> List.of(Field.of("content", e.id().hex()),
          Field.of("name", e.name()), Field.of("bytes", e.size()));
      case ContentEvent.ContentGivenUp e ->
          List.of(Field.of("content", e.id().hex()), Field.of("name", e.name()));
      default -> List.of();
    });
  }

  private static Field device(DeviceId device) {
    return Field.of("device", device.hex());
  }

  private static Field sender(DeviceId sender) {
    return Field.of("sender", sender.hex());
  }

  /** Objects are flat: ids stand in one string, a space between two. */
  private static String ids(Set<DeviceId> devices) {
    return devices.stream().map(DeviceId::hex).sorted().collect(Collectors.joining(" "));
  }

  private static Field[] with(String words, List<Field> fields) {
    List<Field> all = new ArrayList<>(fields);
    all.add(Field.of("words", PlainText.oneLine(words)));
    return all.toArray(Field[]::new);
  }
}
