package dev.zerok.protocol.pake;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.PasswordCost;
import dev.zerok.protocol.pairing.PairingInvite;

/** What a {@link PakeJoiner} or a {@link PakeInviter} wants done or known. Events are handled in their order. */
public sealed interface PakeEvent {

  /** Send this as the next MailboxSend. */
  record PakeBody(ByteString body) implements PakeEvent {}

  /** At the joiner: stretch the password like this, away from the event loop, then {@link PakeJoiner#stretched}. */
  record StretchAsked(PasswordCost cost, ByteString salt) implements PakeEvent {}

  /** At the joiner: the invite, from somebody who knows the password. The receiver's to close; go on as with a link. */
  record InviteOpened(PairingInvite invite) implements PakeEvent {}

  /** At the inviter: the other side knows the password and has the invite; what comes next in the mailbox is the link's pairing. */
  record CodeProven() implements PakeEvent {}

  /**
   * It is over and the code is burnt, on this side for good. Close the mailbox.
   *
   * @param alarm at the inviter: somebody may have guessed at the password; tell the person, whatever the reason (PAKE-5)
   * @param wrongPassword whether the passwords differ, or somebody in between changed what was sent
   * @param words what happened and what to do, in English, to be shown
   */
  record PakeFailed(boolean alarm, boolean wrongPassword, String words) implements PakeEvent {}
}
