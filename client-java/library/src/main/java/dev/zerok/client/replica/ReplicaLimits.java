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

  /** Duties that wait besides; a further one is looked at again in the next session. */
  static final int DUTIES = 8;

  /** How long after the beginning of a session a Remove waits for what others have pushed before, in milliseconds. */
  static final long REMOVE_WAITS_MILLIS = 120_000;

  /** How long blobs are kept back for the state that a new device was promised, in milliseconds: as long as a relay keeps a push. */
  static final long HISTORY_WAITS_MILLIS = 7L * 24 * 3_600_000;

  /** Times that a command is tried anew after the relay refused it without a conflict. */
  static final int COMMAND_ATTEMPTS = 3;

  /** Times that a command is decided anew because another device was faster; then it is a CONFLICT. */
  static final int COMMAND_RACES = 8;

  /** Answers to BadBox reports of one device: it must not make the roster grow without end. */
  static final int REKEYS_PER_COMPLAINER = 3;

  /** The pause after a refusal that names none, in milliseconds. */
  static final long DEFAULT_PUSH_PAUSE_MILLIS = 5_000;

  /** Own contents that are pushed at a time, one after the other; the next one is refused with {@code OUTBOX_FULL}. */
  public static final int CONTENTS_SENDING = 64;

  /** Data of a chunk that this client makes: header and signature beside it, a payload is just 256 KiB after padding. */
  public static final int CONTENT_CHUNK_BYTES = 262_144 - 2_048;

  /** What the relay counts for a part, at most. */
  static final int CONTENT_PART_BYTES = 262_144 + Limits.PAYLOAD_OVERHEAD_BYTES;

  /** Sealed parts that the relay has not acknowledged: a small push waits for no more than these (CONTENT-4). */
  static final int CONTENT_PARTS_UNPLACED = 4;

  /** Placed parts that are kept for other devices; beyond it the oldest pushes go. */
  static final int CONTENT_PARTS_RETAINED = 16;

  /** Sealed parts at all; at the bound the next one waits until this device has applied what lies before it. */
  static final int CONTENT_PARTS_HELD = 40;

  /** Contents of other devices that were announced and are not taken; a further one is refused. */
  static final int CONTENTS_EXPECTED = 64;

  /** Contents that were refused or dropped and of which that is remembered; of an older one it may be told again. */
  static final int CONTENTS_DROPPED = 256;

  private ReplicaLimits() {}
}
