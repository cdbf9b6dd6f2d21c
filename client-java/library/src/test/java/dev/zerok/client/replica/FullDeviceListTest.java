package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An admin hears that the device list is full before anything is sent, while a removal still fits (ROSTER-8). */
class FullDeviceListTest {
  private static final int PLACES = Limits.ROSTER_ENTRIES - Limits.ROSTER_ROOT_ENTRIES;

  private final ScriptedDevice device = new ScriptedDevice();
  private final GroupFixture group = device.group;

  private void connectWithRosterOf(int length) throws Exception {
    group.fillUnsigned(device.carol.id, length);
    List<StoreRecord> chain = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      chain.add(new StoreRecord.ChainEntry(i, group.entries.get(i).toByteString(), 0));
    }
    device.store.commit(chain);
    device.restart();
    device.connect();
    device.frame(StreamFrames.caughtUp(0));
    device.sent.clear();
  }

  private void command(RosterCommand command) {
    device.others.clear();
    device.replica.command(command);
    device.pump();
  }

  private long appendsSent() {
    return device.sent.stream().filter(ClientFrame::hasRosterAppend).count();
  }

  private void assertRefusedAsFull() {
    assertThat(appendsSent()).isZero();
    assertThat(device.others).singleElement()
        .isInstanceOfSatisfying(ReplicaEffect.CommandSettled.class, settled -> {
          assertThat(settled.problem()).isNotNull();
          assertThat(settled.problem().reason()).isEqualTo(SyncProblem.Reason.GROUP_FULL);
          assertThat(settled.problem()).hasMessageContaining("new group");
        });
  }

  private RosterCommand add() {
    return new RosterCommand.Add(group.entryOf(group.newKeys(), Role.ROLE_MEMBER), null);
  }

  @Test
  @Tag("ROSTER-8")
  void add_intoTheLastPlace_isRefusedHere_andARemovalStillFits() throws Exception {
    connectWithRosterOf(PLACES - 1);
    command(add());
    assertRefusedAsFull();

    command(new RosterCommand.Remove(device.bob.id));

    assertThat(appendsSent()).isEqualTo(1);
  }

  @Test
  @Tag("ROSTER-8")
  void anyChange_behindTheLastPlace_isRefusedHere() throws Exception {
    connectWithRosterOf(PLACES);
    command(new RosterCommand.Remove(device.bob.id));

    assertRefusedAsFull();
  }

  @Test
  @Tag("ROSTER-8")
  void add_whileThereIsRoom_isSent() throws Exception {
    connectWithRosterOf(PLACES - 2);
    command(add());

    assertThat(appendsSent()).isEqualTo(1);
  }
}
