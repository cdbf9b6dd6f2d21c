package dev.zerok.relay.door;

/** Why a ticket counted as none; nobody but the operator is told (DOOR-4). */
public enum TicketFault {
  /** No ticket of this relay. */
  FORGED,
  /** Its slot has not come yet. */
  EARLY,
  /** Its slot has passed. */
  LATE,
  /** Somebody came in with it before. */
  USED
}
