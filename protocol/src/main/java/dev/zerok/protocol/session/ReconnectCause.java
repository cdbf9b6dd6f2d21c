package dev.zerok.protocol.session;

import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.GoAway;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RetryLater;
import java.util.Optional;

/** Why a client has no session any more, as far as it matters for coming back (SESS-4, SESS-5). */
public sealed interface ReconnectCause {
  /** The connection failed or ended and the relay said nothing about it. */
  record LostWithoutWord() implements ReconnectCause {}

  /** The relay said when to come back. {@code afterMillis} is its word, not yet capped. */
  record ToldWhen(long afterMillis) implements ReconnectCause {}

  /** This side ended it to begin another one: no relay vanished, so no window counts. */
  record EndedHere() implements ReconnectCause {}

  /** The relay had no room at its door and gave a slot, before anything was encrypted (DOOR-5). */
  record GivenSlot(AdmissionSlot slot) implements ReconnectCause {}

  /** Coming back by itself would be wrong: a person, another device or a newer program must change something first. */
  record ToldToStay() implements ReconnectCause {}

  /**
   * What a relay means that refused a connection before it was encrypted (DOOR-2, DOOR-3, WS-7).
   *
   * @param slot its header {@code 0k-Slot} or the reason of close code 1013; empty if there is none
   * @param retryAfter its header {@code Retry-After}; empty if there is none. Other than in whole seconds it means nothing
   */
  static ReconnectCause ofRefusal(String slot, String retryAfter) {
    Optional<AdmissionSlot> given = AdmissionSlot.parse(slot);
    if (given.isPresent()) {
      return new GivenSlot(given.get());
    }
    return retryAfter.matches("[0-9]{1,6}")
        ? new ToldWhen(Long.parseLong(retryAfter) * 1_000)
        : new LostWithoutWord();
  }

  /** What the relay's last frame means; any frame that ends no session means nothing. */
  static ReconnectCause of(RelayFrame last) {
    return switch (last.getFrameCase()) {
      case GO_AWAY -> of(last.getGoAway());
      case RETRY_LATER -> of(last.getRetryLater());
      case ERROR -> of(last.getError());
      default -> new LostWithoutWord();
    };
  }

  private static ReconnectCause of(RetryLater later) {
    return new ToldWhen(Integer.toUnsignedLong(later.getAfterMillis()));
  }

  private static ReconnectCause of(GoAway goAway) {
    return switch (goAway.getReason()) {
      case GO_AWAY_REASON_REPLACED, GO_AWAY_REASON_REMOVED, GO_AWAY_REASON_GROUP_CLOSED ->
          new ToldToStay();
      // A reason that this version does not know is a reason to come back.
      default -> new ToldWhen(Integer.toUnsignedLong(goAway.getReturnAfterMillis()));
    };
  }

  private static ReconnectCause of(Error error) {
    return switch (error.getRetry()) {
      case RETRY_NEVER -> new ToldToStay();
      case RETRY_LATER -> new ToldWhen(Integer.toUnsignedLong(error.getRetryAfterMillis()));
      default -> new LostWithoutWord();
    };
  }
}
