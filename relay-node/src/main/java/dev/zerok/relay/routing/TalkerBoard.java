package dev.zerok.relay.routing;

import dev.zerok.protocol.id.GroupId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which groups pushed most lately: counts of the present and the last ten minutes. In memory, for the
 * operator's eyes. Any thread.
 */
public final class TalkerBoard {
  static final long WINDOW_MILLIS = 600_000;

  /** Groups counted in one window; what others push meanwhile is not seen here. */
  static final int GROUPS = 10_000;

  /**
   * What one group pushed.
   *
   * @param pushes stored
   * @param bytes of their sealed payload
   */
  public record Talker(GroupId group, long pushes, long bytes) {
    private Talker plus(Talker other) {
      return new Talker(group, pushes + other.pushes, bytes + other.bytes);
    }

    @Override
    public String toString() {
      return "Talker[" + pushes + " pushes]";
    }
  }

  private Map<GroupId, Talker> present = new HashMap<>();
  private Map<GroupId, Talker> last = Map.of();
  private long since;

  synchronized void pushed(GroupId group, int bytes, long nowMillis) {
    turn(nowMillis);
    if (present.size() < GROUPS || present.containsKey(group)) {
      present.merge(group, new Talker(group, 1, bytes), Talker::plus);
    }
  }

  /** Those who pushed most bytes, the most first. */
  public synchronized List<Talker> top(int most, long nowMillis) {
    turn(nowMillis);
    Map<GroupId, Talker> sums = new HashMap<>(last);
    present.forEach((group, talker) -> sums.merge(group, talker, Talker::plus));
    Stream<Talker> ordered =
        sums.values().stream().sorted(Comparator.comparingLong(Talker::bytes).reversed());
    return ordered.limit(most).toList();
  }

  private void turn(long nowMillis) {
    long windows = (nowMillis - since) / WINDOW_MILLIS;
    if (windows > 0) {
      last = windows == 1 ? present : Map.of();
      present = new HashMap<>();
      since += windows * WINDOW_MILLIS;
    }
  }
}
