package dev.zerok.relay.routing;

import dev.zerok.protocol.limit.Limits;
import dev.zerok.relay.port.WaitReason;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Room for presented chains to be verified (ADMIT-3): so many at a time, of which one address prefix gets a few; and so many entries
 * of an address prefix in an hour, by a bucket that fills evenly. Verifying a chain is what costs the relay most of all that a
 * stranger can ask for, and anybody can make a chain that verifies. Any thread.
 */
final class ChainRoom {
  /** Places that one address prefix may hold at a time: whatever it presents, the others find room. */
  static final int PLACES_OF_ONE_ADDRESS = 2;

  /** Prefixes remembered; beyond, the one that came longest ago is forgotten and begins anew. */
  static final int PREFIXES = 10_000;

  private static final int SOON_MILLIS = 1_000;
  private static final long HOUR_MILLIS = 3_600_000;

  /**
   * No room for now.
   *
   * @param retryAfterMillis when there may be some
   */
  record Full(WaitReason why, int retryAfterMillis) {}

  /** What is left, in 1/3 600 000 of an entry, so that a millisecond adds exactly the rate. */
  private record Bucket(long level, long atMillis) {}

  private final int places;
  private final int entriesPerHour;
  private final Map<String, Integer> atWork = new HashMap<>();
  private final Map<String, Bucket> buckets = new LinkedHashMap<>();
  private int taken;

  ChainRoom(int places, int entriesPerHour) {
    this.places = places;
    this.entriesPerHour = entriesPerHour;
  }

  /** Takes a place and counts the entries; empty if that was done, and {@link #leave} has to follow. Otherwise nothing is counted. */
  synchronized Optional<Full> enter(String prefix, int entries, long nowMillis) {
    int own = atWork.getOrDefault(prefix, 0);
    if (own >= PLACES_OF_ONE_ADDRESS) {
      return Optional.of(new Full(WaitReason.CHAINS_OF_ADDRESS, SOON_MILLIS));
    }
    long level = level(buckets.get(prefix), nowMillis);
    long missing = entries * HOUR_MILLIS - level;
    if (missing > 0) {
      long millis = Math.ceilDiv(missing, entriesPerHour);
      return Optional.of(
          new Full(WaitReason.ENTRIES_OF_ADDRESS,
              (int) Math.min(millis, Limits.LEARNED_DELAY_CAP_MILLIS)));
    }
    if (taken >= places) {
      return Optional.of(new Full(WaitReason.CHAINS_AT_WORK, SOON_MILLIS));
    }
    taken++;
    atWork.put(prefix, own + 1);
    buckets.remove(prefix); // so that it stands behind all others
    buckets.put(prefix, new Bucket(-missing, nowMillis));
    if (buckets.size() > PREFIXES) {
      buckets.remove(buckets.keySet().iterator().next());
    }
    return Optional.empty();
  }

  /** Gives the place back; the entries stay counted. */
  synchronized void leave(String prefix) {
    taken--;
    atWork.compute(prefix, (same, own) -> own == null || own == 1 ? null : own - 1);
  }

  /** Places taken now. */
  synchronized int taken() {
    return taken;
  }

  /** Prefixes remembered now. */
  synchronized int prefixes() {
    return buckets.size();
  }

  private long level(@Nullable Bucket before, long nowMillis) {
    long full = entriesPerHour * HOUR_MILLIS;
    if (before == null) {
      return full;
    }
    long elapsed = Math.clamp(nowMillis - before.atMillis(), 0L, HOUR_MILLIS);
    return Math.min(full, before.level() + elapsed * entriesPerHour);
  }
}
