package dev.zerok.protocol.limit;

/**
 * The protocol's sizes, counts and times (PROTOCOL.md § 11, times of § 3). What an operator may change has DEFAULT in its name.
 * Sizes are in bytes unless the name says otherwise.
 */
public final class Limits {
  // Records and frames, § 3.

  /** One Noise message, which is one WebSocket message (WS-4, NOISE-3). */
  public static final int NOISE_MESSAGE_BYTES = 65_535;

  /** The tag at the end of every transport message. */
  public static final int RECORD_TAG_BYTES = 16;

  /** The channel byte at the front of every record. */
  public static final int RECORD_CHANNEL_BYTES = 1;

  /** The u32 frame length in the first record of a frame. */
  public static final int FRAME_LENGTH_BYTES = 4;

  /** A control frame fills at most one record (REC-1). */
  public static final int CONTROL_FRAME_BYTES =
      NOISE_MESSAGE_BYTES - RECORD_TAG_BYTES - RECORD_CHANNEL_BYTES - FRAME_LENGTH_BYTES;

  /** Plaintext of one bulk record, its channel byte included (REC-1). */
  public static final int BULK_RECORD_BYTES = 16_384;

  /** One bulk frame: the largest payload and 64 KiB for what surrounds it. */
  public static final int BULK_FRAME_BYTES = 1_048_576 + 65_536;

  /** Each direction rekeys after so many transport messages (NOISE-5). */
  public static final long REKEY_AFTER_MESSAGES = 65_536;

  // Payloads, § 7.

  /** A sealed payload, at most. Also the most that a body may inflate to. */
  public static final int PAYLOAD_BYTES = 1_048_576;

  /** Version byte, nonce and tag around a payload's plaintext. */
  public static final int PAYLOAD_OVERHEAD_BYTES = 1 + 24 + 16;

  /** The padded plaintext, at least. */
  public static final int PADDED_FLOOR_BYTES = 256;

  /** A sealed payload, at least (PUSH-8). */
  public static final int PAYLOAD_FLOOR_BYTES = PADDED_FLOOR_BYTES + PAYLOAD_OVERHEAD_BYTES;

  /** A body after inflating. */
  public static final int BODY_BYTES = 1_048_576;

  /** Data of one chunk of a large content, at most and at least (CONTENT-1). */
  public static final int CONTENT_CHUNK_BYTES = 262_144;

  public static final int CONTENT_CHUNK_FLOOR_BYTES = 1_024;

  /** Chunks of one content (CONTENT-1). */
  public static final int CONTENT_CHUNKS = 1_048_576;

  // Roster, § 5.

  /** All parts of one RosterPresent chain, in encoded entries (ADMIT-3). */
  public static final int PRESENTED_CHAIN_BYTES = 16 * 1_048_576;

  /** Unverified chains that a node holds for all its connections together (ADMIT-3). */
  public static final long DEFAULT_PRESENTED_CHAINS_BYTES = 64L * 1_048_576;

  /** Devices in a group at any time (ROSTER-8). */
  public static final int GROUP_DEVICES = 1_000;

  /** Entries of a roster (ROSTER-8). */
  public static final int ROSTER_ENTRIES = 10_000;

  /** The last of them, which only the root may sign: it can always take over or close the group (ROSTER-8). */
  public static final int ROSTER_ROOT_ENTRIES = 64;

  /** All entries of a roster in canonical bytes, so that a chain with its framing can be presented (ROSTER-8). */
  public static final int ROSTER_BYTES = 15 * 1_048_576;

  /** The last of them, for entries that the root signs (ROSTER-8). */
  public static final int ROSTER_ROOT_BYTES = 1_048_576;

  /** One roster entry in canonical bytes (ROSTER-8). */
  public static final int ROSTER_ENTRY_BYTES = 262_144;

  /** Devices that one Reset can keep or take in, whatever their entries hold: it names each with keys, signature and box (ROSTER-8). */
  public static final int ROSTER_RESET_DEVICES = 735;

  // Groups and pushes, § 6.

  /** Sealed payload that a group may have stored. */
  public static final long DEFAULT_GROUP_BYTES = 104_857_600;

  public static final int DEFAULT_TTL_SECONDS = 604_800;
  public static final int MAX_TTL_SECONDS = 2_592_000;

  /** Sustained pushes of a device. */
  public static final int DEFAULT_PUSHES_PER_MINUTE = 100;

  /** Pushes that a rested device may send at once. */
  public static final int DEFAULT_PUSH_BURST = 1_000;

  /** Pushes of a session without an answer (PUSH-6). */
  public static final int PUSHES_UNANSWERED = 256;

  /** Device sequences that the relay remembers, at least, of each device (PUSH-2). */
  public static final int SEQUENCES_REMEMBERED = 1_024;

  /** Running hashes that a client remembers, at least (SEAL-5). */
  public static final int RUNNING_HASHES_REMEMBERED = 1_024;

  /** Parts of a checkpoint (CKPT-1). */
  public static final int CHECKPOINT_PARTS = 64;

