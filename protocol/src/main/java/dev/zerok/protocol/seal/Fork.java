package dev.zerok.protocol.seal;

import dev.zerok.protocol.id.DeviceId;
import org.jspecify.annotations.Nullable;

/**
 * What a device was shown does not fit what another one was shown: the relay, or a member with it, tells two stories. The client
 * reports it and acknowledges nothing more (RECV-6).
 *
 * @param kind which comparison failed
 * @param sender whose blob showed it; null where none did
 * @param deviceSeq of that blob; 0 where none did
 */
public record Fork(Kind kind, @Nullable DeviceId sender, long deviceSeq) {
  /** Which comparison failed. */
  public enum Kind {
    /** SEAL-3. */
    PREVIOUS_BLOB(
        "A blob does not follow the one that this device got from the same sender before."),
    /** RECV-1: the last blob of a removed device is not the one that its removal names. */
    REMOVAL_CUT("The last blob of a removed device is not the one that its removal names."),
    /** SEAL-4. */
    ROSTER_HEAD("A member relies on a list of devices that this device was not shown."),
    /** SEAL-4. */
    EPOCH("A blob is sealed under an epoch that its sender's list of devices does not have."),
    /** SEAL-4. */
    EPOCH_AHEAD("A blob is of an epoch that began with an entry which the relay has not shown."),
    /** SEAL-3: a hole in a sender's sequence, where the relay reported none. */
    LEFT_OUT("The relay left out a blob of a device without a word."),
    /** RECV-2. */
    SEQUENCE("A device's blobs come twice, or out of their order."),
    /** SEAL-5. */
    SEEN("A member saw another history than this device."),
    /** SEAL-5. */
    SEEN_AHEAD("A blob claims to follow entries that come after it."),
    /** RECV-5. */
    CURSOR("The relay left an entry out without a word, or went back."),
    /** ROSTER-10. */
    ROSTER("The relay shows another list of devices than the one that this device verified.");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /** A fork that no single blob showed. */
  public static Fork of(Kind kind) {
    return new Fork(kind, null, 0);
  }

  /** What happened, in English, to be shown. */
  public String words() {
    return kind.words;
  }
}
