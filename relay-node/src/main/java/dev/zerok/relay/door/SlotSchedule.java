package dev.zerok.relay.door;

/**
 * How many slots were given for each quarter of a second of the next five minutes, and how many of them were used: two numbers a
 * bucket, however many clients there are. Not thread-safe.
 *
 * <p>Not everybody comes back who was given a slot. The share that did lately says how many more are given than there is room for, at
 * most {@link #MOST_OVERBOOKED} times as many: otherwise whoever asks and never comes would make all others wait for nothing.
 */
final class SlotSchedule {
  static final int BUCKET_MILLIS = 250;

  /** Buckets ahead: five minutes, which is as long as a client waits. */
  static final int AHEAD = 1_200;

  /** Buckets behind that are kept, until nobody can use a slot of theirs any more. */
  private static final int BEHIND =
      Math.toIntExact(Doorkeeper.SLOT_VALID_MILLIS / BUCKET_MILLIS) + 1;

  /** Who has just been on the way when his bucket ended still counts as expected. */
  private static final int EXPECTED_LATE = 2;

  private static final int LENGTH = AHEAD + BEHIND;
  private static final double MOST_OVERBOOKED = 4;
  private static final double MEMORY = 0.98;
  private static final double GROWN = 1.05;

  private final int[] given = new int[LENGTH];
  private final int[] used = new int[LENGTH];
  private long present;
  private double lateGiven = 1;
  private double lateUsed = 1;
  private long firstFree;
  private double roomOfFirstFree;

  SlotSchedule(long nowMillis) {
    present = bucketOf(nowMillis);
  }

  /** Time has passed. It must not go back. */
  void passTo(long nowMillis) {
    long now = bucketOf(nowMillis);
    long forgotten = Math.min(now - present, LENGTH);
    for (long bucket = present - BEHIND; bucket < present - BEHIND + forgotten; bucket++) {
      int at = index(bucket);
      remember(given[at], used[at]);
      given[at] = 0;
      used[at] = 0;
    }
    present = now;
  }

  private void remember(int bucketGiven, int bucketUsed) {
    if (bucketGiven > 0) {
      lateGiven = MEMORY * lateGiven + bucketGiven;
      lateUsed = MEMORY * lateUsed + Math.min(bucketGiven, bucketUsed);
    }
  }

  /**
   * Gives a slot in the first bucket that has room. If none has, one somewhere in the later half, which is then overbooked.
   *
   * @param draw random, spreads the slots over their bucket
   * @return the slot's time
   */
  long give(double perSecond, long draw) {
    double room =
        perSecond * BUCKET_MILLIS / 1_000 * Math.min(MOST_OVERBOOKED, lateGiven / lateUsed);
    long spread = Long.remainderUnsigned(draw, BUCKET_MILLIS);
    noteRoom(room);
    for (long bucket = Math.max(firstFree, present + 1); bucket < present + AHEAD; bucket++) {
      if (given[index(bucket)] < roomIn(bucket, room)) {
        firstFree = bucket;
        return giveIn(bucket) + spread;
      }
    }
    firstFree = present + AHEAD;
    long later = Long.remainderUnsigned(draw / BUCKET_MILLIS, AHEAD / 2);
    return giveIn(present + AHEAD / 2 + later) + spread;
  }

  /** What is before {@link #firstFree} is full and is not looked at again, unless the room has grown noticeably. */
  private void noteRoom(double room) {
    if (room > GROWN * roomOfFirstFree) {
      firstFree = present + 1;
      roomOfFirstFree = room;
    }
    roomOfFirstFree = Math.min(roomOfFirstFree, room);
  }

  /** Gives a slot at this time, whether there is room or not. */
  void giveAt(long slotMillis) {
    giveIn(bucketOf(slotMillis));
  }

  private long giveIn(long bucket) {
    given[index(bucket)]++;
    return bucket * BUCKET_MILLIS;
  }

  /** Whole numbers of which the mean is {@code room}. */
  private static long roomIn(long bucket, double room) {
    return (long) Math.floor((bucket + 1) * room) - (long) Math.floor(bucket * room);
  }

  /** Somebody came in his slot. */
  void use(long slotMillis) {
    long bucket = bucketOf(slotMillis);
    if (bucket >= present - BEHIND && bucket < present + AHEAD) {
      used[index(bucket)]++;
    }
  }

  /** Who has a slot about now and has not come yet. */
  int expected() {
    int expected = 0;
    for (long bucket = present - EXPECTED_LATE; bucket <= present; bucket++) {
      expected += Math.max(0, given[index(bucket)] - used[index(bucket)]);
    }
    return expected;
  }

  private static long bucketOf(long millis) {
    return Math.floorDiv(millis, BUCKET_MILLIS);
  }

  private static int index(long bucket) {
    return Math.floorMod(bucket, LENGTH);
  }
}
