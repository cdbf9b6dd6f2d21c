package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.MemberRole;
import dev.zerok.client.model.PushOptions;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.MemoryClientStore;
import dev.zerok.protocol.id.DeviceId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that comes late begins with the others' state. */
class LateDeviceTest {
  private static final PushOptions NOTES = PushOptions.DEFAULT.withStream(NotesApp.STREAM);

  @TempDir Path folder;

  private static void push(ClientDevice device, NotesApp app, String note) {
    app.add(note);
    ClientDevice.await(device.client.acknowledged(
        ClientDevice.await(device.client.push(ByteString.copyFromUtf8(note), NOTES))));
  }

  private static String next(NotesApp app) throws InterruptedException {
    return String.valueOf(app.log.poll(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  private static int nextTaken(NotesApp app) throws InterruptedException {
    Integer notes = app.taken.poll(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS);
    return notes == null ? -1 : notes;
  }

  @Test
  @Tag("PAIR-8")
  @Tag("CKPT-5")
  @Tag("CKPT-6")
  void lateDevice_isGivenTheState_andThenWhatCameAfterIt() throws Exception {
    NotesApp firstApp = new NotesApp();
    NotesApp secondApp = new NotesApp();
    NotesApp thirdApp = new NotesApp();
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(relay, firstApp).start()) {
      push(first, firstApp, "one");
      push(first, firstApp, "two");
      try (ClientDevice second =
          first.pair(new MemoryClientStore(), InviteOptions.DEFAULT, secondApp)) {
        assertThat(firstApp.taken.poll(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS))
            .isEqualTo(2);
        push(first, firstApp, "three");
        second.start();
        assertThat(next(secondApp)).isEqualTo("state of 2");
        assertThat(next(secondApp)).isEqualTo("blob three");
        try (ClientDevice third =
            first.pair(new MemoryClientStore(), InviteOptions.DEFAULT, thirdApp).start()) {
          assertThat(next(thirdApp)).isEqualTo("state of 3");
          push(second, secondApp, "four");
          assertThat(next(thirdApp)).isEqualTo("blob four");
          assertThat(next(firstApp)).isEqualTo("blob four");
          List<String> all = List.of("one", "two", "three", "four");
          assertThat(List.of(firstApp.notes(), secondApp.notes(), thirdApp.notes()))
              .containsExactly(all, all, all);
          assertThat(secondApp.log).as("a checkpoint that it does not need").isEmpty();
        }
      }
    }
  }

  @Test
  @Tag("CKPT-1")
  @Tag("CKPT-6")
  void stateOfSeveralParts_arrivesWhole() throws Exception {
    NotesApp firstApp = new NotesApp();
    NotesApp lateApp = new NotesApp();
    java.util.Random random = new java.util.Random(5);
    for (int i = 0; i < 60_000; i++) {
      firstApp.add(Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong())
          + Long.toHexString(random.nextLong()));
    }
    assertThat(firstApp.take(NotesApp.STREAM).size()).isGreaterThan(2 * 1_046_528);
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(relay, firstApp).start();
        ClientDevice late =
            first.pair(new MemoryClientStore(), InviteOptions.DEFAULT, lateApp).start()) {
      assertThat(next(lateApp)).isEqualTo("state of 60000");
      assertThat(lateApp.notes()).isEqualTo(firstApp.notes());
      ClientDevice.await(late.client.caughtUp());
      assertThat(late.client.status().parked()).isZero();
    }
  }

