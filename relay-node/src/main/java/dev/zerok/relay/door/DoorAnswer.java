package dev.zerok.relay.door;

/** What one client is told at the door. */
public sealed interface DoorAnswer {
  /**
   * The handshake may begin.
   *
   * @param inSlot he was given a slot before, and kept it
   */
  record ComeIn(boolean inSlot) implements DoorAnswer {}

  /**
   * There is no room now.
   *
   * @param slotMillis when he is to come back, on the clock that was given in
   */
  record ComeAt(long slotMillis) implements DoorAnswer {}
}
