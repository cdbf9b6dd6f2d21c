package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.BlobHandler;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.MemberDevice;
import dev.zerok.client.model.OutboxView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What devices say of themselves without their app: names and heartbeats. */
class ProfileTest {
  @TempDir Path folder;

  @Test
  @Tag("PROFILE-1")
  void newName_isShownByTheOthers_theNewestWins_andOutlastsARestart() throws Exception {
    Path own = folder.resolve("second");
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(relay).start()) {
      try (ClientDevice second = first.pair(CrashingReceiver.store(own), InviteOptions.DEFAULT)
          .start()) {
        ClientDevice.await(first.client.rename("laptop"));
        ClientDevice.await(first.client.rename("grüner Laptop"));
        first.push("behind the names");
        assertThat(second.nextTexts(1)).containsExactly("behind the names");

        assertThat(nameOf(second.client, first)).isEqualTo("grüner Laptop");
        assertThat(first.client.status().deviceName()).isEqualTo("grüner Laptop");
        assertThat(first.client.devices().stream().filter(MemberDevice::self))
            .extracting(MemberDevice::name)
            .containsExactly("grüner Laptop");
      }
      try (SyncClient again = SyncClient.open(ClientConfig.of(CrashingReceiver.store(own)))) {
        assertThat(nameOf(again, first)).isEqualTo("grüner Laptop");
      }
    }
  }

  @Test
  @Tag("PROFILE-2")
  void name_isToldByItselfToWhoJoined() throws Exception {
    AtomicReference<Instant> clock = new AtomicReference<>(Instant.now());
    Path own = folder.resolve("named");
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(relay).start()) {
      first.pair(CrashingReceiver.store(own), InviteOptions.DEFAULT).close();
      ClientConfig config =
          ClientConfig.of(CrashingReceiver.store(own)).withClock(clock::get);
      try (SyncClient named = SyncClient.open(config).start()) {
        long head = first.client.status().head();
        awaitCursor(named, head);
        ClientDevice.await(named.caughtUp());
        assertThat(named.status().outboxCount()).isZero();

        // Each look begins the wait or is behind it, whenever the client first looked itself.
        clock.set(clock.get().plus(Duration.ofMinutes(3)));
        ClientDevice.await(named.freshProgress());
        clock.set(clock.get().plus(Duration.ofMinutes(3)));

        awaitCursor(first.client, head + 1);
        assertThat(first.client.devices())
            .filteredOn(member -> !member.self())
            .extracting(MemberDevice::name)
            .containsExactly("second");
      }
    }
  }

  @Test
  void nameThatCannotBeShown_isRefused() {
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(relay)) {
      for (String name : new String[]{"", " ", "a\nb", "\u202e", "x".repeat(257)}) {
        assertThatThrownBy(() -> first.client.rename(name))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  @Tag("HEART-1")
  void idleDevice_pushesAHeartbeatAfterADay_whichNoAppSees() throws Exception {
    AtomicReference<Instant> clock = new AtomicReference<>(Instant.now());
    Path own = folder.resolve("idle");
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(relay).start()) {
      first.pair(CrashingReceiver.store(own), InviteOptions.DEFAULT).close();
      ClientConfig config = ClientConfig.of(CrashingReceiver.store(own))
          .withClock(clock::get)
          .withHandler(BlobHandler.of(blob -> {}));
      try (SyncClient idle = SyncClient.open(config).start()) {
        first.push("one");
        ClientDevice.await(first.client.outboxDrained());
        long head = first.client.status().head();
        awaitCursor(idle, head);
        // It owes its name first; its first look begins that wait, and an answer to a later question comes behind it.
        ClientDevice.await(idle.caughtUp());
        ClientDevice.await(idle.freshProgress());
        clock.set(clock.get().plus(Duration.ofMinutes(3)));
        awaitCursor(first.client, head + 1);
        awaitCursor(idle, head + 1);
        assertThat(kindOfLastPush(idle)).isEqualTo("profile");

        clock.set(clock.get().plus(Duration.ofHours(25)));

        awaitCursor(first.client, head + 2);
        assertThat(kindOfLastPush(idle)).isEqualTo("heartbeat");
        first.push("two");
        ClientDevice.await(first.client.outboxDrained());
        assertThat(first.blobs).isEmpty();
        assertThat(first.client.progress())
            .filteredOn(progress -> !progress.self())
            .singleElement()
            .satisfies(progress -> assertThat(progress.provenApplied()).isEqualTo(head + 1));
      }
    }
  }

  private static String kindOfLastPush(SyncClient client) {
    List<OutboxView> outbox = client.outbox();
    return client.openSealed(outbox.get(outbox.size() - 1).deliver()).kind();
  }

  private static void awaitCursor(SyncClient client, long cursor) {
    long end = System.nanoTime() + ClientDevice.PATIENCE_SECONDS * 1_000_000_000L;
    while (client.status().cursor() < cursor) {
      if (System.nanoTime() > end) {
        throw new AssertionError("cursor " + cursor + " was not reached");
      }
      Thread.onSpinWait();
    }
  }

  private static String nameOf(SyncClient asking, ClientDevice device) {
    return asking.devices()
        .stream()
        .filter(member -> member.id().equals(device.client.status().device()))
        .map(MemberDevice::name)
        .findFirst()
        .orElseThrow();
  }
}
