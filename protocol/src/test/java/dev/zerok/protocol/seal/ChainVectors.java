package dev.zerok.protocol.seal;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.admin.RosterSigner;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.testkit.MessageFields;
import dev.zerok.protocol.testkit.VectorObject;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Blobs that open, and whether they count and fit into what a receiver knows (SEAL-3, 4, 5, RECV-1). */
public final class ChainVectors {
  private static final long CURSOR = 10;

  private final List<VectorObject> cases = new ArrayList<>();
  private final LogId log = LogId.of(new byte[16]);

  private ChainVectors() {}

  /** The content of {@code chain.json}. */
  public static VectorObject file() {
    ChainVectors vectors = new ChainVectors();
    vectors.previous();
    vectors.rosterHead();
    vectors.epochAhead();
    vectors.seen();
    vectors.departed();
    SealingGroup group = vectors.fresh();
    return new VectorObject()
        .text("description",
            "Blobs of Bob's that open, a receiver's knowledge, and whether they count and fit into it")
        .text("section", "7")
        .text("suite", "std1")
        .hex("group_id", group.id.bytes())
        .u32("epoch", group.epoch.epoch())
        .hex("epoch_secret", group.epoch.secret().expose())
        .objects("cases", vectors.cases)
        .objects("sequences", sequences());
  }

  private void previous() {
    Scene follows = new Scene();
    follows.history.remember(follows.first);
    follows.judge("follows the known blob", "SEAL-3", follows.second(null), null);
    Scene unknown = new Scene();
    unknown.judge("the blob before is not known", "SEAL-3", unknown.second(null), null);
    Scene other = new Scene();
    other.history.remember(other.first);
    SealedBlob anotherFirst = other.group.sealByBob(other.group.text("another first"));
    OutgoingPayload afterOther = other.group.text("second", anotherFirst, null);
    other.judge("follows another blob", "SEAL-3", other.group.sealByBob(afterOther),
        Fork.Kind.PREVIOUS_BLOB);
  }

  private static List<VectorObject> sequences() {
    long far = 1L << 62;
    return List.of(
        sequence(0, 0, SenderPast.Excuse.NONE, 1),
        sequence(0, 0, SenderPast.Excuse.NONE, far),
        sequence(5, 0, SenderPast.Excuse.NONE, 6),
        sequence(5, 0, SenderPast.Excuse.NONE, 5),
        sequence(far, 0, SenderPast.Excuse.GAP, 1),
        sequence(5, 0, SenderPast.Excuse.NONE, 7),
        sequence(5, 0, SenderPast.Excuse.GAP, 7),
        sequence(5, 0, SenderPast.Excuse.NEW_LOG, 7),
        sequence(0, 10, SenderPast.Excuse.NEW_LOG, 10),
        sequence(0, 10, SenderPast.Excuse.NEW_LOG, 3),
        sequence(0, 10, SenderPast.Excuse.NEW_LOG, 11),
        sequence(0, 10, SenderPast.Excuse.NEW_LOG, 13),
        sequence(0, 10, SenderPast.Excuse.GAP, 13),
        sequence(3, 10, SenderPast.Excuse.NEW_LOG, 3),
        sequence(3, 10, SenderPast.Excuse.NONE, 7),
        sequence(3, 10, SenderPast.Excuse.NONE, 11),
        sequence(3, 10, SenderPast.Excuse.NONE, 13),
        sequence(11, 10, SenderPast.Excuse.NONE, 13));
  }

  private static VectorObject sequence(long here, long before, SenderPast.Excuse excuse,
      long seq) {
    return new VectorObject()
        .u64("last_here", here)
        .u64("last_before", before)
        .text("excuse", excuse.name())
        .u64("device_seq", seq)
        .text("place", new SenderPast(here, before, excuse).placeOf(seq).name());
  }

  private void rosterHead() {
    Scene older = new Scene();
    RosterHead genesis =
        RosterHead.newBuilder().setLength(1).setHash(older.group.roster.hashAt(0)).build();
    older.judge("an older place of the receiver's roster", "SEAL-4", older.withHead(genesis), null);
    Scene beyond = new Scene();
    RosterHead own = beyond.group.roster.head();
    beyond.judge("a longer roster than the receiver's", "SEAL-4",
        beyond.withHead(own.toBuilder().setLength(own.getLength() + 1).build()),
        Fork.Kind.ROSTER_HEAD);
    Scene other = new Scene();
    other.judge("another roster of the same length", "SEAL-4",
        other.withHead(own.toBuilder().setHash(ByteString.copyFrom(new byte[32])).build()),
        Fork.Kind.ROSTER_HEAD);
    Scene stale = new Scene();
    EpochSecret next = stale.group.epoch.next(stale.group.random);
    stale.group.append(
        stale.group.admin().rekey(stale.group.roster, next, stale.group.random, SealingGroup.NOW));
    stale.judge("an epoch that its roster head is beyond", "SEAL-4",
        stale.withHead(stale.group.roster.head()), Fork.Kind.EPOCH);
  }

  private void epochAhead() {
    Scene hidden = new Scene();
    EpochSecret next = hidden.group.epoch.next(hidden.group.random);
    SealContext inNext =
        new SealContext(hidden.group.id, next, hidden.group.bobKeys.sign(), hidden.group.bob);
    SealedBlob later = Sealer.seal(hidden.group.crypto, inNext,
        hidden.group.text("after a hidden removal"), hidden.group.random);
    hidden.judgeOutside("an epoch that the receiver's roster does not have yet", later);
  }

