package dev.zerok.protocol.pairing;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.wire.PairAbortReason;
import java.util.List;

/** What a {@link Joiner} or an {@link Inviter} wants done or known. Events are handled in their order. */
public sealed interface PairingEvent {

  /** Send this as the next MailboxSend. At most 4 096 bytes. */
  record SendBody(ByteString body) implements PairingEvent {}

  /**
   * The other side holds the invite's secret too: what it sent under the shared keys opened. Who it is, is still to be shown.
   */
  record HandshakeDone() implements PairingEvent {}

  /**
   * At the joiner: show this to the person and ask; then {@link Joiner#consent} or {@link Joiner#decline} (PAIR-2).
   *
   * @param hasHistory whether a new device gets what was there before it came
   */
  record AboutReceived(String groupName, String inviterName, boolean hasHistory)
      implements PairingEvent {}

  /** At the joiner: show these words, to be picked at the inviter. */
  record WordsReady(List<String> words) implements PairingEvent {}

  /**
   * At the inviter: show the name and the choices with a "none of these", and ask; then {@link Inviter#pick} or {@link
   * Inviter#none} (PAIR-3).
   *
   * @param name what the joiner calls its device; at most 256 characters, none a control character
   * @param device the id that it will have
   * @param choices four times three words
   */
  record ConsentReceived(String name, DeviceId device, List<List<String>> choices)
      implements PairingEvent {}

  /** At the inviter: the right words were picked; {@link Inviter#approve} now gives the entry for the Add. */
  record WordsMatched() implements PairingEvent {}

  /** At the joiner: it stands in the roster. Keep all of it on disk, then {@link Joiner#done}. */
  record Admitted(PairAdmission admission) implements PairingEvent {}

  /** At the inviter: the joiner has everything on its disk. Close the mailbox. */
  record PeerDone() implements PairingEvent {}

  /** At the inviter: somebody else tried the same invite; alarm the person (PAIR-6). */
  record SecondJoinAlarm() implements PairingEvent {}

  /**
   * At the inviter, the only end but PeerDone once the words matched: the invite is burnt, the new device did not confirm, and it
   * may stand in the roster all the same. Close the mailbox; append its Remove, or ask the person to (PAIR-3).
   *
   * @param device the id under which it may stand there
   * @param words what happened and what to do, in English, to be shown
   */
  record PairingUnconfirmed(DeviceId device, String words) implements PairingEvent {}

  /**
   * The pairing is over and the invite is burnt; nobody was let in by this inviter. Close the mailbox.
   *
   * @param byPeer whether the other side ended it
   * @param words what happened and what to do, in English, to be shown
   */
  record PairingAborted(PairAbortReason reason, boolean byPeer, String words)
      implements PairingEvent {}
}
