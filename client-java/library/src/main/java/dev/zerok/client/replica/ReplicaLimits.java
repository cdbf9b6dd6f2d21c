package dev.zerok.client.replica;

import dev.zerok.protocol.limit.Limits;

/** The client's own bounds. */
public final class ReplicaLimits {
  /** Pushes that wait for the relay, at most; the next one is refused with {@code OUTBOX_FULL}. */
  public static final int OUTBOX_PUSHES = 10_000;

  /** Their sealed bytes. */
  public static final long OUTBOX_BYTES = 128L * 1024 * 1024;

  /** Acknowledged own pushes that are kept for devices that have not got them; beyond it the oldest go. */
  public static final int RETAINED_PUSHES = 1_024;

  /** Their sealed bytes. */
  public static final long RETAINED_BYTES = 32L * 1024 * 1024;

  /** Blobs that do not open and are kept; at the bound receiving stops. */
  public static final int PARKED_BLOBS = 1_024;

  /** Their sealed bytes. */
  public static final long PARKED_BYTES = 64L * 1024 * 1024;

  /** Entries known ahead of the stream; at half of it the client pushes no more until the stream comes up. */
  static final int AHEAD_ENTRIES = 2 * Limits.ROSTER_ENTRIES;

  /** Entries behind the last acknowledgement after which one is sent, also while more are waiting. */
  static final int ENTRIES_PER_ACK = 32;

  /** Roster commands that wait; the next one is refused. */
  static final int COMMANDS = 64;

  /** Times that a command is tried anew after the relay refused it without a conflict. */
  static final int COMMAND_ATTEMPTS = 3;

  /** Times that a command is decided anew because another device was faster; then it is a CONFLICT. */
  static final int COMMAND_RACES = 8;

  /** Answers to BadBox reports of one device: it must not make the roster grow without end. */
  static final int REKEYS_PER_COMPLAINER = 3;

  /** The pause after a refusal that names none, in milliseconds. */
  static final long DEFAULT_PUSH_PAUSE_MILLIS = 5_000;

  private ReplicaLimits() {}
}
