package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.PushOptions;
import dev.zerok.client.model.Snapshots;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.ClientStore;
import dev.zerok.client.store.MemoryClientStore;
import dev.zerok.protocol.id.DeviceId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that a client makes without being asked. */
class CheckpointerTest {
  @TempDir Path folder;
  private final AtomicReference<Instant> clock = new AtomicReference<>(Instant.now());
  private final NotesApp app = new NotesApp();
  private ClientStore store = new MemoryClientStore();

  /** The group's first device, whose state is whole; it makes a checkpoint for the plain admin that it invites. */
  private ClientDevice founder(TestRelay relay) {
    return ClientDevice.creating(relay, app, this::onTheClock);
  }

  private ClientConfig onTheClock(ClientConfig config) {
    store = config.store();
    return config.withClock(clock::get);
  }

  private ClientDevice plainAdmin(ClientDevice founder) throws InterruptedException {
    ClientDevice admin =
        founder.pair(new MemoryClientStore(), new InviteOptions(600, true, false)).start();
    assertThat(nextTaken()).isZero();
    ClientDevice.await(founder.client.outboxDrained());
    ClientDevice.await(admin.client.caughtUp());
    return admin;
  }

  private void pass(int seconds) {
    clock.set(clock.get().plus(Duration.ofSeconds(seconds)));
  }

  /** The client has looked at its clock since it was set: it answers a push in a later step. */
  private static void letItLook(ClientDevice device) {
    ClientDevice.await(device.client.acknowledged(device.push("look")));
  }

  private static void awaitJoined(ClientDevice device, DeviceId joined) {
    while (!device.nextEvent(SyncEvent.DeviceJoined.class).device().equals(joined)) {
      // another one
    }
  }

  private int nextTaken() throws InterruptedException {
    Integer notes = app.taken.poll(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS);
    return notes == null ? -1 : notes;
  }

  @Test
  @Tag("CKPT-5")
  void deviceThatComesOnline_andSeesOneWithoutACheckpoint_makesIt30To90SecondsLater()
      throws Exception {
    try (TestRelay relay = TestRelay.start(folder)) {
      ClientDevice founder = founder(relay).start();
      try (ClientDevice admin = plainAdmin(founder)) {
        founder.close();
        admin.pair().close();
        app.add("one");
        try (ClientDevice again = ClientDevice.opening(
            new MemoryClientStore(store.load()), app, this::onTheClock).start()) {
          ClientDevice.await(again.client.caughtUp());
          pass(29);
          letItLook(again);
          assertThat(app.taken).as("the inviter's turn comes first").isEmpty();

          pass(62);

          assertThat(nextTaken()).isEqualTo(1);
          pass(3_600);
          letItLook(again);
          assertThat(app.taken).as("one is enough").isEmpty();
        }
      }
    }
  }

  @Test
  @Tag("CKPT-5")
  void deviceThatIsOnline_whenOneJoinsWithoutACheckpoint_makesIt30To90SecondsLater()
      throws Exception {
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice founder = founder(relay).start();
        ClientDevice admin = plainAdmin(founder)) {
      pass(3_600);
      letItLook(founder);
      assertThat(app.taken).as("nobody joined after the last one").isEmpty();
      app.add("one");
      try (ClientDevice late = admin.pair()) {
        awaitJoined(founder, late.client.status().device());
        pass(29);
        letItLook(founder);
        assertThat(app.taken).as("the inviter's turn comes first").isEmpty();

        pass(62);

        assertThat(nextTaken()).isEqualTo(1);
        pass(3_600);
        letItLook(founder);
        assertThat(app.taken).as("one is enough").isEmpty();
      }
    }
  }

  /** An app that cannot write its state down, and counts how often it was asked. */
  private static final class FailingSnapshots implements Snapshots {
    final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    @Override
    public Set<String> streams() {
      return Set.of("");
    }

    @Override
    public ByteString take(String stream) {
      asked.add(stream);
      throw new IllegalStateException("not now");
    }

    @Override
    public void restore(String stream, ByteString state) {}
  }

  @Test
  void appThatCannotWriteItsStateDown_isAskedAgainOnlyAfterAsManyBytes_andPushesAllTheSame()
      throws Exception {
    FailingSnapshots state = new FailingSnapshots();
    byte[] half = new byte[600_000];
    new Random(1).nextBytes(half);
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.offering(relay, state).start()) {
      push(first, half);
      push(first, half);
      assertThat(state.asked.poll(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS)).isEmpty();
      push(first, half);
      letItLook(first);

      assertThatThrownBy(() -> ClientDevice.await(first.client.checkpoint("")))
          .isInstanceOfSatisfying(SyncProblem.class, problem -> assertThat(problem.reason())
              .isEqualTo(SyncProblem.Reason.SNAPSHOT_FAILED));
      assertThat(state.asked).as("by the call alone").hasSize(1);

      state.asked.clear();
      push(first, half);
      assertThat(state.asked.poll(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS)).isEmpty();
    }
  }

  private static void push(ClientDevice device, byte[] body) {
    ClientDevice.await(device.client.acknowledged(
        ClientDevice.await(device.client.push(ByteString.copyFrom(body), PushOptions.DEFAULT))));
  }
}
