package dev.zerok.protocol.session;

import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.ReconnectWindow;
import java.util.OptionalLong;

/**
 * When a client that lost its session comes back (SESS-5): exponential backoff with full jitter, unless the relay named a window
 * beforehand or a delay at the end. Whatever the relay names is capped, and after failures in a row its word never makes the
 * client faster than the backoff would: a relay that says "at once" for ever does not make it spin.
 *
 * <p>Pure state; lives as long as the client, over all its sessions. Single-threaded.
 */
public final class Reconnect {
  private static final long NOT_ADMITTED = -1;
  private static final long NO_WINDOW = -1;

  private int failures;
  private int slotsInARow;
  private long windowMillis = NO_WINDOW;
  private long admittedAtMillis = NOT_ADMITTED;

  /** Tells that a session was admitted. {@code nowMillis} is any clock that does not go back, always the same one. */
  public void admitted(long nowMillis) {
    admittedAtMillis = nowMillis;
    slotsInARow = 0;
  }

  /** Tells the window that a Welcome or Notice named; zero takes an earlier one back. */
  public void windowNamed(ReconnectWindow window) {
    long millis = Integer.toUnsignedLong(window.getWindowMillis());
    windowMillis = millis == 0 ? NO_WINDOW : Math.min(millis, Limits.LEARNED_DELAY_CAP_MILLIS);
  }

  /**
   * How long to wait before the next attempt. To be asked once for each session lost and each attempt failed.
   *
   * @return milliseconds; empty if the client must not come back by itself (SESS-4)
   */
  public OptionalLong nextDelayMillis(ReconnectCause cause, long nowMillis, RandomSource random) {
    if (admittedAtMillis != NOT_ADMITTED
        && nowMillis - admittedAtMillis >= Limits.STABLE_SESSION_MILLIS) {
      failures = 0;
    }
    admittedAtMillis = NOT_ADMITTED;
    if (cause instanceof ReconnectCause.ToldToStay) {
      return OptionalLong.empty();
    }
    if (cause instanceof ReconnectCause.GivenSlot given) {
      windowMillis = NO_WINDOW;
      return OptionalLong.of(slot(given.slot().waitMillis(), random));
    }
    long delay = delay(cause, random);
    failures++;
    windowMillis = NO_WINDOW; // it counts for the first attempt only
    return OptionalLong.of(delay);
  }

  private long delay(ReconnectCause cause, RandomSource random) {
    if (cause instanceof ReconnectCause.ToldWhen told) {
      return told(told.afterMillis(), random);
    }
    return cause instanceof ReconnectCause.EndedHere ? told(0, random) : withoutWord(random);
  }

  private long told(long afterMillis, RandomSource random) {
    long capped = Math.min(afterMillis, Limits.LEARNED_DELAY_CAP_MILLIS);
    return failures == 0 ? capped : Math.max(capped, backoff(random));
  }

  /**
   * A slot is kept to the millisecond, or it is lost. Whoever sits on the line can give one too: after some in a row the client's own
   * delay counts as well.
   */
  private long slot(long waitMillis, RandomSource random) {
    int beyond = slotsInARow - Limits.SLOTS_KEPT_EXACTLY;
    slotsInARow++;
    return beyond < 0 ? waitMillis : Math.max(waitMillis, backoffAfter(beyond, random));
  }

  private long withoutWord(RandomSource random) {
    return windowMillis == NO_WINDOW ? backoff(random) : UniformMillis.upTo(windowMillis, random);
  }

  private long backoff(RandomSource random) {
    return backoffAfter(failures, random);
  }

  private static long backoffAfter(int attempts, RandomSource random) {
    int doublings = Math.min(attempts, 30); // far beyond the cap, and no overflow
    return UniformMillis.upTo(
        Math.min(Limits.RECONNECT_CAP_MILLIS, Limits.RECONNECT_FIRST_MILLIS << doublings), random);
  }
}