  private void seen() {
    Scene same = new Scene();
    Position ours = same.start().next(same.first.blobHash());
    same.history.remember(ours);
    same.judge("saw the receiver's history", "SEAL-5", same.second(ours), null);
    Scene other = new Scene();
    other.history.remember(other.start().next(other.first.blobHash()));
    other.judge("saw another history", "SEAL-5",
        other.second(other.start().next(other.group.roster.hashAt(0))), Fork.Kind.SEEN);
    Scene ahead = new Scene();
    ahead.history.remember(ahead.start());
    ahead.judge("saw an entry at its own cursor", "SEAL-5",
        ahead.second(new Position(log, CURSOR, ahead.start().runningHash())), Fork.Kind.SEEN_AHEAD);
    Scene elsewhere = new Scene();
    elsewhere.history.remember(elsewhere.start());
    byte[] otherLog = new byte[16];
    otherLog[0] = 1;
    elsewhere.judge("speaks of another log", "SEAL-5",
        elsewhere.second(new Position(LogId.of(otherLog), 99, elsewhere.start().runningHash())),
        null);
    Scene forgotten = new Scene();
    forgotten.history.remember(forgotten.start());
    forgotten.judge("speaks of a cursor that the receiver does not remember", "SEAL-5",
        forgotten.second(new Position(log, 5, forgotten.start().runningHash())), null);
  }

  private void departed() {
    Scene last = new Scene();
    last.removeBob(1, last.first.blobHash());
    last.judge("a removed device's last blob", "RECV-1", last.first, null);
    last.judge("another blob in the place of a removed device's last", "RECV-1",
        last.group.sealByBob(last.group.text("instead")), Fork.Kind.REMOVAL_CUT);
    last.judgeUncounted("a removed device's blob beyond its last", last.second(null));
    Scene left = new Scene();
    left.group.append(new RosterSigner(left.group.crypto, left.group.bobKeys)
        .leave(left.group.roster, SealingGroup.NOW));
    left.judgeUncounted("a blob of a device whose leave has no known cursor", left.first);
    left.history.rememberRosterEntry(2, CURSOR + 1);
    left.judge("a blob before its sender left", "RECV-1", left.first, null);
    left.history.rememberRosterEntry(2, CURSOR - 1);
    left.judgeUncounted("a blob after its sender left", left.first);
    left.history.rememberRosterEntry(2, CURSOR + 1);
    left.history.rosterAppliedBefore(3);
    left.judgeUncounted("a blob of a device that left in an earlier log", left.first);
  }

  private SealingGroup fresh() {
    return new SealingGroup("vectors chain");
  }

  /** One receiver of the group as it was founded, and what it knows. */
  private final class Scene {
    final SealingGroup group = fresh();
    final FakeKnownHistory history = new FakeKnownHistory();
    final SealedBlob first = group.sealByBob(group.text("first"));

    Position start() {
      return Position.start(group.id, log);
    }

    SealedBlob second(@Nullable Position seen) {
      return group.sealByBob(group.text("second", first, seen));
    }

    SealedBlob withHead(RosterHead head) {
      return group.sealByBob(
          SealingGroup.data(ByteString.EMPTY, StreamId.DEFAULT, 1, ByteString.EMPTY, head, null));
    }

    void removeBob(long lastSeq, ByteString lastHash) {
      EpochSecret next = group.epoch.next(group.random);
      group.append(
          group.admin()
              .remove(group.roster, group.bob, lastSeq, lastHash, next, group.random,
                  SealingGroup.NOW));
    }

    void judge(String name, String rule, SealedBlob blob, Fork.@Nullable Kind expected) {
      OpenedPayload opened = open(blob);
      boolean counts = ChainCheck.counts(group.roster, history, blob.envelope(), CURSOR);
      Optional<Fork.Kind> found =
          ChainCheck.findFork(group.roster, history, opened, CURSOR).map(Fork::kind);
      if (!counts || !found.equals(Optional.ofNullable(expected))) {
        throw new AssertionError(name + ": counts " + counts + ", fork " + found);
      }
      cases.add(base(name, rule, blob, expected == null ? "fits" : "fork").text("fork",
          expected == null ? "" : expected.name()));
    }

    void judgeOutside(String name, SealedBlob blob) {
      Optional<Fork.Kind> found =
          ChainCheck.findForkOutside(group.roster, blob.envelope()).map(Fork::kind);
      if (!found.equals(Optional.of(Fork.Kind.EPOCH_AHEAD))) {
        throw new AssertionError(name + ": fork " + found);
      }
      cases.add(
          base(name, "SEAL-4", blob, "fork").text("fork", Fork.Kind.EPOCH_AHEAD.name()));
    }

    void judgeUncounted(String name, SealedBlob blob) {
      if (ChainCheck.counts(group.roster, history, blob.envelope(), CURSOR)) {
        throw new AssertionError(name + " counts");
      }
      cases.add(base(name, "RECV-1", blob, "counts_for_nobody").text("fork", ""));
    }

    private VectorObject base(String name, String rule, SealedBlob blob, String outcome) {
      return new VectorObject()
          .text("name", name)
          .text("rule", rule)
          .text("outcome", outcome)
          .hexes("roster", group.entries.stream().map(RosterEntry::toByteArray).toList())
          .object("knows", history.vector())
          .object("deliver", MessageFields.of(SealingGroup.deliver(blob, CURSOR)));
    }

    private OpenedPayload open(SealedBlob blob) {
      Deliver deliver = SealingGroup.deliver(blob, CURSOR);
      try {
        return group.open(deliver);
      } catch (ProtocolViolation | OpenFailure e) {
        throw new AssertionError(e);
      }
    }
  }
}
