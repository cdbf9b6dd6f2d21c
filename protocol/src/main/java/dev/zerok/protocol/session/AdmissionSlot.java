package dev.zerok.protocol.session;

import dev.zerok.protocol.limit.Limits;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a relay answers at its door when it has no room: when to come back, and a ticket that is to be shown then (DOOR-2, DOOR-3).
 * It is told outside of Noise, so it is nobody's word: a wait is capped, and a ticket admits nobody who is not admitted without.
 *
 * @param afterMillis from 0 to 999 999
 * @param ticket 1 to {@link Limits#SLOT_TICKET_CHARS} characters of base64url; a client sees no more in it
 */
public record AdmissionSlot(long afterMillis, String ticket) {
  /** Of the HTTP 503 that carries the text. */
  public static final String HEADER = "0k-Slot";

  /** The status of that answer. */
  public static final int HTTP_STATUS = 503;

  /** Of a WebSocket that is closed at once with the text as its reason: try again later (RFC 6455's registry). */
  public static final int CLOSE_CODE = 1013;

  private static final long MOST_MILLIS = 999_999;
  private static final Pattern TICKET =
      Pattern.compile("[A-Za-z0-9_-]{1," + Limits.SLOT_TICKET_CHARS + "}");
  private static final Pattern TEXT =
      Pattern.compile("([0-9]{1,6}) (" + TICKET.pattern() + ")");

  public AdmissionSlot {
    if (afterMillis < 0 || afterMillis > MOST_MILLIS || !isTicket(ticket)) {
      throw new IllegalArgumentException("no slot: after " + afterMillis + " ms");
    }
  }

  /** Whether a text can be a ticket at all. */
  public static boolean isTicket(String text) {
    return text.length() <= Limits.SLOT_TICKET_CHARS && TICKET.matcher(text).matches();
  }

  /** Reads the header's value or the close reason; empty for anything else than a slot. */
  public static Optional<AdmissionSlot> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(new AdmissionSlot(Long.parseLong(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }

  /** What a client waits: a relay that it has not verified yet makes nobody wait for long. */
  public long waitMillis() {
    return Math.min(afterMillis, Limits.LEARNED_DELAY_CAP_MILLIS);
  }

  /** The header's value, and the close reason. */
  public String toText() {
    return afterMillis + " " + ticket;
  }

  /** Whole seconds, rounded up, for the header Retry-After. */
  public long retryAfterSeconds() {
    return Math.max(1, (afterMillis + 999) / 1_000);
  }
}