  @Test
  @Tag("CKPT-4")
  @Tag("CKPT-6")
  void deviceThatTheRelayDidNotWaitFor_getsAGap_andTheStateThatClosesIt() throws Exception {
    NotesApp firstApp = new NotesApp();
    NotesApp awayApp = new NotesApp();
    NotesApp thirdApp = new NotesApp();
    MemoryClientStore awayStore = new MemoryClientStore();
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(relay, firstApp).start();
        ClientDevice third =
            first.pair(new MemoryClientStore(), InviteOptions.DEFAULT, thirdApp).start()) {
      DeviceId awayId;
      try (ClientDevice away =
          first.pair(awayStore, InviteOptions.DEFAULT, awayApp).start()) {
        assertThat(next(awayApp)).startsWith("state of");
        awayId = away.client.status().device();
      }
      ClientDevice.await(first.client.setRole(awayId, MemberRole.DORMANT));
      push(first, firstApp, "one");
      push(first, firstApp, "two");
      assertThat(next(thirdApp)).startsWith("state of");
      assertThat(List.of(next(thirdApp), next(thirdApp)))
          .containsExactly("blob one", "blob two");
      ClientDevice.await(first.client.acknowledged(
          ClientDevice.await(first.client.checkpoint(NotesApp.STREAM))));

      try (ClientDevice back =
          ClientDevice.opening(new MemoryClientStore(awayStore.load()), awayApp).start()) {
        assertThat(next(awayApp)).isEqualTo("state of 2");
        push(first, firstApp, "three");
        assertThat(next(awayApp)).isEqualTo("blob three");
        assertThat(awayApp.notes()).isEqualTo(firstApp.notes());
        assertThat(back.events).noneMatch(SyncEvent.HistoryLost.class::isInstance);
      }
    }
  }

  @Test
  @Tag("CKPT-5")
  void stateForALateDevice_waitsForAContentThatTheAppHasNotTakenYet() throws Exception {
    Path film = ContentInbox.noise(folder.resolve("film.bin"), 300_000);
    NotesApp firstApp = new NotesApp();
    NotesApp lateApp = new NotesApp();
    CompletableFuture<Void> asked = new CompletableFuture<>();
    CompletableFuture<Void> taken = new CompletableFuture<>();
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice first = ClientDevice.creating(relay, firstApp)) {
      first.client.receiveContent(content -> {
        asked.complete(null);
        return taken.thenRun(() -> firstApp.add(content.name()));
      }, ContentInbox.ANY_SIZE);
      first.start();
      try (ClientDevice second = first.pair().start()) {
        ClientDevice.await(second.client.caughtUp());
        assertThat(nextTaken(firstApp)).isZero();
        ClientDevice.await(second.client.push(film, NOTES).completed());
        ClientDevice.await(asked);

        try (ClientDevice late =
            first.pair(new MemoryClientStore(), InviteOptions.DEFAULT, lateApp).start()) {
          ClientDevice.await(late.client.freshProgress());
          taken.complete(null);

          assertThat(next(lateApp)).isEqualTo("state of 1");
          assertThat(lateApp.notes()).containsExactly("film.bin");
          assertThat(nextTaken(firstApp)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  @Tag("CKPT-6")
  void ownPushes_beyondTheConfiguredBytes_makeCheckpoints_thatADeviceThatNobodyWaitedForGets()
      throws Exception {
    NotesApp firstApp = new NotesApp();
    NotesApp awayApp = new NotesApp();
    NotesApp thirdApp = new NotesApp();
    MemoryClientStore awayStore = new MemoryClientStore();
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice
            .creating(relay, firstApp, config -> config.withCheckpointAfter(2_000))
            .start();
        ClientDevice third = first.pair(new MemoryClientStore(), thirdApp,
            config -> config.withCheckpointAfter(2_000)).start()) {
      try (ClientDevice away =
          first.pair(awayStore, InviteOptions.DEFAULT, awayApp).start()) {
        assertThat(next(awayApp)).startsWith("state of");
        DeviceId awayId = away.client.status().device();
        ClientDevice.await(first.client.setRole(awayId, MemberRole.DORMANT));
        away.nextEvent(SyncEvent.RoleChanged.class);
      }
      assertThat(List.of(nextTaken(firstApp), nextTaken(firstApp))).containsExactly(0, 0);

      // Each is 297 bytes or more when sealed.
      for (int i = 1; i <= 40; i++) {
        push(first, firstApp, "note " + i);
      }
      List<Integer> made = new ArrayList<>();
      firstApp.taken.drainTo(made);

      assertThat(made).as("at least after each 3 000 bytes, at most after each 2 000")
          .hasSizeBetween(3, 6)
          .isSorted();
      assertThat(thirdApp.taken).as("of the same pushes another device makes none").isEmpty();
      try (ClientDevice back =
          ClientDevice.opening(new MemoryClientStore(awayStore.load()), awayApp).start()) {
        int last = made.get(made.size() - 1);
        assertThat(next(awayApp)).isEqualTo("state of " + last);
        ClientDevice.await(back.client.caughtUp());
        assertThat(awayApp.notes()).isEqualTo(firstApp.notes().subList(0, last));
      }
    }
  }

  @Test
  @Tag("DEL-2")
  @Tag("CKPT-6")
  void deviceThatWasAwayForLongerThanTheTimeToLive_getsAGap_andTheStateThatClosesIt()
      throws Exception {
    NotesApp firstApp = new NotesApp();
    NotesApp awayApp = new NotesApp();
    MemoryClientStore awayStore = new MemoryClientStore();
    try (TestRelay relay =
        TestRelay.start(folder, 0, Map.of("limits.default-ttl-seconds", "3600"));
        ClientDevice first = ClientDevice.creating(relay, firstApp).start()) {
      try (ClientDevice away =
          first.pair(awayStore, InviteOptions.DEFAULT, awayApp).start()) {
        assertThat(next(awayApp)).startsWith("state of");
      }
      push(first, firstApp, "one");
      push(first, firstApp, "two");

      relay.serve(Duration.ofMinutes(62)); // an hour of service comes before the first expiry
      ClientDevice.await(first.client.acknowledged(
          ClientDevice.await(first.client.checkpoint(NotesApp.STREAM))));

      try (ClientDevice back =
          ClientDevice.opening(new MemoryClientStore(awayStore.load()), awayApp).start()) {
        assertThat(next(awayApp)).as("not the blobs").isEqualTo("state of 2");
        push(first, firstApp, "three");
        assertThat(next(awayApp)).isEqualTo("blob three");
        assertThat(awayApp.notes()).isEqualTo(List.of("one", "two", "three"));
        assertThat(back.events).noneMatch(SyncEvent.HistoryLost.class::isInstance);
      }
    }
  }

  @Test
  @Tag("CKPT-6")
  void appWithoutSnapshots_getsItsBlobsAtOnce_andNoState() {
    NotesApp firstApp = new NotesApp();
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(relay, firstApp).start();
        ClientDevice plain = first.pair().start()) {
      push(first, firstApp, "one");
      assertThat(plain.nextTexts(1)).containsExactly("one");
      assertThat(plain.blobs).isEmpty();
    }
  }
}
