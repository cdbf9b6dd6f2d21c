package dev.zerok.protocol.roster;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ProtocolViolation;

/**
 * A rightly placed and signed entry of a kind or version that this program does not know (ROSTER-9). A client stops with "update
 * needed"; a relay refuses it like any other violation.
 */
public final class UnknownRosterKind extends ProtocolViolation {
  private static final long serialVersionUID = 1L;

  UnknownRosterKind() {
    super(ErrorCode.INVALID_MESSAGE,
        "The roster holds an entry that this version does not know: update this program.");
  }
}
