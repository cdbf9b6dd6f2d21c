package dev.zerok.relay.core;

import dev.zerok.protocol.wire.Reset;
import dev.zerok.protocol.wire.Welcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the rules say to a Hello or a RosterPresent. */
public sealed interface AdmissionDecision {
  /**
   * In.
   *
   * @param rosterFrom index of the first roster entry that the client lacks
   * @param viewer through whose eyes the stream is read
   * @param streamFrom first cursor of its stream
   * @param reset not null when its position is not in this log's past (LOG-3)
   * @param created whether the group began with this
   * @param marks of every device of the group, this one included
   */
  record Accept(
      SessionKey session,
      Welcome welcome,
      int rosterFrom,
      StreamViewer viewer,
      long streamFrom,
      @Nullable Reset reset,
      boolean created,
      List<DeviceMark> marks)
      implements AdmissionDecision {}

  /**
   * Not now: all groups together hold as much as they may, and the chain may need room.
   *
   * @param retryAfterMillis when there may be some
   */
  record Later(int retryAfterMillis) implements AdmissionDecision {
    /** Advice to whoever found no room: it comes when somebody else acts. */
    public static final int RETRY_SPACE_MILLIS = QuotaRules.RETRY_SPACE_MILLIS;
  }

  record Refuse(RefusalReason reason) implements AdmissionDecision {}
}
