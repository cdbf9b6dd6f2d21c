package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.MemoryClientStore;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay that is killed with -9: what it acknowledged it has, and what it did not acknowledge the outbox has. */
class RelayCrashTest {
  @TempDir Path folder;

  @Test
  @Tag("LOG-2")
  @Tag("RID-4")
  void relayKilledBetweenPushAndDelivery_deliversEverythingOnceAfterwards() throws Exception {
    MemoryClientStore phoneStore = new MemoryClientStore();
    try (KillableRelay relay = KillableRelay.start(folder);
        ClientDevice laptop =
            ClientDevice.creating(new MemoryClientStore(), relay.url(), relay.identity()).start()) {
      laptop.pair(phoneStore, dev.zerok.client.model.InviteOptions.DEFAULT).close();
      for (int i = 0; i < 20; i++) {
        laptop.push("before " + i);
      }
      ClientDevice.await(laptop.client.outboxDrained());

      relay.kill9();
      for (int i = 0; i < 5; i++) {
        laptop.push("while it was away " + i);
      }
      relay.launch();

      try (
          ClientDevice phone =
              ClientDevice.opening(new MemoryClientStore(phoneStore.load())).start()) {
        assertThat(phone.nextTexts(25)).containsExactlyElementsOf(
            IntStream.range(0, 25)
                .mapToObj(i -> i < 20 ? "before " + i : "while it was away " + (i - 20))
                .toList());
        ClientDevice.await(laptop.client.outboxDrained());
        laptop.push("and on");
        assertThat(phone.nextTexts(1)).containsExactly("and on");
      }
    }
  }

  @Test
  @Tag("LOG-1")
  void relayKilledAgainAndAgainUnderPushes_losesAndDoublesNothing() throws Exception {
    int pushes = 300;
    try (KillableRelay relay = KillableRelay.start(folder);
        ClientDevice laptop =
            ClientDevice.creating(new MemoryClientStore(), relay.url(), relay.identity()).start();
        ClientDevice phone = laptop.pair().start()) {
      for (int i = 0; i < pushes; i++) {
        laptop.push("push " + i);
        if (i % 100 == 50) {
          relay.kill9();
          relay.launch();
          laptop.client.reconnect();
        }
      }
      phone.client.reconnect();

      assertThat(phone.nextTexts(pushes)).containsExactlyElementsOf(
          IntStream.range(0, pushes).mapToObj(i -> "push " + i).toList());
      ClientDevice.await(phone.client.caughtUp());
      assertThat(phone.blobs).isEmpty();
      assertThat(phone.events).noneMatch(event -> event instanceof SyncEvent.ForkDetected);
    }
  }
}
