package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.DeviceProgress;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.PresenceState;
import dev.zerok.client.model.SyncEvent.PresenceChanged;
import dev.zerok.protocol.id.DeviceId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is online and how far everybody is, over a real relay. */
class OtherDevicesTest {
  @TempDir Path folder;

  @Test
  @Tag("PRES-1")
  void devices_seeEachOtherComeAndGo() {
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(relay).start();
        ClientDevice second = first.pair().start()) {
      DeviceId other = second.client.status().device();

      assertThat(first.nextEvent(PresenceChanged.class).online()).containsExactly(other);
      assertThat(second.nextEvent(PresenceChanged.class).online())
          .containsExactly(first.client.status().device());
      second.close();

      assertThat(first.nextEvent(PresenceChanged.class).online()).isEmpty();
      assertThat(progressOf(first, other, any -> true).online()).isEqualTo(PresenceState.OFFLINE);
    }
  }

  @Test
  @Tag("WMARK-3")
  void progress_tellsTheRelaysWordApartFromADevicesOwnSignature() {
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(relay).start();
        ClientDevice second = first.pair().start()) {
      DeviceId other = second.client.status().device();
      long cursor = ClientDevice.await(first.client.acknowledged(first.push("one")));
      assertThat(second.nextTexts(1)).containsExactly("one");

      DeviceProgress claimed =
          progressOf(first, other, known -> known.relayApplied().orElse(0) == cursor);
      assertThat(claimed.provenApplied()).isLessThan(cursor);
      assertThat(claimed.relayLastSeen())
          .isIn(Optional.of(hour), Optional.of(hour.plus(1, ChronoUnit.HOURS)));

      second.push("two");
      assertThat(first.nextTexts(1)).containsExactly("two");

      assertThat(progressOf(first, other, any -> true).provenApplied()).isEqualTo(cursor);
      assertThat(progressOf(first, first.client.status().device(), any -> true))
          .extracting(DeviceProgress::self, DeviceProgress::provenApplied)
          .containsExactly(true, first.client.status().cursor());
    }
  }

  @Test
  @Tag("PRES-2")
  void deviceThatHides_neitherSeesNorIsSeen_andStillSyncs() throws Exception {
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(relay).start()) {
      Path own = folder.resolve("hidden");
      first.pair(CrashingReceiver.store(own), InviteOptions.DEFAULT).close();
      try (SyncClient hidden = SyncClient
          .open(ClientConfig.of(CrashingReceiver.store(own)).withPresence(false))
          .start()) {
        ClientDevice.await(hidden.caughtUp());
        DeviceId other = hidden.status().device();
        long cursor = ClientDevice.await(first.client.acknowledged(first.push("one")));

        progressOf(first, other, known -> known.relayApplied().isPresent());
        assertThat(hidden.progress())
            .extracting(DeviceProgress::online)
            .containsOnly(PresenceState.UNKNOWN);
        assertThat(progressOf(first, other, any -> true).online())
            .isEqualTo(PresenceState.OFFLINE);
        assertThat(cursor).isPositive();
      }
    }
  }

  @Test
  @Tag("PRES-4")
  void relayThatTellsNoPresence_leavesItUnknown() {
    try (TestRelay relay = TestRelay.start(folder, 0, Map.of("presence", "off"));
        ClientDevice first = ClientDevice.creating(relay).start()) {
      ClientDevice.await(first.client.caughtUp());

      DeviceProgress self = progressOf(first, first.client.status().device(),
          known -> known.relayApplied().isPresent());

      assertThat(self.online()).isEqualTo(PresenceState.UNKNOWN);
      assertThat(self.relayApplied()).isEqualTo(OptionalLong.of(1));
    }
  }

  /** Asks until the progress of that device is as wanted. */
  private static DeviceProgress progressOf(ClientDevice asking, DeviceId device,
      Predicate<DeviceProgress> wanted) {
    long end = System.nanoTime() + ClientDevice.PATIENCE_SECONDS * 1_000_000_000L;
    DeviceProgress last;
    do {
      last = asking.client.progress()
          .stream()
          .filter(progress -> progress.device().equals(device))
          .findFirst()
          .orElseThrow();
      if (wanted.test(last)) {
        return last;
      }
      Thread.onSpinWait();
    } while (System.nanoTime() < end);
    throw new AssertionError("progress stayed " + last);
  }
}
