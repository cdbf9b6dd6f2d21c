package dev.zerok.relay.ops;

import dev.zerok.relay.port.GroupSummary;
import dev.zerok.relay.routing.TalkerBoard.Talker;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Writes what administrators see: a table for people, or one JSON object a line. Clear group ids stand in neither. */
final class AdminReport {
  /** Groups shown, those with most stored bytes. */
  static final int MOST_GROUPS = 1_000;

  /** Talkers shown. */
  static final int MOST_TALKERS = 20;

  private final OpaqueGroupIds ids;
  private final boolean json;

  AdminReport(OpaqueGroupIds ids, boolean json) {
    this.ids = ids;
    this.json = json;
  }

  String groups(AdminActions actions) {
    Comparator<GroupSummary> byBytes = Comparator.comparingLong(GroupSummary::storedBytes);
    PriorityQueue<GroupSummary> largest = new PriorityQueue<>(byBytes);
    long[] seen = new long[1];
    actions.visitGroups(
        group -> {
          seen[0]++;
          largest.add(group);
          if (largest.size() > MOST_GROUPS) {
            largest.remove();
          }
        });
    List<GroupSummary> rows = largest.stream().sorted(byBytes.reversed()).toList();
    String lines = rows.stream().map(this::row).collect(Collectors.joining());
    String left =
        seen[0] > rows.size() ? (seen[0] - rows.size()) + " smaller groups are not shown\n" : "";
    return json
        ? lines
        : String.format(Locale.ROOT, "%-32s  %15s  %7s  %15s  %s%n", "group", "stored bytes",
            "devices",
            "this month", "last activity") + lines + left;
  }

  private String row(GroupSummary group) {
    String active = time(group.usage().activeHour());
    return String.format(
        Locale.ROOT,
        json
            ? "{\"group\":\"%s\",\"stored_bytes\":%d,\"devices\":%d,\"month_bytes\":%d,\"last_activity\":\"%s\"}%n"
            : "%-32s  %,15d  %7d  %,15d  %s%n",
        ids.of(group.group()), group.storedBytes(), group.devices(), group.usage().pushedBytes(),
        active);
  }

  String talkers(AdminActions actions) {
    String lines =
        actions.topTalkers(MOST_TALKERS).stream().map(this::row).collect(Collectors.joining());
    return json
        ? lines
        : String.format(Locale.ROOT, "%-32s  %9s  %15s  (this and the last ten minutes)%n", "group",
            "pushes",
            "bytes") + lines;
  }

  private String row(Talker talker) {
    return String.format(
        Locale.ROOT,
        json ? "{\"group\":\"%s\",\"pushes\":%d,\"bytes\":%d}%n" : "%-32s  %,9d  %,15d%n",
        ids.of(talker.group()), talker.pushes(), talker.bytes());
  }

  String erased(String opaque) {
    return json
        ? "{\"event\":\"erased\",\"group\":\"" + opaque + "\"}\n"
        : "Group " + opaque + " is erased; its devices are told that it is over.\n";
  }

  String draining() {
    return json
        ? "{\"event\":\"draining\"}\n"
        : "The relay says goodbye to all sessions and ends.\n";
  }

  private static String time(long unixHour) {
    return unixHour == 0
        ? "unknown"
        : Instant.ofEpochSecond(TimeUnit.HOURS.toSeconds(unixHour)).toString();
  }
}
