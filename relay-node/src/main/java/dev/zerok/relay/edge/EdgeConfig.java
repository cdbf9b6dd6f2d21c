package dev.zerok.relay.edge;

import dev.zerok.protocol.session.SessionTimings;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Settings of the public socket. Times are milliseconds; tests shorten them.
 *
 * @param host where to listen (default 127.0.0.1)
 * @param port 0 lets the system choose (default 8484)
 * @param allowedOrigins web origins that may connect, {@code *} for all (default none; connections
 *     without an Origin header are always allowed)
 * @param maxConnections open sockets at a time; one more is closed at once (default 10 000)
 * @param maxUnadmitted of them, those that are not admitted yet: what a stranger can make the relay hold
 *     (default 1 000)
 * @param maxUnadmittedBytes unverified roster chains that the relay holds for all of those together; whoever goes
 *     beyond it is told to come later (default 64 MiB, ADMIT-3)
 * @param timings deadlines of the session inside the WebSocket (WS-4, SESS-2, SESS-3)
 * @param upgradeDeadline from accept to the end of the upgrade (default 10 000, WS-4)
 * @param stallLimit a peer that took nothing of a full write queue for so long is cut (default 30 000)
 * @param closeLimit from the relay's close frame to the cut (default 5 000)
 * @param pingInterval time between pings (default 25 000, SESS-2)
 * @param pingJitter each interval differs by up to this much (default 5 000, SESS-2)
 * @param addresses how clients' addresses are told and what each may do
 */
public record EdgeConfig(
    String host,
    int port,
    Set<String> allowedOrigins,
    int maxConnections,
    int maxUnadmitted,
    long maxUnadmittedBytes,
    SessionTimings timings,
    long upgradeDeadline,
    long stallLimit,
    long closeLimit,
    long pingInterval,
    long pingJitter,
    AddressRules addresses) {

  /** Bytes that wait in a socket's write queue before the session stops writing. */
  static final int WRITE_QUEUE_BYTES = 64 * 1024;

  /** Bytes of an upgrade's request line. */
  static final int MAX_REQUEST_LINE_BYTES = 2_048;

  /** Bytes of all headers of an upgrade together. */
  static final int MAX_HEADER_BYTES = 8_192;

  /** A client has no reason to ping much; each ping costs a pong. */
  static final int MAX_PINGS_PER_INTERVAL = 30;

  private static final long MIN_SWEEP_MILLIS = 5;
  private static final long MAX_SWEEP_MILLIS = 1_000;

  public EdgeConfig {
    allowedOrigins = Set.copyOf(allowedOrigins);
    if (maxUnadmitted > maxConnections
        || pingJitter >= pingInterval
        || timings.silenceMillis() < pingInterval + pingJitter) {
      throw new IllegalArgumentException("limits contradict each other");
    }
  }

  /** How often deadlines are looked at: a quarter of the shortest, from 5 ms to 1 s. */
  long sweepMillis() {
    long shortest =
        LongStream.of(
            upgradeDeadline,
            stallLimit,
            closeLimit,
            pingInterval - pingJitter,
            timings.handshakeMillis(),
            timings.firstFrameMillis(),
            timings.admissionMillis(),
            timings.silenceMillis(),
            timings.ageMillis())
            .min()
            .orElseThrow();
    return Math.clamp(shortest / 4, MIN_SWEEP_MILLIS, MAX_SWEEP_MILLIS);
  }
}
