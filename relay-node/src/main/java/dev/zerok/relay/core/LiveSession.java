package dev.zerok.relay.core;

/** What the rules keep of a connected session; gone with it. */
final class LiveSession {
  private final SessionKey key;
  private final PushCreditMeter meter;
  private boolean holeTold;

  LiveSession(SessionKey key, PushCreditMeter meter) {
    this.key = key;
    this.meter = meter;
  }

  SessionKey key() {
    return key;
  }

  PushCreditMeter meter() {
    return meter;
  }

  /** True for the first push behind a hole; until {@link #holeFilled} all others are dropped (PUSH-3). */
  boolean takeHoleReport() {
    boolean first = !holeTold;
    holeTold = true;
    return first;
  }

  /** The expected sequence came. */
  void holeFilled() {
    holeTold = false;
  }
}
