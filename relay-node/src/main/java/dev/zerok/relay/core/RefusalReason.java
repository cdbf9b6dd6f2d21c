package dev.zerok.relay.core;

/**
 * Why somebody was not admitted. For the relay's own counters only: on the wire every reason is the one refusal of ADMIT-2.
 */
public enum RefusalReason {
  /** The session's key is no device of the named group: unknown group, stranger or removed; nothing more was looked up. */
  NOT_A_MEMBER,
  /** A presented chain does not verify, or belongs to another group. */
  CHAIN_INVALID,
  /** A presented chain does not strictly extend the one that the relay holds. */
  CHAIN_NOT_LONGER,
  /** A presented chain verifies but does not name the session's key. */
  NOT_IN_CHAIN,
  /** Groups are not created here, or not with this token (ADMIT-4). */
  CREATION_NOT_ALLOWED,
  /** Who asked for a roster as its group's root did not prove to be it, or there is no such group (ADMIT-6). */
  NOT_THE_ROOT,
  /** The group was closed for good. */
  GROUP_CLOSED,
  /** No open mailbox of that id waits for a joiner (MBX-2). */
  NO_SUCH_MAILBOX
}
