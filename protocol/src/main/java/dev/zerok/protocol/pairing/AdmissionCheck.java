package dev.zerok.protocol.pairing;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.epoch.EpochBoxes;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.roster.RosterDevice;
import dev.zerok.protocol.wire.RosterBody;
import java.util.Optional;

/** Whether a relay's roster is the one that the inviter spoke of (PAIR-5). Pure. */
public final class AdmissionCheck {
  private AdmissionCheck() {}

  /**
   * Accepts a verified roster for a device that was just admitted; the roster may have grown since.
   *
   * @param own the joiner's device id
   * @throws ProtocolViolation if the roster does not have the inviter's head at that place, or the last entry there is not the
   *     joiner's own Add, or the epoch secret is not the one that the roster commits to: the relay shows another group's history,
   *     or the inviter lied; nothing must be sent or applied
   */
  public static void requireAdmitted(
      Crypto crypto, GroupId group, PairAdmission admission, Roster roster, DeviceId own)
      throws ProtocolViolation {
    int length = admission.rosterHead().getLength();
    if (!roster.contains(admission.rosterHead())) {
      throw refused(
          "The relay's list of devices is not the one that the inviting device spoke of.");
    }
    Optional<RosterDevice> joined = roster.everKnown(own);
    boolean ownAdd = joined.isPresent() && joined.get().addedAt() == length - 1
        && roster.kindAt(length - 1) == RosterBody.KindCase.ADD;
    if (!ownAdd) {
      throw refused("This device's own entry is not where the inviting device said.");
    }
    int epoch = admission.epochSecret().epoch();
    if (roster.epochAt(length) != epoch) {
      throw refused("The inviting device gave the key of another epoch.");
    }
    ByteString commitment = EpochBoxes.commitment(crypto, group, admission.epochSecret());
    if (!roster.commitmentOf(epoch).equals(Optional.of(commitment))) {
      throw refused("The inviting device gave a key that the group does not use.");
    }
  }

  private static ProtocolViolation refused(String words) {
    return new ProtocolViolation(ErrorCode.INVALID_MESSAGE,
        words + " Pair again, with a new invite.");
  }
}
