package dev.zerok.relay.routing;

import java.util.LinkedHashMap;
import java.util.Map;

/** How many groups each address prefix has created lately. Any thread. */
final class CreationQuota {
  private static final long HOUR_MILLIS = 3_600_000;

  /** Addresses remembered; beyond, the one that was counted longest ago is forgotten. */
  private static final int ADDRESSES = 10_000;

  private record Count(long sinceMillis, int created) {}

  private final int perHour;
  private final Map<String, Count> counts = new LinkedHashMap<>();

  CreationQuota(int perHour) {
    this.perHour = perHour;
  }

  /** How long an address that created as many as it may has to wait, at least 1; 0 if it may create another one. */
  synchronized long millisUntilAllowed(String address, long nowMillis) {
    Count count = counts.get(address);
    if (count == null || count.created() < perHour) {
      return 0;
    }
    return Math.max(0, count.sinceMillis() + HOUR_MILLIS - nowMillis);
  }

  synchronized void created(String address, long nowMillis) {
    Count before = counts.remove(address);
    if (before == null || nowMillis - before.sinceMillis() >= HOUR_MILLIS) {
      counts.put(address, new Count(nowMillis, 1));
    } else {
      counts.put(address, new Count(before.sinceMillis(), before.created() + 1));
    }
    if (counts.size() > ADDRESSES) {
      counts.remove(counts.keySet().iterator().next());
    }
  }
}
