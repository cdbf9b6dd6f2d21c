package dev.zerok.relay.door;

/**
 * How many handshakes a second this machine can do beside its work for the devices that are connected, told from the time that the
 * last ones took: a moving mean over each of a handshake's two steps. A step that was held up, by a collection of garbage or a busy
 * machine, counts at most {@link #MOST_TIMES} the mean, so that one hiccup does not close the door and a slow machine is still noticed.
 *
 * <p>Any thread.
 */
public final class HandshakeRate {
  /** Of the event loops' time, what new handshakes may take: connected devices have the rest. */
  static final double SHARE = 0.5;

  /** What a step is taken to cost before the first one was measured. */
  static final double FIRST_GUESS_NANOS = 400_000;

  static final double MOST_TIMES = 8;

  private static final double WEIGHT = 1.0 / 32;
  private static final double NANOS_PER_SECOND = 1e9;

  /** The two messages of a client that cost agreements of keys. */
  public enum Step {
    ANSWERED,
    FINISHED
  }

  private final DoorPolicy policy;
  private final int loops;
  private double answerNanos = FIRST_GUESS_NANOS;
  private double finishNanos = FIRST_GUESS_NANOS;
  private volatile double perSecond;

  /**
   * @param loops event loops that do handshakes
   */
  public HandshakeRate(DoorPolicy policy, int loops) {
    this.policy = policy;
    this.loops = loops;
    perSecond = compute();
  }

  /** A step took so long. */
  public synchronized void took(Step step, long nanos) {
    switch (step) {
      case ANSWERED -> answerNanos = moved(answerNanos, nanos);
      case FINISHED -> finishNanos = moved(finishNanos, nanos);
    }
    perSecond = compute();
  }

  private static double moved(double mean, long nanos) {
    double counted = Math.clamp((double) nanos, 0.0, MOST_TIMES * mean);
    return Math.max(1, mean + WEIGHT * (counted - mean));
  }

  /** Handshakes a second, within the policy's bounds. */
  public double perSecond() {
    return perSecond;
  }

  private double compute() {
    double possible = loops * SHARE * NANOS_PER_SECOND / (answerNanos + finishNanos);
    return Math.clamp(possible, policy.minPerSecond(), policy.maxPerSecond());
  }
}
