package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.protocol.wire.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RosterChangesTest {
  private final ReplicaGroup group = ReplicaGroup.founded();
  private final FakeRelay relay = group.relay;
  private final ReplicaDevice first = group.first;
  private final ReplicaDevice second = group.join("second");
  private final ReplicaDevice third = group.join("third");

  @Test
  @Tag("RECV-1")
  void aRemovedDevice_getsTheEntryAndStops_andTheOthersGoOnInANewEpoch() {
    second.push("before");
    relay.run();
    first.command(new RosterCommand.Remove(second.id()));
    relay.run();
    first.push("after");
    relay.run();

    assertThat(second.stopped()).isEqualTo(StopCause.REMOVED);
    assertThat(second.events(SyncEvent.RemovedFromGroup.class)).hasSize(1);
    assertThat(second.texts()).isEmpty();
    assertThat(third.texts()).containsExactly("before", "after");
    assertThat(third.replica.view().roster().epoch()).isEqualTo(2);
    assertThat(third.events(SyncEvent.DeviceGone.class)).extracting(SyncEvent.DeviceGone::device)
        .containsExactly(second.id());
  }

  @Test
  @Tag("RECV-1")
  void removalByAnAdminThatWasAway_waitsForItsBacklog_andCutsOffNothingThatWasAcknowledged() {
    second.push("seen by all");
    relay.run();
    relay.disconnect(third);
    relay.disconnect(first);
    second.push("while the admin was away");
    second.push("and more");
    relay.run();
    first.command(new RosterCommand.Remove(second.id()));
    relay.connect(first);
    relay.connect(third);

    assertThat(relay.roster.devices()).doesNotContainKey(second.id());
    assertThat(first.texts())
        .containsExactly("seen by all", "while the admin was away", "and more");
    assertThat(third.texts()).isEqualTo(first.texts());
    assertThat(third.stopped()).isNull();
  }

  @Test
  @Tag("RECV-1")
  void relayThatWithholdsTheHead_delaysARemovalForALimitedTimeOnly() {
    relay.disconnect(first);
    relay.lieTo = first;
    relay.lie = frames -> frames.stream().filter(frame -> !frame.hasCaughtUp()).toList();
    first.command(new RosterCommand.Remove(second.id()));
    relay.connect(first);
    first.now += ReplicaLimits.REMOVE_WAITS_MILLIS - 1;
    relay.run();
    assertThat(relay.roster.devices()).containsKey(second.id());

    first.now++;
    relay.run();

    assertThat(relay.roster.devices()).doesNotContainKey(second.id());
  }

  @Test
  @Tag("RECV-1")
  void whatARemovedDevicePushedBeyondTheCut_countsForNobody() {
    relay.disconnect(third);
    second.push("seen by the admin");
    relay.run();
    relay.lieTo = first;
    relay.lie = frames -> java.util.List.of();
    second.push("late");
    relay.run();
    var late = relay.entries.get(relay.entries.size() - 1);
    relay.entries.remove(late);
    relay.lieTo = null;
    relay.disconnect(first);
    relay.connect(first);
    first.command(new RosterCommand.Remove(second.id()));
    relay.run();
    // The relay helps the removed device: it places its late blob behind the removal.
    relay.entries.add(late);
    relay.connect(third);
    relay.disconnect(first);
    relay.connect(first);

    assertThat(first.texts()).containsExactly("seen by the admin");
    assertThat(third.texts()).containsExactly("seen by the admin");
    assertThat(third.stopped()).isNull();
    assertThat(relay.acknowledged.get(third.id())).isEqualTo(relay.entries.size());
  }

  @Test
  @Tag("PUSH-4")
  void aPushOfTheFormerEpoch_isSealedAnewWithAllThatFollow_andKeepsItsSequence() {
    relay.disconnect(third);
    third.push("one");
    third.push("two");
    first.command(new RosterCommand.Remove(second.id()));
    relay.run();
    relay.connect(third);
    relay.run();

    assertThat(first.texts()).containsExactly("one", "two");
    assertThat(first.stopped()).isNull();
    assertThat(relay.entries.stream().filter(entry -> third.id().equals(entry.sender())))
        .extracting(entry -> entry.push().getDeviceSeq(), entry -> entry.push().getEpoch())
        .containsExactly(org.assertj.core.groups.Tuple.tuple(1L, 2),
            org.assertj.core.groups.Tuple.tuple(2L, 2));
  }

  @Test
  @Tag("PUSH-4")
  void aPushOfTheFormerEpochThatTheRelayHas_isNotSealedAnew() {
    relay.lieTo = third;
    relay.lie = frames -> java.util.List.of();
    third.push("stored, but its answer is lost");
    relay.disconnect(third);
    first.command(new RosterCommand.Remove(second.id()));
    relay.run();
    relay.lieTo = null;
    relay.connect(third);

    assertThat(relay.pushes).hasSizeLessThanOrEqualTo(2)
        .allSatisfy(push -> assertThat(push).isEqualTo(relay.pushes.get(0)));
    assertThat(third.stopped()).isNull();
    assertThat(first.texts()).containsExactly("stored, but its answer is lost");
  }

  @Test
  @Tag("ROSTER-12")
  void afterALeave_anAdminBeginsANewEpochByItself() {
    second.command(new RosterCommand.Leave());
    relay.run();
    first.push("after");
    relay.run();

    assertThat(second.stopped()).isEqualTo(StopCause.REMOVED);
    assertThat(second.settled).containsExactly(new ReplicaEffect.CommandSettled(1, null));
    assertThat(relay.roster.epoch()).isEqualTo(2);
    assertThat(third.texts()).containsExactly("after");
  }

  @Test
  @Tag("ROSTER-12")
  void afterALeaveWhileNoAdminWasThere_theNextAdminBeginsTheEpoch() {
    relay.disconnect(first);
    second.command(new RosterCommand.Leave());
    relay.run();
    assertThat(relay.roster.epoch()).isEqualTo(1);

    first.crash();
    relay.connect(first);

    assertThat(relay.roster.epoch()).isEqualTo(2);
  }

  @Test
  void twoAdminsWhoRemoveAtOnce_bothSucceed_becauseTheLoserDecidesAnew() {
    ReplicaDevice admin = group.join("admin", Role.ROLE_ADMIN);
    relay.lieTo = admin;
    relay.lie = frames -> java.util.List.of();
    first.command(new RosterCommand.Remove(second.id()));
    relay.run();
    admin.command(new RosterCommand.Remove(third.id()));
    relay.lieTo = null;
    relay.disconnect(admin);
    relay.connect(admin);

    assertThat(relay.roster.devices().keySet()).containsExactlyInAnyOrder(first.id(), admin.id());
    assertThat(admin.settled).contains(new ReplicaEffect.CommandSettled(1, null));
    assertThat(first.stopped()).isNull();
  }

  @Test
  void whatAMemberMayNot_isRefusedHere_andNothingIsSent() {
    int before = relay.entries.size();
    second.command(new RosterCommand.Remove(third.id()));
    first.command(new RosterCommand.Leave());
    first.command(new RosterCommand.SetRole(first.id(), Role.ROLE_MEMBER));
    relay.run();

    assertThat(reason(second)).isEqualTo(SyncProblem.Reason.NOT_ADMIN);
    assertThat(first.settled.subList(first.settled.size() - 2, first.settled.size()))
        .allSatisfy(effect -> assertThat(((ReplicaEffect.CommandSettled) effect).problem().reason())
            .isEqualTo(SyncProblem.Reason.LAST_ADMIN));
    assertThat(relay.entries).hasSize(before);
  }

  private static SyncProblem.Reason reason(ReplicaDevice device) {
    var last = (ReplicaEffect.CommandSettled) device.settled.get(device.settled.size() - 1);
    return java.util.Objects.requireNonNull(last.problem()).reason();
  }
}
