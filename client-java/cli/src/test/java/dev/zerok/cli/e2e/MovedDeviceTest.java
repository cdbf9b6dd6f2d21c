package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zerok.client.jdbc.JdbcClientStore;
import dev.zerok.client.model.ContentEvent;
import dev.zerok.client.model.ContentTransfer;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.FileClientStore;
import dev.zerok.client.store.MemoryClientStore;
import dev.zerok.client.store.StoreFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices that change their store: old copies, replaced ones, exported ones. */
class MovedDeviceTest {
  @TempDir Path folder;

  @Test
  @Tag("RECV-8")
  void outboxOfAnOldCopy_goesOutFromTheDeviceThatReplacesIt() {
    MemoryClientStore store = new MemoryClientStore();
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice phone = laptop.pair(store, InviteOptions.DEFAULT).start()) {
      phone.nextEvent(SyncEvent.CaughtUp.class);
      MemoryClientStore copy = new MemoryClientStore(store.load());
      ClientDevice.await(phone.client.acknowledged(phone.push("the copy does not know of this")));
      assertThat(laptop.nextTexts(1)).containsExactly("the copy does not know of this");
      phone.close();
      try (ClientDevice old = ClientDevice.opening(copy)) {
        old.push("written on the copy");
        old.push("and this");
        old.start();
        old.nextEvent(SyncEvent.StoreIsOlder.class);
      }
      MemoryClientStore closed = new MemoryClientStore(copy.load());
      try (ClientDevice fresh = laptop.pair(new MemoryClientStore(),
          InviteOptions.DEFAULT.replacing(phone.client.status().device())).start()) {
        assertThat(ClientDevice.await(fresh.client.moveOutbox(closed))).isEqualTo(2);

        assertThat(laptop.nextTexts(2)).containsExactly("written on the copy", "and this");
        assertThat(ClientDevice.await(fresh.client.moveOutbox(closed))).isZero();
      }
    }
  }

  @Test
  void exportedDevice_goesOnWhereItIsImported_andNowhereElse() throws Exception {
    Path before = folder.resolve("before");
    Path after = folder.resolve("after");
    Path file = folder.resolve("device.0k");
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start()) {
      try (ClientDevice phone =
          laptop.pair(CrashingReceiver.store(before), InviteOptions.DEFAULT).start()) {
        phone.nextEvent(SyncEvent.CaughtUp.class);
      }
      FileClientStore source = CrashingReceiver.store(before);
      source.exportTo(file, "It moved.");

      assertThatThrownBy(() -> ClientDevice.opening(CrashingReceiver.store(before)))
          .isInstanceOfSatisfying(SyncProblem.class,
              problem -> assertThat(problem.reason()).isEqualTo(SyncProblem.Reason.MOVED_AWAY))
          .hasMessage("It moved.");
      FileClientStore.importFrom(file, after);
      assertThat(Files.exists(file)).isFalse();
      try (ClientDevice phone = ClientDevice.opening(CrashingReceiver.store(after)).start()) {
        laptop.push("hello");
        assertThat(phone.nextTexts(1)).containsExactly("hello");
        phone.push("from the new place");
        assertThat(laptop.nextTexts(1)).containsExactly("from the new place");
      }
    }
  }

  @Test
  @Tag("CONTENT-6")
  void contentThatHasComeInPart_isCompletedWhereTheDeviceIsImported() throws Exception {
    Path before = folder.resolve("before");
    Path after = folder.resolve("after");
    Path exported = folder.resolve("device.0k");
    Path film = ContentInbox.noise(folder.resolve("film.bin"), 4 << 20);
    ContentInbox inbox = new ContentInbox(folder.resolve("inbox"));
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"), 0,
        Map.of("limits.group-bytes", "1048576"));
        ClientDevice laptop = ClientDevice.creating(relay).start()) {
      ContentTransfer transfer;
      try (ClientDevice phone =
          laptop.pair(CrashingReceiver.store(before), InviteOptions.DEFAULT)) {
        inbox.of(phone.client);
        phone.start();
        transfer = laptop.client.push(film);
        ContentInbox.news(phone, ContentEvent.ContentReceived.class);
      }
      assertThat(transfer.completed()).isNotDone();
      CrashingReceiver.store(before).exportTo(exported, "It moved.");
      assertThat(before.resolve("content")).isEmptyDirectory();

      FileClientStore.importFrom(exported, after);
      try (ClientDevice phone = ClientDevice.opening(CrashingReceiver.store(after))) {
        inbox.of(phone.client);
        phone.start();
        ClientDevice.await(transfer.completed());
        inbox.next();
        assertThat(inbox.file("film.bin")).hasSameBinaryContentAs(film);
      }
      assertThat(after.resolve("content")).isEmptyDirectory();
    }
  }

  @Test
  @Tag("RECV-8")
  void copyOfADatabase_pushesNothingOnceTheOriginalWentOn_andItsOutboxCanBeSaved()
      throws Exception {
    Path original = Files.createDirectory(folder.resolve("original"));
    Path copy = Files.createDirectory(folder.resolve("copy"));
    CountingReceiver.createTable(original);
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start()) {
      try (ClientDevice phone =
          laptop.pair(CountingReceiver.store(original), InviteOptions.DEFAULT).start()) {
        phone.nextEvent(SyncEvent.CaughtUp.class);
      }
      Files.copy(original.resolve("app.db"), copy.resolve("app.db"));
      try (ClientDevice phone = ClientDevice.opening(CountingReceiver.store(original)).start()) {
        ClientDevice.await(phone.client.acknowledged(phone.push("the copy lacks this")));
        assertThat(laptop.nextTexts(1)).containsExactly("the copy lacks this");
      }

      try (ClientDevice phone = ClientDevice.opening(CountingReceiver.store(copy))) {
        phone.push("written on the copy");
        phone.start();
        phone.nextEvent(SyncEvent.StoreIsOlder.class);
        assertThat(phone.client.status().outboxCount()).isEqualTo(1);
      }
      try (ClientDevice phone = ClientDevice.opening(CountingReceiver.store(original)).start()) {
        phone.push("the original goes on");
        assertThat(laptop.nextTexts(1)).containsExactly("the original goes on");
        phone.nextEvent(SyncEvent.CaughtUp.class);
        try (ClientDevice fresh = laptop.pair(new MemoryClientStore(),
            InviteOptions.DEFAULT.replacing(phone.client.status().device())).start();
            JdbcClientStore old = CountingReceiver.store(copy)) {
          assertThat(ClientDevice.await(fresh.client.moveOutbox(old))).isEqualTo(1);
          assertThat(laptop.nextTexts(1)).containsExactly("written on the copy");
        }
      }
    }
  }

  @Test
  void export_overAFileThatExists_changesNothing() throws Exception {
    Path file = Files.writeString(folder.resolve("precious"), "mine");
    Path where = folder.resolve("store");
    FileClientStore store = CrashingReceiver.store(where);

    assertThatThrownBy(() -> store.exportTo(file, "It moved."))
        .isInstanceOf(StoreFailure.class)
        .hasMessageContaining("nothing was exported");
    assertThat(file).hasContent("mine");
    try (FileClientStore again = CrashingReceiver.store(where)) {
      assertThat(again.load().stopped()).isEmpty();
    }
  }
}
