package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zerok.client.model.SyncProblem;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Role;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Another admin is faster: a change of the roster is decided anew, but not for ever. */
class RosterRaceTest {
  private final ScriptedDevice device = ScriptedDevice.online();

  /** Another entry takes the place that this device wanted. */
  private void loseTheRace() {
    GroupFixture group = device.group;
    boolean dormant = group.roster.device(device.bob.id).orElseThrow().isDormant();
    group.append(group.first.setRole(group.roster, device.bob.id,
        dormant ? Role.ROLE_MEMBER : Role.ROLE_DORMANT, GroupFixture.NOW + group.roster.length()));
    device.showNewestEntry();
    device.pump();
  }

  private List<ClientFrame> appendsSent() {
    return device.sent.stream().filter(ClientFrame::hasRosterAppend).toList();
  }

  @Test
  @Tag("ERR-2")
  void raceThatIsLost_isRunAgain_andIsWonInTheEnd() {
    long id = device.replica.command(new RosterCommand.SetRole(device.carol.id, Role.ROLE_ADMIN));
    device.pump();
    loseTheRace();
    assertThat(appendsSent()).hasSize(2);

    device.group.append(appendsSent().get(1).getRosterAppend().getEntry());
    device.showNewestEntry();

    assertThat(device.others).containsExactly(new ReplicaEffect.CommandSettled(id, null));
  }

  @Test
  @Tag("ERR-2")
  void raceThatIsLostAgainAndAgain_endsInAConflict() {
    device.replica.command(new RosterCommand.SetRole(device.carol.id, Role.ROLE_ADMIN));
    device.pump();
    for (int i = 0; i <= ReplicaLimits.COMMAND_RACES; i++) {
      loseTheRace();
    }

    assertThat(appendsSent()).hasSize(1 + ReplicaLimits.COMMAND_RACES);
    assertThat(device.others).singleElement()
        .isInstanceOfSatisfying(ReplicaEffect.CommandSettled.class, settled -> {
          assertThat(settled.problem()).isNotNull();
          assertThat(settled.problem().reason()).isEqualTo(SyncProblem.Reason.CONFLICT);
        });
  }

  @Test
  @Tag("ROSTER-12")
  void duty_thatComesWhileTheQueueIsFull_isNoDefect_andIsStillDone() {
    GroupFixture group = device.group;
    device.replica.command(new RosterCommand.SetRole(device.carol.id, Role.ROLE_ADMIN));
    device.pump();
    for (int i = 0; i < ReplicaLimits.COMMANDS; i++) {
      device.replica.command(new RosterCommand.SetRole(device.carol.id, Role.ROLE_ADMIN));
    }
    assertThatThrownBy(() -> device.replica
        .command(new RosterCommand.SetRole(device.carol.id, Role.ROLE_ADMIN)))
        .isInstanceOfSatisfying(SyncProblem.class,
            problem -> assertThat(problem.reason()).isEqualTo(SyncProblem.Reason.OFFLINE));

    group.append(group.signer(device.bob.keys).leave(group.roster, GroupFixture.NOW));
    device.showNewestEntry();
    group.append(appendsSent().get(1).getRosterAppend().getEntry());
    device.showNewestEntry();

    assertThat(device.others).hasSize(1 + ReplicaLimits.COMMANDS)
        .allSatisfy(settled -> assertThat(((ReplicaEffect.CommandSettled) settled).problem())
            .isNull());
    assertThat(appendsSent()).hasSize(3);
    group.append(appendsSent().get(2).getRosterAppend().getEntry());
    assertThat(group.roster.epoch()).isEqualTo(2);
  }
}
