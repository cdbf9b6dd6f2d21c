package dev.zerok.relay.edge;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many handshakes each address prefix may begin: a bucket that holds a minute's worth and fills evenly. A
 * handshake is the most expensive thing that a stranger can make the relay do. Any thread.
 */
final class HandshakeQuota {
  /** Prefixes remembered; beyond, the one that came longest ago is forgotten and begins anew. */
  static final int PREFIXES = 10_000;

  private static final long MINUTE_MILLIS = 60_000;

  /** What is left, in 1/60 000 of a handshake, so that a millisecond adds exactly the rate. */
  private record Bucket(long level, long atMillis) {}

  private final int perMinute;
  private final Map<String, Bucket> buckets = new LinkedHashMap<>();

  HandshakeQuota(int perMinute) {
    this.perMinute = perMinute;
  }

  /** Counts one handshake; false, and nothing counted, if the prefix began too many lately. */
  synchronized boolean take(String prefix, long nowMillis) {
    Bucket before = buckets.remove(prefix);
    long full = perMinute * MINUTE_MILLIS;
    long level = full;
    if (before != null) {
      long elapsed = Math.clamp(nowMillis - before.atMillis(), 0L, MINUTE_MILLIS);
      level = Math.min(full, before.level() + elapsed * perMinute);
    }
    boolean allowed = level >= MINUTE_MILLIS;
    buckets.put(prefix, new Bucket(allowed ? level - MINUTE_MILLIS : level, nowMillis));
    if (buckets.size() > PREFIXES) {
      buckets.remove(buckets.keySet().iterator().next());
    }
    return allowed;
  }

  synchronized int size() {
    return buckets.size();
  }
}
