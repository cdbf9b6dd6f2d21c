package dev.zerok.protocol.session;

import dev.zerok.protocol.limit.Limits;

/**
 * The deadlines of a connection, all in milliseconds and above zero. {@link #standard} is what the protocol says; other values
 * are for tests and for operators who know why.
 *
 * @param handshakeMillis for the whole Noise handshake (WS-4)
 * @param firstFrameMillis from the handshake's end to the first frame (WS-4)
 * @param admissionMillis at the relay: from the refusal to the whole chain, however long it is (ADMIT-3); at the client: from the last thing sent to the relay's verdict
 * @param silenceMillis without a byte from the other side (SESS-2)
 * @param ageMillis of a session at its end (SESS-3)
 * @param ageJitterMillis how much earlier or later the end may be, at most {@code ageMillis}
 */
public record SessionTimings(
    long handshakeMillis,
    long firstFrameMillis,
    long admissionMillis,
    long silenceMillis,
    long ageMillis,
    long ageJitterMillis) {

  private static final SessionTimings STANDARD =
      new SessionTimings(
          Limits.OPENING_STEP_MILLIS,
          Limits.OPENING_STEP_MILLIS,
          Limits.ADMISSION_MILLIS,
          Limits.SILENCE_MILLIS,
          Limits.SESSION_AGE_MILLIS,
          Limits.SESSION_AGE_JITTER_MILLIS);

  public SessionTimings {
    requirePositive("handshakeMillis", handshakeMillis);
    requirePositive("firstFrameMillis", firstFrameMillis);
    requirePositive("admissionMillis", admissionMillis);
    requirePositive("silenceMillis", silenceMillis);
    requirePositive("ageMillis", ageMillis);
    requirePositive("ageJitterMillis", ageJitterMillis);
    if (ageJitterMillis > ageMillis) {
      throw new IllegalArgumentException("ageJitterMillis must not be over ageMillis");
    }
  }

  /** The values of PROTOCOL.md § 3. */
  public static SessionTimings standard() {
    return STANDARD;
  }

  private static void requirePositive(String name, long millis) {
    if (millis <= 0) {
      throw new IllegalArgumentException(name + " must be above zero, not " + millis);
    }
  }
}
