package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.MemberRole;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.MemoryClientStore;
import dev.zerok.protocol.id.DeviceId;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is in the group and what he may: roles, leaving, replacing and the end of the group, over a real relay. */
class RosterAdminTest {
  @TempDir Path folder;

  @Test
  @Tag("ROSTER-7")
  void roles_areSetByAdmins_andTheLastAdminStays() {
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice phone = laptop.pair().start()) {
      phone.nextEvent(SyncEvent.CaughtUp.class);
      DeviceId laptopId = laptop.client.status().device();
      DeviceId phoneId = phone.client.status().device();
      assertThatThrownBy(
          () -> ClientDevice.await(phone.client.setRole(laptopId, MemberRole.MEMBER)))
          .isInstanceOfSatisfying(SyncProblem.class,
              problem -> assertThat(problem.reason()).isEqualTo(SyncProblem.Reason.NOT_ADMIN));
      assertThatThrownBy(() -> ClientDevice.await(laptop.client.leave()))
          .isInstanceOfSatisfying(SyncProblem.class,
              problem -> assertThat(problem.reason()).isEqualTo(SyncProblem.Reason.LAST_ADMIN));

      ClientDevice.await(laptop.client.setRole(phoneId, MemberRole.ADMIN));
      assertThat(phone.nextEvent(SyncEvent.RoleChanged.class))
          .isEqualTo(new SyncEvent.RoleChanged(phoneId, "an admin"));
      ClientDevice.await(phone.client.setRole(laptopId, MemberRole.DORMANT));

      laptop.nextEvent(SyncEvent.RoleChanged.class);
      assertThat(laptop.nextEvent(SyncEvent.RoleChanged.class))
          .isEqualTo(new SyncEvent.RoleChanged(laptopId, "dormant"));
    }
  }

  @Test
  @Tag("ROSTER-12")
  void deviceThatLeaves_isOut_andTheOthersGoOnUnderANewKey() {
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice phone = laptop.pair().start()) {
      phone.nextEvent(SyncEvent.CaughtUp.class);
      ClientDevice.await(phone.client.leave());

      assertThat(phone.nextEvent(SyncEvent.RemovedFromGroup.class))
          .isEqualTo(new SyncEvent.RemovedFromGroup("it left"));
      assertThat(laptop.nextEvent(SyncEvent.EpochStarted.class))
          .isEqualTo(new SyncEvent.EpochStarted(2));
      assertThat(laptop.client.devices()).hasSize(1);
    }
  }

  @Test
  @Tag("ROSTER-6")
  void deviceThatReplacesALostOne_comesInAsThatGoesOut() {
    MemoryClientStore lostStore = new MemoryClientStore();
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice lost = laptop.pair(lostStore, InviteOptions.DEFAULT).start()) {
      lost.nextEvent(SyncEvent.CaughtUp.class);
      DeviceId lostId = lost.client.status().device();
      try (ClientDevice fresh = laptop.pair(new MemoryClientStore(),
          InviteOptions.DEFAULT.replacing(lostId)).start()) {
        assertThat(lost.nextEvent(SyncEvent.RemovedFromGroup.class))
            .isEqualTo(new SyncEvent.RemovedFromGroup("another device replaced it"));
        laptop.push("to the new one");
        assertThat(fresh.nextTexts(1)).containsExactly("to the new one");
        assertThat(laptop.client.devices()).hasSize(2);
        assertThat(laptop.client.status().epoch()).isEqualTo(2);
        assertThat(lost.blobs).isEmpty();
      }
    }
  }

  @Test
  @Tag("ROSTER-8")
  void closedGroup_endsForConnectedDevices_andRefusesOthers() throws Exception {
    Path store = folder.resolve("tablet");
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice phone = laptop.pair().start()) {
      try (ClientDevice tablet =
          laptop.pair(CrashingReceiver.store(store), InviteOptions.DEFAULT).start()) {
        tablet.nextEvent(SyncEvent.CaughtUp.class);
      }
      phone.nextEvent(SyncEvent.CaughtUp.class);

      ClientDevice.await(laptop.client.closeGroup());

      phone.nextEvent(SyncEvent.GroupEnded.class);
      laptop.nextEvent(SyncEvent.GroupEnded.class);
      assertThat(phone.client.status().stopped()).isPresent();
      try (ClientDevice tablet = ClientDevice.opening(CrashingReceiver.store(store)).start()) {
        assertThat(tablet.nextEvent(SyncEvent.NotAdmitted.class).words())
            .isEqualTo("Not admitted: removed, unknown group or wrong relay. Ask another device.");
      }
    }
  }
}
