package dev.zerok.protocol.pairing;

import static dev.zerok.protocol.pairing.PairingRun.NOW_SECONDS;
import static dev.zerok.protocol.pairing.PairingRun.abortReason;
import static dev.zerok.protocol.pairing.PairingRun.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zerok.protocol.pairing.PairingEvent.ConsentReceived;
import dev.zerok.protocol.pairing.PairingEvent.HandshakeDone;
import dev.zerok.protocol.pairing.PairingEvent.SendBody;
import dev.zerok.protocol.wire.PairAbortReason;
import dev.zerok.protocol.wire.Role;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An invite lets one device in, by the inviter's own doing: whatever else the relay brings to its mailbox. */
class InviteOnceTest {
  private final PairingRun run = new PairingRun();

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  @Tag("INVITE-3")
  void inviter_afterOneJoiner_refusesAnotherWithTheSameInvite() {
    run.consent();
    run.inviter.none();
    try (Joiner second = run.joiner(run.group.newKeys())) {
      SendBody commit = body(second.start(NOW_SECONDS));

      assertThat(run.toInviter(commit)).isEmpty();
    }
  }

  @Test
  @Tag("INVITE-3")
  void inviter_afterAPairingThatEndedWell_letsNobodyElseIn_whateverTheRelayBrings() {
    run.match();
    run.group.append(run.group.first.add(run.group.roster, run.inviter.approve(Role.ROLE_MEMBER),
        null, 0));
    run.toJoiner(body(run.inviter.admit(run.admission())));
    run.toInviter(body(run.joiner.done()));
    try (Joiner second = run.joiner(run.group.newKeys())) {
      List<PairingEvent> events = run.toInviter(body(second.start(NOW_SECONDS)));

      assertThat(events).noneMatch(SendBody.class::isInstance)
          .noneMatch(HandshakeDone.class::isInstance)
          .noneMatch(ConsentReceived.class::isInstance);
      assertThatThrownBy(() -> run.inviter.approve(Role.ROLE_MEMBER))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  @Tag("INVITE-3")
  void inviter_betweenTheAddAndPairDone_takesNoOtherJoiner() {
    run.match();
    run.inviter.approve(Role.ROLE_MEMBER);
    try (Joiner second = run.joiner(run.group.newKeys())) {
      List<PairingEvent> events = run.toInviter(body(second.start(NOW_SECONDS)));

      assertThat(events).noneMatch(ConsentReceived.class::isInstance)
          .noneMatch(HandshakeDone.class::isInstance);
    }
  }

  @Test
  @Tag("INVITE-3")
  void inviter_inTheMiddleOfAPairing_takesASecondCommitForAnAttack() {
    run.toInviter(body(run.joiner.start(NOW_SECONDS)));
    try (Joiner second = run.joiner(run.group.newKeys())) {
      List<PairingEvent> events = run.toInviter(body(second.start(NOW_SECONDS)));

      assertThat(abortReason(events)).isEqualTo(PairAbortReason.PAIR_ABORT_REASON_FAILED);
      assertThatThrownBy(() -> run.inviter.approve(Role.ROLE_MEMBER))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