  /** Streams of a group whose newest checkpoint a relay keeps, and whose history an inviter can announce (CKPT-4, PAIR-8). */
  public static final int CHECKPOINT_STREAMS = 64;

  public static final int MIN_RECEIVE_WINDOW_BYTES = 65_536;
  public static final int MAX_RECEIVE_WINDOW_BYTES = 16_777_216;

  /** Between a relay's start and the first expiry (DEL-2). */
  public static final long SERVICE_BEFORE_EXPIRY_MILLIS = 3_600_000;

  /** A deleted payload has left all files after this time … (DEL-3). */
  public static final long DELETED_BYTES_LINGER_MILLIS = 600_000;

  /** … or after this many bytes of writes, whatever comes first. */
  public static final long DELETED_BYTES_LINGER_WRITES = 64L * 1_048_576;

  // Signals, § 6.8.

  /** A signal's body. */
  public static final int SIGNAL_BODY_BYTES = 4_096;

  /** A sealed signal, at most (SIGNAL-1); at least {@link #PAYLOAD_FLOOR_BYTES}. */
  public static final int SIGNAL_PAYLOAD_BYTES = 8_192;

  /** Signals that a session may send in a minute, sustained (SIGNAL-3). */
  public static final int DEFAULT_SIGNALS_PER_MINUTE = 120;

  /** Signals that a rested session may send at once (SIGNAL-3). */
  public static final int DEFAULT_SIGNAL_BURST = 60;

  // Mailboxes, § 6.6.

  /** Messages that a mailbox carries, both directions counted. */
  public static final int MAILBOX_MESSAGES = 16;

  public static final int MAILBOX_BODY_BYTES = 4_096;
  public static final int MAILBOX_SECONDS = 600;

  /** Open mailboxes of one session (MBX-1). */
  public static final int MAILBOXES_PER_SESSION = 4;

  // Codes and passphrases, § 9.

  /** What stretching a code's password may cost the joiner in memory (PAKE-2): twice the strongest default, bearable for a phone. */
  public static final int PAKE_MEMORY_KIB = 131_072;

  /** … and in passes over it. */
  public static final int PAKE_PASSES = 4;

  /** Characters of a passphrase, at least: a thief has one guess, but the passphrase is chosen by a person (PAKE-7). */
  public static final int PASSPHRASE_MIN_CHARS = 8;

  /** Characters of a passphrase, at most (PAKE-7). */
  public static final int PASSPHRASE_MAX_CHARS = 256;

  /** Nameplates that an inviter draws before it gives up (PAKE-1). */
  public static final int NAMEPLATE_DRAWS = 16;

  // Texts and small fields.

  /** Device and group names, content types, relay URLs. */
  public static final int NAME_CHARS = 256;

  public static final int ERROR_MESSAGE_CHARS = 256;
  public static final int ACCESS_TOKEN_BYTES = 256;

  /** Host names in a relay's certificate. */
  public static final int CERTIFICATE_HOSTS = 16;

  /** Successions in a relay's certificate. */
  public static final int CERTIFICATE_SUCCESSIONS = 8;

  /** Relay URLs in an invite. */
  public static final int INVITE_URLS = 4;

  // Times of a session, § 3.

  /** For each of upgrade, handshake and first frame (WS-4). */
  public static final long OPENING_STEP_MILLIS = 10_000;

  /** For a whole presented chain after the refusal, and for a relay's verdict (ADMIT-3). */
  public static final long ADMISSION_MILLIS = 60_000;

  /** Between two pings of the relay, give or take {@link #PING_JITTER_MILLIS} (SESS-2). */
  public static final long PING_MILLIS = 25_000;

  public static final long PING_JITTER_MILLIS = 5_000;

  /** A side that heard nothing for so long closes (SESS-2). */
  public static final long SILENCE_MILLIS = 75_000;

  /** A session's age at its end, give or take {@link #SESSION_AGE_JITTER_MILLIS} (SESS-3). */
  public static final long SESSION_AGE_MILLIS = 24L * 3_600_000;

  public static final long SESSION_AGE_JITTER_MILLIS = 2L * 3_600_000;

  /** The bound of the first random reconnect delay; it doubles with every failure (SESS-5). */
  public static final long RECONNECT_FIRST_MILLIS = 1_000;

  /** What the bound of reconnect delays grows to (SESS-5). */
  public static final long RECONNECT_CAP_MILLIS = 30_000;

  /** A session that lived so long counts as stable and resets the delays (SESS-5). */
  public static final long STABLE_SESSION_MILLIS = 60_000;

  /** The most that a relay's word can make a client wait (SESS-5). */
  public static final long LEARNED_DELAY_CAP_MILLIS = 300_000;

  /** A ticket for a slot at the relay's door, as text: 48 bytes in base64url (DOOR-1). */
  public static final int SLOT_TICKET_CHARS = 64;

  /** So many slots in a row a client keeps to the millisecond; from then on its own delays count too (DOOR-5). */
  public static final int SLOTS_KEPT_EXACTLY = 3;

  private Limits() {}
}
