package dev.zerok.relay.port;

import dev.zerok.protocol.wire.Reset;
import dev.zerok.protocol.wire.Welcome;
import dev.zerok.relay.core.RefusalReason;
import org.jspecify.annotations.Nullable;

/** What became of a request to be admitted. */
public sealed interface AdmissionResult {
  /**
   * In. To be sent, in this order: the Welcome; the roster entries from {@code rosterFrom} on, read with {@link
   * DeviceSession#readRoster}; then the Reset and no stream, or the stream from {@code streamFrom} on.
   *
   * @param rosterFrom index of the first roster entry that the client lacks; the roster's length when it lacks none
   * @param streamFrom first cursor of this session's stream
   * @param reset not null when the client's position is not in this log's past (LOG-3)
   */
  record Admitted(
      DeviceSession session, Welcome welcome, int rosterFrom, long streamFrom,
      @Nullable Reset reset)
      implements AdmissionResult {}

  /**
   * Out: answer with the one refusal (ADMIT-2).
   *
   * @param ownLogOnly for counters; never shown to the peer
   */
  record Refused(RefusalReason ownLogOnly) implements AdmissionResult {}

  /** Not now: the relay is overloaded or shutting down. Answer with RetryLater and close. */
  record Busy(int retryAfterMillis) implements AdmissionResult {}
}
