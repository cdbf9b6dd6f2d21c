package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.ClientConfig;
import dev.zerok.client.CreatedGroup;
import dev.zerok.client.NewGroup;
import dev.zerok.client.RecoveryKit;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.RecoveryOptions;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.MemoryClientStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices that are told at the door when to come back. */
class SlotAtTheDoorTest {
  private static final String NAME = "0k.1.std1-draft";
  private static final List<String> NO_TICKET = List.of(NAME);

  @TempDir Path folder;

  private TestRelay relay;
  private FakeDoor door;

  @BeforeEach
  void start() {
    relay = TestRelay.start(folder);
    door = new FakeDoor(relay);
  }

  @AfterEach
  void stop() {
    door.close();
    relay.close();
  }

  private ClientDevice device() {
    return ClientDevice.creating(new MemoryClientStore(), door.url(), relay.identity());
  }

  private static List<String> with(String ticket) {
    return List.of(NAME, "0k-slot." + ticket);
  }

  @Test
  @Tag("DOOR-5")
  @Tag("DOOR-2")
  void deviceThatIsToldToWait_returnsInItsSlotWithTheTicket_whichItShowsOnce() {
    door.refuseNext("7 first-ticket_1");
    door.refuseNext("0 Second");
    door.closeNext("no slot");
    try (ClientDevice laptop = device().start()) {
      assertThat(laptop.nextEvent(SyncEvent.Disconnected.class).retryInMillis()).isEqualTo(7);
      assertThat(laptop.nextEvent(SyncEvent.Disconnected.class).retryInMillis()).isZero();
      laptop.nextEvent(SyncEvent.CaughtUp.class);

      assertThat(door.offers)
          .containsExactly(NO_TICKET, with("first-ticket_1"), with("Second"), NO_TICKET);
    }
  }

  @Test
  @Tag("DOOR-5")
  @Tag("DOOR-3")
  void closeWith1013_isUnderstoodToo() {
    door.closeNext("3 ticket");
    try (ClientDevice laptop = device().start()) {
      assertThat(laptop.nextEvent(SyncEvent.Disconnected.class).retryInMillis()).isEqualTo(3);
      laptop.nextEvent(SyncEvent.CaughtUp.class);

      assertThat(door.offers).containsExactly(NO_TICKET, with("ticket"));
    }
  }

  @Test
  @Tag("DOOR-5")
  void slotThatIsNone_isNoWord() {
    door.refuseNext("soon, with a ticket");
    door.closeNext("9 a ticket with blanks");
    try (ClientDevice laptop = device().start()) {
      assertThat(laptop.nextEvent(SyncEvent.Disconnected.class).retryInMillis()).isEqualTo(1_000);
      laptop.nextEvent(SyncEvent.CaughtUp.class);

      assertThat(door.offers).containsExactly(NO_TICKET, NO_TICKET, NO_TICKET);
    }
  }

  @Test
  @Tag("DOOR-5")
  void joiner_waitsForItsSlot_too() {
    try (ClientDevice laptop = device().start()) {
      laptop.nextEvent(SyncEvent.CaughtUp.class);
      door.refuseNext("1 for-the-joiner");
      try (ClientDevice phone = laptop.pair().start()) {
        phone.nextEvent(SyncEvent.CaughtUp.class);

        assertThat(door.offers)
            .containsExactly(NO_TICKET, NO_TICKET, with("for-the-joiner"), NO_TICKET);
      }
    }
  }

  @Test
  @Tag("DOOR-5")
  void recoveryKit_waitsForItsSlot_too() {
    MemoryClientStore store = new MemoryClientStore();
    CreatedGroup created =
        SyncClient.create(ClientConfig.of(store),
            NewGroup.at(door.url(), relay.identity(), "holiday", "lost"));
    try (RecoveryKit kit = created.kit()) {
      created.client().close();
      try (ClientDevice lost =
          ClientDevice.opening(new MemoryClientStore(store.load())).start()) {
        lost.nextEvent(SyncEvent.CaughtUp.class);
      }
      door.refuseNext("1 for-the-kit");

      try (ClientDevice fresh =
          ClientDevice.recovering(new MemoryClientStore(), kit,
              new RecoveryOptions("holiday", "new machine", false)).start()) {
        fresh.nextEvent(SyncEvent.CaughtUp.class);

        assertThat(door.offers)
            .containsExactly(NO_TICKET, NO_TICKET, with("for-the-kit"), NO_TICKET);
      }
    }
  }

  @Test
  @Tag("DOOR-5")
  void pythonPeer_waitsForItsSlot_too() throws Exception {
    PythonPeer.assumeItRuns();
    try (ClientDevice laptop = device().start()) {
      laptop.nextEvent(SyncEvent.CaughtUp.class);
      door.refuseNext("1 for-python");
      PythonPeer.join(laptop.client, folder.resolve("python.json"));

      assertThat(door.offers).startsWith(NO_TICKET, NO_TICKET, with("for-python"));
    }
  }
}
