package dev.zerok.protocol.pairing;

import static dev.zerok.protocol.pairing.PairingRun.NOW_SECONDS;
import static dev.zerok.protocol.pairing.PairingRun.abortReason;
import static dev.zerok.protocol.pairing.PairingRun.body;
import static dev.zerok.protocol.pairing.PairingRun.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.identity.JoinInput;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.pairing.PairingEvent.AboutReceived;
import dev.zerok.protocol.pairing.PairingEvent.Admitted;
import dev.zerok.protocol.pairing.PairingEvent.ConsentReceived;
import dev.zerok.protocol.pairing.PairingEvent.HandshakeDone;
import dev.zerok.protocol.pairing.PairingEvent.PairingAborted;
import dev.zerok.protocol.pairing.PairingEvent.PairingUnconfirmed;
import dev.zerok.protocol.pairing.PairingEvent.PeerDone;
import dev.zerok.protocol.pairing.PairingEvent.SecondJoinAlarm;
import dev.zerok.protocol.pairing.PairingEvent.SendBody;
import dev.zerok.protocol.pairing.PairingEvent.WordsMatched;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.PairAbortReason;
import dev.zerok.protocol.wire.Role;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PairingTest {
  private final PairingRun run = new PairingRun();

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  @Tag("PAIR-1")
  @Tag("PAIR-4")
  void pairing_fromInviteToDone_bringsTheNewDeviceIntoTheRoster() throws Exception {
    PairingRun.Shown shown = run.consent();
    assertThat(run.inviter.pick(shown.rightChoice(), NOW_SECONDS))
        .containsExactly(new WordsMatched());
    DeviceEntry entry = run.inviter.approve(Role.ROLE_MEMBER);
    run.group.append(run.group.first.add(run.group.roster, entry, null, 0));

    Admitted admitted =
        only(run.toJoiner(body(run.inviter.admit(run.admission()))), Admitted.class);
    List<PairingEvent> atTheEnd = run.toInviter(body(run.joiner.done()));

    assertThat(atTheEnd).containsExactly(new PeerDone());
    assertThat(entry.getKeys()).isEqualTo(run.phoneKeys.publicKeys());
    assertThat(admitted.admission().seen()).isEqualTo(run.admission().seen());
    assertThat(admitted.admission().rosterHead()).isEqualTo(run.group.roster.head());
    assertThat(admitted.admission().epochSecret().secret().matches(run.group.epoch.secret()))
        .isTrue();
    assertThat(
        admitted.admission().epochSecret().streamSecret().matches(run.group.epoch.streamSecret()))
        .isTrue();
    AdmissionCheck.requireAdmitted(
        run.crypto,
        run.group.groupId(),
        admitted.admission(),
        run.group.roster,
        run.phoneKeys.deviceId(run.crypto, run.group.groupId()));
  }

  @Test
  @Tag("PAIR-4")
  void approve_givesTheJoinersOwnSignatureOverThisVeryHandshake() {
    run.match();

    DeviceEntry entry = run.inviter.approve(Role.ROLE_ADMIN);

    byte[] input =
        JoinInput.of(run.crypto.suite(), run.group.groupId(), entry.getKeys(),
            entry.getHandshakeHash());
    assertThat(entry.getHandshakeHash().size()).isEqualTo(32);
    assertThat(entry.getRole()).isEqualTo(Role.ROLE_ADMIN);
    assertThat(
        run.crypto
            .signatures()
            .verify(run.phoneKeys.sign().publicKey(), input, entry.getSignature().toByteArray()))
        .isTrue();
  }

  @Test
  void handshake_tellsTheJoinerWhoseGroupItIs() {
    List<PairingEvent> events = run.handshake();

    assertThat(events)
        .containsExactly(new HandshakeDone(), new AboutReceived("Family", "Ada's laptop", true));
  }

  @Test
  void handshake_isAnnouncedOnlyWhenTheOtherSideHasProvedTheSecret() {
    SendBody offer = body(run.toInviter(body(run.joiner.start(NOW_SECONDS))));
    List<PairingEvent> atJoiner = run.toJoiner(offer);
    List<PairingEvent> atInviter = run.toInviter(body(atJoiner));

    assertThat(atJoiner).singleElement().isInstanceOf(SendBody.class);
    assertThat(atInviter).startsWith(new HandshakeDone());
    assertThat(run.toJoiner(body(atInviter))).startsWith(new HandshakeDone());
  }

  @Test
  void consent_showsThreeWordsThatAreOneOfFourChoices() {
    PairingRun.Shown shown = run.consent();

    assertThat(shown.words()).hasSize(3).allMatch(ComparisonWords.all()::contains);
    assertThat(shown.asked().choices()).hasSize(4).contains(shown.words());
    assertThat(shown.asked().name()).isEqualTo("Ada's phone");
    assertThat(shown.asked().device())
        .isEqualTo(run.phoneKeys.deviceId(run.crypto, run.group.groupId()));
  }

  @Test
  @Tag("PAIR-2")
  void joiner_beforeThePersonAgreed_sendsNoConsent() {
    List<PairingEvent> events = run.handshake();

    assertThat(events).noneMatch(SendBody.class::isInstance);
    assertThatThrownBy(() -> run.inviter.approve(Role.ROLE_MEMBER))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Tag("PAIR-2")
  void consent_beforeAnythingWasShown_isTheCallersFault() {
    assertThatThrownBy(run.joiner::consent).isInstanceOf(IllegalStateException.class);
    run.joiner.start(NOW_SECONDS);
    assertThatThrownBy(run.joiner::consent).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Tag("PAIR-2")
  void decline_endsThePairingOnBothSides() {
    run.handshake();

    List<PairingEvent> atJoiner = run.joiner.decline();
    List<PairingEvent> atInviter = run.toInviter(body(atJoiner));

    assertThat(abortReason(atJoiner)).isEqualTo(PairAbortReason.PAIR_ABORT_REASON_DECLINED);
    assertThat(atInviter)
        .containsExactly(
            new PairingAborted(
                PairAbortReason.PAIR_ABORT_REASON_DECLINED, true, "The other person said no."));
    assertThat(run.joiner.consent()).isEmpty();
  }

  @Test
  @Tag("PAIR-3")
  void pick_theWrongWords_burnsTheInvite() {
    PairingRun.Shown shown = run.consent();

    List<PairingEvent> events = run.inviter.pick((shown.rightChoice() + 1) % 4, NOW_SECONDS);

    assertThat(abortReason(events)).isEqualTo(PairAbortReason.PAIR_ABORT_REASON_WORDS_DIFFER);
    assertThat(abortReason(run.toJoiner(body(events))))
        .isEqualTo(PairAbortReason.PAIR_ABORT_REASON_WORDS_DIFFER);
    assertBurnt();
    assertThat(run.inviter.pick(shown.rightChoice(), NOW_SECONDS)).isEmpty();
  }

  @Test
  @Tag("PAIR-3")
  void none_burnsTheInvite() {
    run.consent();

    assertThat(abortReason(run.inviter.none()))
        .isEqualTo(PairAbortReason.PAIR_ABORT_REASON_WORDS_DIFFER);
    assertBurnt();
  }

  @Test
  @Tag("PAIR-3")
  void approve_beforeTheRightWordsWerePicked_isTheCallersFault() {
    run.consent();

    assertThatThrownBy(() -> run.inviter.approve(Role.ROLE_MEMBER))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> run.inviter.admit(run.admission()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Tag("PAIR-3")
  void mailboxClosed_beforeTheEnd_burnsTheInvite() {
    run.handshake();

    assertThat(abortReason(run.inviter.mailboxClosed()))
        .isEqualTo(PairAbortReason.PAIR_ABORT_REASON_FAILED);
    assertThat(abortReason(run.joiner.mailboxClosed()))
        .isEqualTo(PairAbortReason.PAIR_ABORT_REASON_FAILED);
    assertBurnt();
  }

  @Test
  void mailboxClosed_onceAdmitted_doesNotHarmTheJoiner() {
    run.match();
    run.toJoiner(body(run.inviter.admit(run.admission())));

    assertThat(run.joiner.mailboxClosed()).isEmpty();
    assertThat(run.inviter.mailboxClosed()).endsWith(unconfirmed());
  }

  @Test
  @Tag("PAIR-3")
  void inviter_onceTheWordsMatched_endsInOneWayWhateverGoesWrong() {
    List<Function<PairingRun, List<PairingEvent>>> ends = List.of(
        broken -> broken.inviter.mailboxClosed(),
        broken -> broken.inviter.cancel(),
        broken -> broken.inviter.receive(new byte[100], NOW_SECONDS),
        broken -> broken.inviter.receive(new byte[Limits.MAILBOX_BODY_BYTES + 1], NOW_SECONDS),
        broken -> broken.toInviter(body(broken.joiner.decline())));
    for (boolean admitted : new boolean[]{false, true}) {
      for (Function<PairingRun, List<PairingEvent>> end : ends) {
        try (PairingRun broken = new PairingRun()) {
          broken.match();
          if (admitted) {
            broken.inviter.admit(broken.admission());
          }

          List<PairingEvent> events = end.apply(broken);

          assertThat(events).endsWith(unconfirmed()).noneMatch(PairingAborted.class::isInstance);
          assertThat(broken.inviter.mailboxClosed()).isEmpty();
        }
      }
    }
  }

  @Test
  @Tag("PAIR-3")
  void joinerThatStopsAfterItsConsent_isToldThatItMayStandInTheGroup() {
    run.consent();

    assertThat(only(run.joiner.decline(), PairingAborted.class).words())
        .contains("may stand in the group already");
  }

  @Test
  void joiner_onceAdmitted_isNotUndoneByWhatComesLate() {
    run.match();
    SendBody admit = body(run.inviter.admit(run.admission()));
    SendBody abort = body(run.inviter.cancel());
    run.toJoiner(admit);

    assertThat(run.joiner.receive(new byte[100])).isEmpty();
    assertThat(run.toJoiner(abort)).isEmpty();
    assertThat(run.joiner.done()).singleElement().isInstanceOf(SendBody.class);
  }

  private PairingUnconfirmed unconfirmed() {
    return new PairingUnconfirmed(
        run.phoneKeys.deviceId(run.crypto, run.group.groupId()),
        "The new device did not confirm, but may stand in the group already: remove it, then make a new invite.");
  }

  @Test
  @Tag("INVITE-2")
  void joiner_withAnExpiredInvite_sendsNothing() {
    List<PairingEvent> events = run.joiner.start(PairingRun.EXPIRES_SECONDS);

    assertThat(events).noneMatch(SendBody.class::isInstance);
    assertThat(abortReason(events)).isEqualTo(PairAbortReason.PAIR_ABORT_REASON_EXPIRED);
  }

  @Test
  @Tag("INVITE-2")
  void inviter_afterExpiry_refusesWhateverTheJoinerDoes() {
    SendBody commit = body(run.joiner.start(NOW_SECONDS));

    List<PairingEvent> events =
        run.inviter.receive(commit.body().toByteArray(), PairingRun.EXPIRES_SECONDS);

    assertThat(abortReason(events)).isEqualTo(PairAbortReason.PAIR_ABORT_REASON_EXPIRED);
    assertBurnt();
  }

  @Test
  @Tag("INVITE-2")
  void pick_afterExpiry_isTooLate() {
    PairingRun.Shown shown = run.consent();

    List<PairingEvent> events = run.inviter.pick(shown.rightChoice(), PairingRun.EXPIRES_SECONDS);

    assertThat(abortReason(events)).isEqualTo(PairAbortReason.PAIR_ABORT_REASON_EXPIRED);
    assertBurnt();
  }

  @Test
  @Tag("INVITE-2")
  void tick_onceTheWordsMatched_letsThePairingEnd() {
    run.match();

    assertThat(run.inviter.tick(PairingRun.EXPIRES_SECONDS)).isEmpty();
    assertThat(run.inviter.admit(run.admission())).hasSize(1);
  }

  @Test
  @Tag("PAIR-6")
  void secondJoin_beforeTheWordsMatched_alarmsAndBurnsTheInvite() {
    run.consent();

    List<PairingEvent> events = run.inviter.secondJoin();

    assertThat(events).startsWith(new SecondJoinAlarm());
    assertThat(abortReason(events)).isEqualTo(PairAbortReason.PAIR_ABORT_REASON_FAILED);
    assertBurnt();
  }

  @Test
  @Tag("PAIR-6")
  void secondJoin_onceTheWordsMatched_onlyAlarms() {
    run.match();

    assertThat(run.inviter.secondJoin()).containsExactly(new SecondJoinAlarm());
    assertThat(run.inviter.admit(run.admission())).hasSize(1);
  }

  @Test
  void bodies_withTheLongestNamesAndMostCheckpointsAndStreams_fitTheMailbox() {
    String name = "\uD83D\uDE00".repeat(256);
    List<ByteString> checkpoints =
        Collections.nCopies(
            PairAdmission.MAX_CHECKPOINTS, ByteString.copyFrom(new byte[32]));
    try (Joiner joiner = new Joiner(run.crypto, run.invite, run.phoneKeys, name, run.random);
        Inviter inviter =
            new Inviter(run.crypto, run.invite, run.group.firstKeys, name, name, true,
                run.random)) {
      SendBody commit = body(joiner.start(NOW_SECONDS));
      SendBody offer = body(inviter.receive(commit.body().toByteArray(), NOW_SECONDS));
      SendBody open = body(joiner.receive(offer.body().toByteArray()));
      SendBody about = body(inviter.receive(open.body().toByteArray(), NOW_SECONDS));
      joiner.receive(about.body().toByteArray());
      List<PairingEvent> consented = joiner.consent();
      ConsentReceived asked =
          only(inviter.receive(body(consented).body().toByteArray(), NOW_SECONDS),
              ConsentReceived.class);
      inviter.pick(
          asked.choices().indexOf(only(consented, PairingEvent.WordsReady.class).words()),
          NOW_SECONDS);
      PairAdmission plain = run.admission();
      SendBody admit =
          body(inviter.admit(new PairAdmission(plain.rosterHead(), plain.epochSecret(),
              plain.seen(), checkpoints, Collections.nCopies(64, StreamId.DEFAULT))));

      assertThat(List.of(open, about, admit))
          .allMatch(sent -> sent.body().size() <= Limits.MAILBOX_BODY_BYTES);
      assertThat(only(joiner.receive(admit.body().toByteArray()), Admitted.class)).isNotNull();
    }
  }

  @Test
  void names_thatCannotBeShown_areTheCallersFault() {
    for (String name : List.of("x".repeat(257), "two\nlines", "\u001b[2J", "\u202egnp.exe",
        "\u2066")) {
      assertThatThrownBy(() -> new Joiner(run.crypto, run.invite, run.phoneKeys, name, run.random))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private void assertBurnt() {
    assertThat(run.inviter.receive(new byte[100], NOW_SECONDS)).isEmpty();
    assertThatThrownBy(() -> run.inviter.approve(Role.ROLE_MEMBER))
        .isInstanceOf(IllegalStateException.class);
    assertThat(run.inviter.admit(run.admission())).isEmpty();
  }
}
