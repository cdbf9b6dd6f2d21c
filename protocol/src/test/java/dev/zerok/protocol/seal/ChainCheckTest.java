package dev.zerok.protocol.seal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.admin.JoinSignatures;
import dev.zerok.protocol.admin.Replacement;
import dev.zerok.protocol.admin.RosterSigner;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterHead;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ChainCheckTest {
  private static final long CURSOR = 10;

  private final SealingGroup group = new SealingGroup("chain");
  private final FakeKnownHistory history = new FakeKnownHistory();
  private final LogId log = LogId.of(new byte[16]);
  private final SealedBlob first = group.sealByBob(group.text("first"));

  @Test
  @Tag("SEAL-3")
  void findFork_whenTheBlobFollowsTheKnownOne_findsNone() throws Exception {
    history.remember(first);

    assertThat(check(group.text("second", first, null))).isEmpty();
  }

  @Test
  @Tag("SEAL-3")
  void findFork_whenTheBlobFollowsAnotherOne_isAFork() throws Exception {
    history.remember(first);
    SealedBlob otherFirst = group.sealByBob(group.text("another first"));

    assertThat(check(group.text("second", otherFirst, null)))
        .contains(new Fork(Fork.Kind.PREVIOUS_BLOB, group.bob, 2));
  }

  @Test
  @Tag("SEAL-3")
  void findFork_whenTheBlobBeforeIsNotKnown_findsNone() throws Exception {
    assertThat(check(group.text("second", first, null))).isEmpty();
  }

  @Test
  @Tag("SEAL-4")
  void findFork_whenTheRosterHeadIsNotOurs_isAFork() throws Exception {
    RosterHead own = group.roster.head();
    RosterHead otherHash = own.toBuilder().setHash(ByteString.copyFrom(new byte[32])).build();
    RosterHead beyond = own.toBuilder().setLength(own.getLength() + 1).build();

    assertThat(check(withHead(otherHash))).contains(new Fork(Fork.Kind.ROSTER_HEAD, group.bob, 1));
    assertThat(check(withHead(beyond))).contains(new Fork(Fork.Kind.ROSTER_HEAD, group.bob, 1));
  }

  @Test
  @Tag("SEAL-4")
  void findFork_whenTheHeadIsAnOlderPlaceOfOurs_findsNone() throws Exception {
    RosterHead genesis =
        RosterHead.newBuilder().setLength(1).setHash(group.roster.hashAt(0)).build();

    assertThat(check(withHead(genesis))).isEmpty();
  }

  @Test
  @Tag("SEAL-4")
  void findFork_whenTheEpochIsNotThatOfTheSendersHead_isAFork() throws Exception {
    EpochSecret next = group.epoch.next(group.random);
    group.append(group.admin().rekey(group.roster, next, group.random, SealingGroup.NOW));

    assertThat(check(group.text("sealed under epoch 1, after epoch 2 began")))
        .contains(new Fork(Fork.Kind.EPOCH, group.bob, 1));
  }

  @Test
  @Tag("SEAL-4")
  void findForkOutside_whenTheEpochBeganWithAnEntryThatWasNotShown_isAFork_whoeverTheSenderIs() {
    Roster shown = group.roster;
    EpochSecret next = group.epoch.next(group.random);
    group.append(group.admin().rekey(shown, next, group.random, SealingGroup.NOW));
    BlobEnvelope envelope = new BlobEnvelope(group.bob, 1, EnvelopeKind.ENVELOPE_KIND_BLOB,
        StreamId.DEFAULT, 0, next.epoch());
    BlobEnvelope ofAStranger = new BlobEnvelope(new SealingGroup("stranger").bob, 7,
        EnvelopeKind.ENVELOPE_KIND_BLOB, StreamId.DEFAULT, 0, next.epoch());

    assertThat(ChainCheck.findForkOutside(shown, envelope))
        .contains(new Fork(Fork.Kind.EPOCH_AHEAD, group.bob, 1));
    assertThat(ChainCheck.findForkOutside(shown, ofAStranger)).isPresent();
    assertThat(ChainCheck.findForkOutside(group.roster, envelope)).isEmpty();
    assertThat(ChainCheck.findForkOutside(group.roster, first.envelope())).isEmpty();
  }

  @Test
  @Tag("SEAL-5")
  void findFork_whenTheSenderSawOurHistory_findsNone() throws Exception {
    Position seen = Position.start(group.id, log).next(first.blobHash());
    history.remember(seen);

    assertThat(check(group.text("second", first, seen))).isEmpty();
  }

  @Test
  @Tag("SEAL-5")
  void findFork_whenTheSenderSawAnotherHistory_isAFork() throws Exception {
    Position ours = Position.start(group.id, log).next(first.blobHash());
    Position theirs = Position.start(group.id, log).next(group.roster.hashAt(0));
    history.remember(ours);

    assertThat(check(group.text("second", first, theirs)))
        .contains(new Fork(Fork.Kind.SEEN, group.bob, 2));
  }

  @Test
  @Tag("SEAL-5")
  void findFork_whenTheSenderSawWhatComesAfterItsOwnBlob_isAFork() throws Exception {
    Position start = Position.start(group.id, log);
    history.remember(start);
    Position ahead = new Position(log, CURSOR, start.runningHash());

    assertThat(check(group.text("second", first, ahead)))
        .contains(new Fork(Fork.Kind.SEEN_AHEAD, group.bob, 2));
  }

  @Test
  @Tag("SEAL-5")
  void findFork_whenTheSenderSpeaksOfAnotherLogOrAForgottenCursor_findsNone() throws Exception {
    Position start = Position.start(group.id, log);
    history.remember(start);
    byte[] otherLog = new byte[16];
    otherLog[0] = 1;
    Position elsewhere = new Position(LogId.of(otherLog), 99, start.runningHash());
    Position forgotten = new Position(log, 5, start.runningHash());

    assertThat(check(group.text("second", first, elsewhere))).isEmpty();
    assertThat(check(group.text("second", first, forgotten))).isEmpty();
  }

  @Test
  @Tag("RECV-1")
  void counts_forMembers_always() {
    assertThat(ChainCheck.counts(group.roster, history, first.envelope(), CURSOR)).isTrue();
  }

  @Test
  @Tag("RECV-1")
  void counts_forADeviceThatWasNeverInTheGroup_isFalse() {
    SealingGroup stranger = new SealingGroup("stranger");
    BlobEnvelope envelope = stranger.sealByBob(stranger.text("hi")).envelope();

    assertThat(ChainCheck.counts(group.roster, history, envelope, CURSOR)).isFalse();
  }

  @Test
  @Tag("RECV-1")
  void counts_forARemovedDevice_endsAtTheNamedSequenceWhereverTheRelayPutsIt() {
    SealedBlob second = group.sealByBob(group.text("second", first, null));
    removeBob(1, first.blobHash());

    assertThat(ChainCheck.counts(group.roster, history, first.envelope(), 1_000)).isTrue();
    assertThat(ChainCheck.counts(group.roster, history, second.envelope(), 1)).isFalse();
  }

  @Test
  @Tag("RECV-1")
  void findFork_whenTheRemovedDevicesLastBlobIsNotTheNamedOne_isAFork() throws Exception {
    OpenedPayload named = group.open(first);
    OpenedPayload other = group.open(group.sealByBob(group.text("instead of the first")));
    removeBob(1, first.blobHash());

    assertThat(ChainCheck.findFork(group.roster, history, named, CURSOR)).isEmpty();
    assertThat(ChainCheck.findFork(group.roster, history, other, CURSOR))
        .contains(new Fork(Fork.Kind.REMOVAL_CUT, group.bob, 1));
  }

  @Test
  @Tag("RECV-1")
  void counts_forADeviceThatLeft_endsAtItsLeave() {
    RosterSigner bob = new RosterSigner(group.crypto, group.bobKeys);
    group.append(bob.leave(group.roster, SealingGroup.NOW));

    assertThat(ChainCheck.counts(group.roster, history, first.envelope(), 1)).isFalse();
    history.rememberRosterEntry(2, CURSOR);
    assertThat(ChainCheck.counts(group.roster, history, first.envelope(), CURSOR - 1)).isTrue();
    assertThat(ChainCheck.counts(group.roster, history, first.envelope(), CURSOR + 1)).isFalse();
  }

  @Test
  @Tag("RECV-1")
  void counts_forADeviceThatWasReplaced_endsAtTheAddThatReplacesIt() {
    DeviceKeyPairs newPhone = DeviceKeyPairs.generate(group.crypto, group.random);
    ByteString handshake = ByteString.copyFrom(group.random.bytes(Sha256.LENGTH));
    DeviceEntry entry =
        JoinSignatures.entry(group.crypto, group.id, newPhone, Role.ROLE_MEMBER, handshake);
    group.append(group.admin()
        .add(group.roster, entry,
            new Replacement(group.bob, group.epoch.next(group.random), group.random),
            SealingGroup.NOW));
    history.rememberRosterEntry(2, CURSOR);

    assertThat(ChainCheck.counts(group.roster, history, first.envelope(), CURSOR - 1)).isTrue();
    assertThat(ChainCheck.counts(group.roster, history, first.envelope(), CURSOR + 1)).isFalse();
  }

  @Test
  @Tag("RECV-1")
  @Tag("RESET-4")
  void counts_forADeviceThatWentOutInAnEarlierLog_isFalseWhereverTheRelayPutsItsEntryInThisOne() {
    RosterSigner bob = new RosterSigner(group.crypto, group.bobKeys);
    group.append(bob.leave(group.roster, SealingGroup.NOW));
    history.rememberRosterEntry(2, 1_000);
    history.rosterAppliedBefore(2);
    assertThat(ChainCheck.counts(group.roster, history, first.envelope(), CURSOR)).isTrue();

    history.rosterAppliedBefore(3);

    assertThat(ChainCheck.counts(group.roster, history, first.envelope(), CURSOR)).isFalse();
  }

  private void removeBob(long lastSeq, ByteString lastHash) {
    EpochSecret next = group.epoch.next(group.random);
    group.append(
        group.admin()
            .remove(group.roster, group.bob, lastSeq, lastHash, next, group.random,
                SealingGroup.NOW));
  }

  private OutgoingPayload withHead(RosterHead head) {
    return SealingGroup.data(ByteString.EMPTY, StreamId.DEFAULT, 1, ByteString.EMPTY, head, null);
  }

  private Optional<Fork> check(OutgoingPayload outgoing) throws Exception {
    OpenedPayload opened = group.open(group.sealByBob(outgoing));
    return ChainCheck.findFork(group.roster, history, opened, CURSOR);
  }
}
