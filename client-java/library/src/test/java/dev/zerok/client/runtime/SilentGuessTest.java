package dev.zerok.client.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.NewGroup;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.BlobHandler;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.PairingApproval;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.MemoryClientStore;
import dev.zerok.client.store.StoreImage;
import dev.zerok.client.system.SecureRandomSource;
import dev.zerok.protocol.crypto.PasswordCost;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.pake.Nameplate;
import dev.zerok.protocol.pake.PakeTerms;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.MailboxEvent;
import dev.zerok.protocol.wire.MailboxMessage;
import dev.zerok.protocol.wire.PakeShare;
import dev.zerok.protocol.wire.RelayFrame;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A relay that guesses at a code itself, and says nothing about it: whatever ends the invite then is an alarm. */
class SilentGuessTest {
  private static final long PATIENCE_SECONDS = 30;
  private static final ByteString RELAY = ByteString.copyFrom(new byte[32]);
  private static final PasswordCost CHEAP = new PasswordCost(8, 1, 1);
  private static final PairingApproval NOBODY_IS_ASKED = (name, choices) -> {
    throw new AssertionError("somebody came through to the comparison of words");
  };

  /** A point of the curve that needs no password: the guess is in what the guesser does with the answer. */
  private static final Message GUESS = PakeShare.newBuilder()
      .setShare(ByteString.fromHex(
          "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
              + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"))
      .build();

  private final BlockingQueue<SyncEvent> events = new LinkedBlockingQueue<>();
  private final AtomicInteger nameplatesDrawn = new AtomicInteger();
  private final CompletableFuture<Void> drawn = new CompletableFuture<>();
  private SyncEngine engine;

  @BeforeEach
  void foundAGroup() {
    MemoryClientStore store = new MemoryClientStore();
    var created = SyncClient.create(ClientConfig.of(store),
        NewGroup.at(URI.create("ws://127.0.0.1:1"), RELAY, "a group", "a device"));
    created.kit().close();
    created.client().close();
    ClientConfig config = ClientConfig.of(new MemoryClientStore(store.load()));
    EngineConfig parts = new EngineConfig(config.store(), config.transport(), config.crypto(),
        countingNameplates(), config.clock(), config.ticker(),
        new CallbackRunner(null, events::add), BlobHandler.of(blob -> {}),
        config.receiveWindowBytes(), null, true, 0);
    try (StoreImage image = config.store().load()) {
      engine = new SyncEngine(parts, image);
    }
  }

  @AfterEach
  void close() {
    engine.loop().execute(engine::close);
    engine.loop().shutdown();
  }

  /** The first nameplate is 00000, the second one 00001. */
  private RandomSource countingNameplates() {
    RandomSource real = new SecureRandomSource();
    return out -> {
      if (out.length != Integer.BYTES) {
        real.nextBytes(out);
      } else {
        out[Integer.BYTES - 1] = (byte) nameplatesDrawn.getAndIncrement();
        drawn.complete(null);
      }
    };
  }

  private InviteDesk.Handle inviteByCode() {
    InviteDesk.Handle handle = engine.invites()
        .inviteByCode(CodeOffer.drawn(new SecureRandomSource()), CHEAP, InviteOptions.DEFAULT,
            NOBODY_IS_ASKED);
    await(drawn);
    return handle;
  }

  private void relaySays(MailboxEvent event, ByteString body) {
    frame(RelayFrame.newBuilder()
        .setMailboxMessage(MailboxMessage.newBuilder()
            .setMailboxId(mailbox("00000"))
            .setEvent(event)
            .setBody(body)));
  }

  private void frame(RelayFrame.Builder frame) {
    onLoop(() -> engine.invites().frame(frame.build()));
  }

  private void relayGuesses() {
    relaySays(MailboxEvent.MAILBOX_EVENT_JOINED, ByteString.EMPTY);
    relaySays(MailboxEvent.MAILBOX_EVENT_BODY, GUESS.toByteString());
  }

  private void onLoop(Runnable task) {
    await(engine.loop().call(() -> {
      task.run();
      return true;
    }));
  }

  private static ByteString mailbox(String nameplate) {
    return new PakeTerms(Suite.STD1, RELAY, new Nameplate(nameplate)).mailbox().bytes();
  }

  private static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  private void assertAlarm(CompletableFuture<DeviceId> paired) throws InterruptedException {
    CompletionException failure =
        catchThrowableOfType(CompletionException.class, () -> await(paired));
    assertThat(failure).cause()
        .isInstanceOfSatisfying(SyncProblem.class,
            problem -> assertThat(problem.reason()).isEqualTo(SyncProblem.Reason.CODE_WRONG));
    assertThat(events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .isEqualTo(new SyncEvent.CodeAlarm());
    assertThat(events).isEmpty();
  }

  @Test
  @Tag("PAKE-5")
  void guessAndSilenceUntilTheInviteExpires_isAnAlarm() throws Exception {
    InviteDesk.Handle handle = inviteByCode();
    relaySays(MailboxEvent.MAILBOX_EVENT_OPENED, ByteString.EMPTY);
    relayGuesses();

    onLoop(() -> engine.invites().lifetimeOver(mailbox("00000")));

    assertAlarm(handle.paired());
  }

  @Test
  @Tag("PAKE-5")
  void guessAndSilenceUntilThePersonGivesUp_isAnAlarm() throws Exception {
    InviteDesk.Handle handle = inviteByCode();
    relaySays(MailboxEvent.MAILBOX_EVENT_OPENED, ByteString.EMPTY);
    relayGuesses();

    handle.cancel().run();

    assertAlarm(handle.paired());
  }

  @Test
  @Tag("PAKE-5")
  void guessAndSilenceUntilTheClientCloses_isAnAlarm() throws Exception {
    InviteDesk.Handle handle = inviteByCode();
    relaySays(MailboxEvent.MAILBOX_EVENT_OPENED, ByteString.EMPTY);
    relayGuesses();

    onLoop(engine::close);

    assertAlarm(handle.paired());
  }

  @Test
  @Tag("PAKE-5")
  void guessInAMailboxThatWasNeverSaidToBeOpen_isAnAlarm() throws Exception {
    InviteDesk.Handle handle = inviteByCode();
    relayGuesses();

    onLoop(() -> engine.invites().lifetimeOver(mailbox("00000")));

    assertAlarm(handle.paired());
  }

  @Test
  @Tag("PAKE-1")
  @Tag("PAKE-5")
  void guessAndThenTheWordThatTheNameplateIsTaken_isAnAlarm_andTheCodeIsNotOfferedAgain()
      throws Exception {
    InviteDesk.Handle handle = inviteByCode();
    relayGuesses();

    frame(RelayFrame.newBuilder()
        .setError(Error.newBuilder()
            .setMailboxId(mailbox("00000"))
            .setCode(ErrorCode.INVALID_MESSAGE.code())
            .setMessage("taken")));

    assertAlarm(handle.paired());
    assertThat(nameplatesDrawn).hasValue(1);
  }

  @Test
  @Tag("PAKE-5")
  @Tag("PAIR-6")
  void guessAndThenASecondGuest_isBothAlarms() throws Exception {
    InviteDesk.Handle handle = inviteByCode();
    relaySays(MailboxEvent.MAILBOX_EVENT_OPENED, ByteString.EMPTY);
    relayGuesses();

    relaySays(MailboxEvent.MAILBOX_EVENT_SECOND_JOIN, ByteString.EMPTY);

    assertThat(events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .isEqualTo(new SyncEvent.InviteAlarm());
    assertAlarm(handle.paired());
  }

  @Test
  void nobodyGuesses_andTheInviteExpires_isNoAlarm() {
    InviteDesk.Handle handle = inviteByCode();
    relaySays(MailboxEvent.MAILBOX_EVENT_OPENED, ByteString.EMPTY);

    onLoop(() -> engine.invites().lifetimeOver(mailbox("00000")));

    CompletionException failure =
        catchThrowableOfType(CompletionException.class, () -> await(handle.paired()));
    assertThat(failure).cause()
        .isInstanceOfSatisfying(SyncProblem.class,
            problem -> assertThat(problem.reason()).isEqualTo(SyncProblem.Reason.PAIRING_FAILED));
    assertThat(events).isEmpty();
  }
}
