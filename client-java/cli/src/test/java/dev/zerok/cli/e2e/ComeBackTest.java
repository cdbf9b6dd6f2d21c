package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.MemoryClientStore;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions end; devices come back, or know why not. */
class ComeBackTest {
  @TempDir Path folder;

  @Test
  @Tag("SESS-6")
  @Tag("SESS-5")
  void relayThatWasStoppedAndStartedAgain_findsItsDevicesAgain() {
    TestRelay relay = TestRelay.start(folder);
    int port = relay.port();
    try (ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice phone = laptop.pair().start()) {
      phone.nextEvent(SyncEvent.CaughtUp.class);
      relay.close();
      laptop.nextEvent(SyncEvent.Disconnected.class);
      laptop.push("while the relay was away");
      relay = TestRelay.start(folder, port);

      assertThat(phone.nextTexts(1)).containsExactly("while the relay was away");
    } finally {
      relay.close();
    }
  }

  @Test
  @Tag("SESS-4")
  void secondSessionOfADevice_displacesTheFirst_whichStaysAway() {
    MemoryClientStore store = new MemoryClientStore();
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice laptop = ClientDevice.creating(store, relay.url(), relay.identity()).start()) {
      laptop.nextEvent(SyncEvent.CaughtUp.class);
      ClientDevice.await(laptop.client.outboxDrained());
      try (ClientDevice copy = ClientDevice.opening(new MemoryClientStore(store.load())).start()) {
        copy.nextEvent(SyncEvent.CaughtUp.class);

        laptop.nextEvent(SyncEvent.Displaced.class);
        assertThat(laptop.nextEvent(SyncEvent.Disconnected.class).retryInMillis()).isEqualTo(-1);
      }
    }
  }

  @Test
  @Tag("RECV-8")
  void copyOfAStore_thatMissedAPush_pushesNothingAndSaysSo() {
    MemoryClientStore store = new MemoryClientStore();
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice laptop = ClientDevice.creating(store, relay.url(), relay.identity()).start()) {
      laptop.nextEvent(SyncEvent.CaughtUp.class);
      MemoryClientStore old = new MemoryClientStore(store.load());
      ClientDevice.await(laptop.client.acknowledged(laptop.push("the copy does not know of this")));
      laptop.close();
      try (ClientDevice copy = ClientDevice.opening(old).start()) {
        copy.nextEvent(SyncEvent.StoreIsOlder.class);

        Assertions.assertThatThrownBy(() -> copy.push("never")).isInstanceOf(SyncProblem.class);
      }
    }
  }

  @Test
  @Tag("INVITE-3")
  void inviteThatWasUsed_isRefusedToTheNextOne() {
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice laptop = ClientDevice.creating(relay).start()) {
      CompletableFuture<java.util.List<String>> words = new CompletableFuture<>();
      var invitation = laptop.client.invite(InviteOptions.DEFAULT,
          (name, choices) -> words.thenApply(choices::indexOf));
      String link = ClientDevice.await(invitation.code()).link();
      ClientDevice.joining(link, words).close();
      ClientDevice.await(invitation.paired());

      Assertions.assertThatThrownBy(() -> ClientDevice.joining(link, new CompletableFuture<>()))
          .isInstanceOfSatisfying(SyncProblem.class,
              problem -> assertThat(problem.reason()).isEqualTo(SyncProblem.Reason.INVITE_REFUSED));
      assertThat(laptop.client.devices()).hasSize(2);
    }
  }

  @Test
  @Tag("PAIR-3")
  void wrongWords_burnTheInvite_andNobodyComesIn() {
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice laptop = ClientDevice.creating(relay).start()) {
      CompletableFuture<java.util.List<String>> words = new CompletableFuture<>();
      var invitation = laptop.client.invite(InviteOptions.DEFAULT,
          (name, choices) -> words
              .thenApply(right -> (choices.indexOf(right) + 1) % choices.size()));
      String link = ClientDevice.await(invitation.code()).link();

      Assertions.assertThatThrownBy(() -> ClientDevice.joining(link, words))
          .isInstanceOfSatisfying(SyncProblem.class,
              problem -> assertThat(problem.reason()).isEqualTo(SyncProblem.Reason.PAIRING_FAILED));
      Assertions.assertThatThrownBy(() -> ClientDevice.await(invitation.paired()))
          .isInstanceOf(SyncProblem.class);
      assertThat(laptop.client.devices()).hasSize(1);
    }
  }
}
