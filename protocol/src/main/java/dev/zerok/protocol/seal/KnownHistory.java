package dev.zerok.protocol.seal;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.LogId;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a receiver remembers of the log that it follows. Obligations of an implementation:
 *
 * <ol>
 *   <li>It answers from what the device applied and stored, never from what a relay only claims.
 *   <li>It remembers at least the last 1 024 running hashes (SEAL-5) and each sender's last blob hash.
 *   <li>What it does not know it answers with empty; it never guesses.
 * </ol>
 */
public interface KnownHistory {
  /** The log that this device follows; empty before the first Welcome. */
  Optional<LogId> logId();

  /** The running hash behind the entry at that cursor. */
  Optional<ByteString> runningHashAt(long cursor);

  /** The hash of that sender's blob with that sequence, its own included. */
  Optional<ByteString> blobHash(DeviceId sender, long deviceSeq);

  /** The cursor of the roster entry at that index of the chain; empty for entries older than this device's place in the log. */
  OptionalLong cursorOfRosterEntry(int index);

  /**
   * How many entries of the roster this device had applied before its present log began: in an earlier log (RESET-4), or by the word of
   * who let it in. What the devices that went out by them pushed it has, as far as it counts.
   */
  int rosterAppliedBefore();
}
