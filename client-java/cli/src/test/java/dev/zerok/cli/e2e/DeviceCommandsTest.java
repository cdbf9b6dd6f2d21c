package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.cli.command.ExitCode;
import dev.zerok.cli.terminal.JsonLine;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.protocol.id.DeviceId;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about a group's devices, at a real relay: role, rename, signal, devices, leave, move-outbox. */
class DeviceCommandsTest {
  @TempDir Path folder;

  private TestRelay relay;
  private CommandLineDevice laptop;
  private CommandLineDevice phone;

  @BeforeEach
  void pair() throws Exception {
    relay = TestRelay.start(folder.resolve("relay"));
    laptop = CommandLineDevice.founding(folder.resolve("laptop"), relay);
    phone = laptop.paired(folder.resolve("phone"));
    assertThat(phone.zerok("pull").code()).as("a device pushes once it has met its relay").isZero();
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  private static Map<String, String> member(ZerokRun devices, String id) {
    int at = devices.each("device").indexOf(id);
    return JsonLine.parse(devices.out().lines().toList().get(at));
  }

  @Test
  void role_isSetByABeginningOfTheId_andOnlyByAnAdmin() {
    String id = phone.id();
    ZerokRun set = laptop.zerok("role", id.substring(0, 8), "dormant");

    assertThat(set.code()).as(set.err()).isEqualTo(ExitCode.OK);
    assertThat(set.event("role_set")).containsEntry("device", id).containsEntry("role", "dormant");
    assertThat(member(laptop.zerok("devices"), id)).containsEntry("dormant", "true");
    assertThat(phone.zerok("pull").event("role_changed")).containsEntry("device", id)
        .containsEntry("role", "dormant");

    ZerokRun unknown = laptop.zerok("role", "zz", "member");
    assertThat(unknown.code()).isEqualTo(ExitCode.FAILED);
    assertThat(unknown.err()).contains("No device of the group begins with 'zz'", "zerok devices");
    ZerokRun noAdmin = phone.zerok("role", laptop.id(), "member");
    assertThat(noAdmin.code()).isEqualTo(ExitCode.FAILED);
    assertThat(noAdmin.err()).contains("admin");
    ZerokRun noRole = laptop.zerok("role", id, "boss");
    assertThat(noRole.code()).isEqualTo(ExitCode.USAGE);
    assertThat(noRole.err().lines()).hasSize(2);
    assertThat(noRole.err()).contains("DORMANT", "See 'zerok role --help'");
  }

  @Test
  void rename_worksOffline_andTheOthersHearOfItLater() {
    ZerokRun renamed = phone.zerok("rename", "my phone");

    assertThat(renamed.code()).as(renamed.err()).isEqualTo(ExitCode.OK);
    assertThat(renamed.event("renamed")).containsEntry("name", "my phone");
    assertThat(phone.zerok("push", "--text", "hello").code()).isZero();
    assertThat(laptop.zerok("pull").code()).isZero();
    assertThat(member(laptop.zerok("devices"), phone.id())).containsEntry("name", "my phone");
    assertThat(phone.zerok("rename", "x".repeat(300)).code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void signal_reachesWhoIsOnline() throws Exception {
    String id = phone.id();
    try (ClientDevice online = ClientDevice.opening(phone.openStore()).start()) {
      ClientDevice.await(online.client.caughtUp());

      ZerokRun toAll = laptop.zerok("signal", "typing");
      ZerokRun toOne = laptop.zerok("signal", "--to", id.substring(0, 6), "still typing");

      assertThat(toAll.code()).as(toAll.err()).isEqualTo(ExitCode.OK);
      assertThat(toAll.event("signalled")).containsEntry("to", "");
      assertThat(toOne.event("signalled")).containsEntry("to", id);
      assertThat(List.of(
          online.nextEvent(SyncEvent.SignalReceived.class).body().toStringUtf8(),
          online.nextEvent(SyncEvent.SignalReceived.class).body().toStringUtf8()))
          .containsExactly("typing", "still typing");
    }
    ZerokRun unknown = laptop.zerok("signal", "--to", "zz", "x");
    assertThat(unknown.code()).isEqualTo(ExitCode.FAILED);
    relay.close();
    ZerokRun away = laptop.zerok("signal", "x", "--wait", "1");
    assertThat(away.code()).isEqualTo(ExitCode.OFFLINE);
    assertThat(away.err()).contains("a signal cannot wait");
  }

  @Test
  void devicesProgress_saysWhoIsOnline_andHowFarEachIs() throws Exception {
    String id = phone.id();
    try (ClientDevice online = ClientDevice.opening(phone.openStore()).start()) {
      ClientDevice.await(online.client.caughtUp());
      assertThat(laptop.zerok("push", "--text", "hello").code()).isZero();
      assertThat(online.nextTexts(1)).containsExactly("hello");

      ZerokRun run = laptop.zerok("devices", "--progress");

      assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
      assertThat(run.each("event")).containsExactly("progress", "progress");
      assertThat(member(run, id)).containsEntry("online", "online")
          .containsEntry("self", "false")
          .containsKeys("relay_applied", "relay_last_seen", "proven_applied");
      assertThat(member(run, laptop.id())).containsEntry("self", "true")
          .containsEntry("online", "online")
          .containsEntry("head", "3");
    }
    relay.close();
    assertThat(laptop.zerok("devices", "--progress", "--wait", "1").code())
        .isEqualTo(ExitCode.OFFLINE);
  }

  @Test
  void watchWithJson_namesWhoIsOnline_andNoPresenceHidesIt() throws Exception {
    String id = phone.id();
    try (ClientDevice online = ClientDevice.opening(phone.openStore()).start()) {
      ClientDevice.await(online.client.caughtUp());

      CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> {
        Set<DeviceId> seen = Set.of();
        while (seen.isEmpty()) {
          seen = online.nextEvent(SyncEvent.PresenceChanged.class).online();
        }
        online.push("I see you");
      }, Thread::startVirtualThread);
      ZerokRun seen = laptop.zerok("watch", "--count", "1", "--for", "60");
      ClientDevice.await(answered);
      assertThat(seen.code()).as(seen.err()).isEqualTo(ExitCode.OK);
      assertThat(seen.event("presence_changed")).containsEntry("online", id)
          .containsEntry("count", "1");
      assertThat(seen.event("received")).containsEntry("sender", id).containsEntry("bytes", "9");

      online.push("I do not");
      ZerokRun hidden = laptop.zerok("watch", "--no-presence", "--count", "1", "--for", "60");
      assertThat(hidden.code()).as(hidden.err()).isEqualTo(ExitCode.OK);
      assertThat(hidden.each("event")).contains("received").doesNotContain("presence_changed");
      assertThat(online.events).noneMatch(event -> event instanceof SyncEvent.PresenceChanged now
          && !now.online().isEmpty());
    }
  }

  @Test
  void leave_takesTheDeviceOut_andEveryLaterCommandSaysSo() {
    ZerokRun left = phone.zerok("leave", "--yes");

    assertThat(left.code()).as(left.err()).isEqualTo(ExitCode.OK);
    assertThat(left.event("left")).containsEntry("device", phone.id());
    for (String command : List.of("status", "watch", "doctor")) {
      assertThat(phone.zerok(command).code()).as(command).isEqualTo(ExitCode.NOT_ADMITTED);
    }
    assertThat(phone.zerok("doctor").each("finding"))
        .containsExactly("disk_has_room", "store_opens", "removed");
    assertThat(phone.zerok("signal", "x").err())
        .contains("no longer in the group: it left", "pair it again");
    assertThat(laptop.zerok("pull").event("device_gone")).containsEntry("device", phone.id());
  }

  @Test
  void moveOutbox_pushesFromTheNewDevice_whatTheOldOneCouldNot() throws Exception {
    for (String text : List.of("one", "two")) {
      assertThat(phone.zerok("push", "--text", text, "--wait", "0").code()).isZero();
    }
    CommandLineDevice fresh = laptop.paired(folder.resolve("fresh"),
        InviteOptions.DEFAULT.replacing(idOf(phone)));
    String old = phone.folder().resolve("store").toString();

    ZerokRun moved = fresh.zerok("move-outbox", old);

    assertThat(moved.code()).as(moved.err()).isEqualTo(ExitCode.OK);
    assertThat(moved.event("moved")).containsEntry("count", "2");
    assertThat(fresh.zerok("move-outbox", old).event("moved")).containsEntry("count", "0");
    assertThat(fresh.zerok("push", "--text", "three").code()).isZero();
    assertThat(laptop.zerok("pull").each("text")).containsExactly("one", "two", "three");
    ZerokRun nowhere = fresh.zerok("move-outbox", folder.resolve("none").toString());
    assertThat(nowhere.code()).isEqualTo(ExitCode.FAILED);
    assertThat(nowhere.err()).contains("There is no device in");
  }

  private static DeviceId idOf(CommandLineDevice device) {
    return DeviceId.of(ByteString.copyFrom(HexFormat.of().parseHex(device.id())));
  }
}
