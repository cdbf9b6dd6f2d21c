package dev.zerok.protocol.seal;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.roster.Departure;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.wire.RosterHead;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Compares an opened payload with what its receiver knows (RECV-1, SEAL-3, 4, 5). Pure: knows no store, changes nothing.
 *
 * <p>Why this finds every fork in the end: each payload signs its sender's previous blob, roster head and running hash. A relay that
 * shows two devices different histories must from then on keep every payload of one from the other, for the first that
 * passes carries a hash that does not fit.
 */
public final class ChainCheck {
  private ChainCheck() {}

  /**
   * Whether a blob counts at all (RECV-1). One that does not is neither opened nor handed on, and is acknowledged.
   *
   * @param cursor of the blob
   */
  public static boolean counts(Roster roster, KnownHistory history, BlobEnvelope envelope,
      long cursor) {
    if (roster.device(envelope.sender()).isPresent()) {
      return true;
    }
    Optional<Departure> departure = roster.departure(envelope.sender());
    if (departure.isEmpty()) {
      return false;
    }
    if (departure.get().kind() == Departure.Kind.REMOVED) {
      return envelope.deviceSeq() <= departure.get().lastDeviceSeq();
    }
    if (departure.get().index() < history.rosterAppliedBefore()) {
      return false;
    }
    OptionalLong left = history.cursorOfRosterEntry(departure.get().index());
    return left.isPresent() && cursor < left.getAsLong();
  }

  /**
   * What an envelope alone shows, whoever sent it and whether it opens or not (SEAL-4): the entry that began a blob's epoch lies before
   * it in the log, so a relay that shows the blob without the entry hides the entry.
   */
  public static Optional<Fork> findForkOutside(Roster roster, BlobEnvelope envelope) {
    return envelope.epoch() > roster.epoch()
        ? Optional
            .of(new Fork(Fork.Kind.EPOCH_AHEAD, envelope.sender(), envelope.deviceSeq()))
        : Optional.empty();
  }

  /**
   * The first comparison that fails, if one does.
   *
   * @param cursor of the blob
   */
  public static Optional<Fork> findFork(Roster roster, KnownHistory history, OpenedPayload opened,
      long cursor) {
    return previousBlob(history, opened)
        .or(() -> removalCut(roster, opened))
        .or(() -> rosterHead(roster, opened))
        .or(() -> seen(history, opened, cursor));
  }

  /** SEAL-3. */
  private static Optional<Fork> previousBlob(KnownHistory history, OpenedPayload opened) {
    BlobEnvelope envelope = opened.envelope();
    Optional<ByteString> known = history.blobHash(envelope.sender(), envelope.deviceSeq() - 1);
    boolean differs =
        envelope.deviceSeq() > 1
            && known.isPresent()
            && !known.get().equals(opened.header().getPreviousBlobHash());
    return differs ? fork(Fork.Kind.PREVIOUS_BLOB, opened) : Optional.empty();
  }

  /** RECV-1: a removal names the hash of the last blob that counts, and through it the chain of all before. */
  private static Optional<Fork> removalCut(Roster roster, OpenedPayload opened) {
    DeviceId sender = opened.envelope().sender();
    boolean differs =
        roster
            .departure(sender)
            .filter(departure -> departure.kind() == Departure.Kind.REMOVED)
            .filter(departure -> departure.lastDeviceSeq() == opened.envelope().deviceSeq())
            .filter(departure -> !departure.lastBlobHash().equals(opened.blobHash()))
            .isPresent();
    return differs ? fork(Fork.Kind.REMOVAL_CUT, opened) : Optional.empty();
  }

  /** SEAL-4. */
  private static Optional<Fork> rosterHead(Roster roster, OpenedPayload opened) {
    RosterHead head = opened.header().getRosterHead();
    if (!roster.contains(head)) {
      return fork(Fork.Kind.ROSTER_HEAD, opened);
    }
    boolean otherEpoch = roster.epochAt(head.getLength()) != opened.envelope().epoch();
    return otherEpoch ? fork(Fork.Kind.EPOCH, opened) : Optional.empty();
  }

  /** SEAL-5. */
  private static Optional<Fork> seen(KnownHistory history, OpenedPayload opened, long cursor) {
    if (opened.seen().isEmpty() || !history.logId().equals(opened.seen().map(Position::logId))) {
      return Optional.empty();
    }
    Position seen = opened.seen().get();
    if (seen.cursor() >= cursor) {
      return fork(Fork.Kind.SEEN_AHEAD, opened);
    }
    Optional<ByteString> known = history.runningHashAt(seen.cursor());
    boolean differs = known.isPresent() && !known.get().equals(seen.runningHash());
    return differs ? fork(Fork.Kind.SEEN, opened) : Optional.empty();
  }

  private static Optional<Fork> fork(Fork.Kind kind, OpenedPayload opened) {
    return Optional.of(new Fork(kind, opened.envelope().sender(), opened.envelope().deviceSeq()));
  }
}
