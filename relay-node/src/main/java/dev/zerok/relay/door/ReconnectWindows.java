package dev.zerok.relay.door;

/** When devices come back whose relay vanishes or goes down (SESS-5, SESS-6, DOOR-6). */
public final class ReconnectWindows {
  /** However few there are: nobody is hurt by a second. */
  static final long LEAST_MILLIS = 1_000;

  /** Clients wait no longer, whatever they are told. */
  static final long MOST_MILLIS = 300_000;

  /** A relay that goes down on purpose is mostly back after so long. */
  static final long LEAST_MILLIS_OF_RETURN = 10_000;

  private static final double SLACK = 1.05;
  private static final double GOLDEN = 0.618_033_988_749_894_9;

  private ReconnectWindows() {}

  /** The time within which so many sessions can come back at this rate. */
  public static long millis(long sessions, double perSecond) {
    return Math.clamp(
        Math.round(SLACK * 1_000 * sessions / perSecond), LEAST_MILLIS, MOST_MILLIS);
  }

  /** Whether a window is so different from the one that was told that it is worth telling: twice or half of it. */
  public static boolean isNews(long told, long now) {
    return now >= 2 * told || 2 * now <= told;
  }

  /**
   * A time to come back for each of those who are told to go. They lie evenly over the window, however many there are and in
   * whatever order they are asked for (multiples of the golden ratio).
   *
   * @param number 0, 1, 2 …, a new one for each
   */
  public static long returnAfter(int number, long windowMillis) {
    double turn = number * GOLDEN;
    return (long) ((turn - Math.floor(turn)) * Math.max(windowMillis, LEAST_MILLIS_OF_RETURN));
  }
}
