package dev.zerok.protocol.session;

import java.util.Optional;

/** The deadlines of one connection (WS-4, SESS-2, SESS-3). Times are of any clock that does not go back. */
final class Deadlines {
  private static final long NEVER = Long.MAX_VALUE;

  /** Which deadline has passed. */
  enum Passed {
    STEP,
    SILENCE,
    AGE
  }

  private final long silenceMillis;
  private final long endOfAge;
  private long heardAt;
  private long endOfStep;

  private Deadlines(long silenceMillis, long endOfAge, long nowMillis, long endOfStep) {
    this.silenceMillis = silenceMillis;
    this.endOfAge = endOfAge;
    this.heardAt = nowMillis;
    this.endOfStep = endOfStep;
  }

  /** Of a connection that begins its handshake now and ends at a certain age. */
  static Deadlines ofRelay(SessionTimings timings, long nowMillis, long ageMillis) {
    return new Deadlines(
        timings.silenceMillis(), nowMillis + ageMillis, nowMillis,
        nowMillis + timings.handshakeMillis());
  }

  /** Of a connection that begins its handshake now; the relay looks to its age. */
  static Deadlines ofClient(SessionTimings timings, long nowMillis) {
    return new Deadlines(timings.silenceMillis(), NEVER, nowMillis,
        nowMillis + timings.handshakeMillis());
  }

  void heard(long nowMillis) {
    heardAt = nowMillis;
  }

  /** The step that is under way must end by then. */
  void stepEndsAt(long millis) {
    endOfStep = millis;
  }

  void noStep() {
    endOfStep = NEVER;
  }

  Optional<Passed> passed(long nowMillis) {
    if (nowMillis >= endOfStep) {
      return Optional.of(Passed.STEP);
    }
    if (nowMillis - heardAt >= silenceMillis) {
      return Optional.of(Passed.SILENCE);
    }
    return nowMillis >= endOfAge ? Optional.of(Passed.AGE) : Optional.empty();
  }

  /** The earliest time at which {@link #passed} can give anything. */
  long next() {
    return Math.min(Math.min(endOfStep, endOfAge), heardAt + silenceMillis);
  }
}
