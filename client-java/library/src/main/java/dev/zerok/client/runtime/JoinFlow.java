package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.JoinPrompts;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.StoreFailure;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.identity.VerifiedRelay;
import dev.zerok.protocol.pairing.Joiner;
import dev.zerok.protocol.pairing.PairAdmission;
import dev.zerok.protocol.pairing.PairingEvent;
import dev.zerok.protocol.pairing.PairingInvite;
import dev.zerok.protocol.session.ReconnectCause;
import dev.zerok.protocol.session.SessionPurpose;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.MailboxMessage;
import dev.zerok.protocol.wire.MailboxSend;
import dev.zerok.protocol.wire.RelayFrame;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Joins a group by an invite: from the mailbox to the new device's first records on disk. Carries out what {@link Joiner} wants. Has a
 * loop of its own, which ends with it.
 */
public final class JoinFlow implements RelayConnection.Owner {
  private static final long MILLIS = 1_000;
  private static final long GOODBYE_MILLIS = 2_000;

  private final EngineConfig config;
  private final PairingInvite invite;
  private final String deviceName;
  private final JoinPrompts prompts;
  private final CompletableFuture<Void> joined = new CompletableFuture<>();
  private final EventLoop loop = new EventLoop("zerok-join", this::defect);
  private final DeviceKeyPairs keys;
  private final Joiner joiner;
  private final Deque<String> urls = new ArrayDeque<>();
  private ByteString relayIdentity;
  private String groupName = "";
  private @Nullable RelayConnection connection;
  private @Nullable Future<?> deadline;
  private boolean inMailbox;
  private boolean stored;
  private boolean over;

  /**
   * @param invite taken over: closed when the flow ends
   */
  public JoinFlow(EngineConfig config, PairingInvite invite, String deviceName,
      JoinPrompts prompts) {
    this.config = config;
    this.invite = invite;
    this.deviceName = deviceName;
    this.prompts = prompts;
    this.keys = DeviceKeyPairs.generate(config.crypto(), config.random());
    this.joiner = new Joiner(config.crypto(), invite, keys, deviceName, config.random());
    this.relayIdentity = invite.relayIdentity();
    this.urls.addAll(invite.relayUrls());
  }

  /** Begins; completes, on the flow's loop, when the store holds the new device. */
  public CompletableFuture<Void> start() {
    long left = invite.expiresAtSeconds() * MILLIS - config.clock().millis();
    loop.execute(() -> {
      deadline = loop.schedule(this::expired, Math.max(0, left));
      dial();
    });
    return joined;
  }

  private void dial() {
    RelayConnection.Setup setup = new RelayConnection.Setup(
        config.transport(), config.crypto(), config.random(), config.ticker(), loop, keys.noise(),
        relayIdentity,
        new SessionPurpose.JoinMailbox(invite.mailbox()), nowSeconds());
    connection = new RelayConnection(setup, URI.create(urls.remove()), this);
  }

  private long nowSeconds() {
    return config.clock().instant().getEpochSecond();
  }

  private void expired() {
    fail(SyncProblem.Reason.PAIRING_FAILED, "The invite has expired. Ask for a new one.");
  }

  private void defect(Throwable defect) {
    joined.completeExceptionally(new SyncProblem(SyncProblem.Reason.STOPPED,
        "Joining met a defect of its own: " + defect, defect));
    loop.shutdown();
  }

  @Override
  public void verified(VerifiedRelay relay) {
    relayIdentity = relay.identity();
  }

  @Override
  public void frame(RelayFrame frame) {
    if (frame.hasMailboxMessage()) {
      message(frame.getMailboxMessage());
    }
  }

  private void message(MailboxMessage message) {
    switch (message.getEvent()) {
      case MAILBOX_EVENT_JOINED -> {
        inMailbox = true;
        run(joiner.start(nowSeconds()));
      }
      case MAILBOX_EVENT_BODY -> run(joiner.receive(message.getBody().toByteArray()));
      case MAILBOX_EVENT_CLOSED, MAILBOX_EVENT_EXPIRED -> run(joiner.mailboxClosed());
      default -> {
      }
    }
  }

  private void run(List<PairingEvent> events) {
    for (PairingEvent event : events) {
      handle(event);
    }
  }

  private void handle(PairingEvent event) {
    if (event instanceof PairingEvent.SendBody body) {
      send(body.body());
    } else if (event instanceof PairingEvent.AboutReceived about) {
      groupName = about.groupName();
      ask(about);
    } else if (event instanceof PairingEvent.WordsReady words) {
      config.callbacks().run(() -> prompts.showWords(words.words()));
    } else if (event instanceof PairingEvent.Admitted admitted) {
      admitted(admitted.admission());
    } else if (event instanceof PairingEvent.PairingAborted aborted) {
      fail(SyncProblem.Reason.PAIRING_FAILED, aborted.words());
    }
  }

  private void send(ByteString body) {
    RelayConnection open = connection;
    if (open != null) {
      MailboxSend send =
          MailboxSend.newBuilder().setMailboxId(invite.mailbox().bytes()).setBody(body).build();
      open.send(ClientFrame.newBuilder().setMailboxSend(send).build());
    }
  }

  private void ask(PairingEvent.AboutReceived about) {
    config.callbacks().run(() -> {
      try {
        prompts.consent(about.groupName(), about.inviterName(), about.hasHistory())
            .whenComplete((yes, failure) -> loop
                .execute(() -> answered(failure == null && Boolean.TRUE.equals(yes))));
      } catch (RuntimeException e) {
        loop.execute(() -> answered(false));
      }
    });
  }

  private void answered(boolean yes) {
    if (!over) {
      run(yes ? joiner.consent() : joiner.decline());
    }
  }

  /** Everything on disk first, then Done: the inviter may believe it. */
  private void admitted(PairAdmission admission) {
    List<StoreRecord> records = List.of(
        new StoreRecord.Identity(keys.toSecret(), invite.group(),
            invite.suite().wireName(), groupName, deviceName),
        new StoreRecord.RelayPin(invite.relayUrls(), relayIdentity, ByteString.EMPTY),
        new StoreRecord.JoinProof(admission.rosterHead().getLength(),
            admission.rosterHead().getHash()),
        new StoreRecord.EpochKeys(admission.epochSecret().epoch(),
            admission.epochSecret().secret().copy(),
            admission.epochSecret().streamSecret().copy()),
        new StoreRecord.Applied(admission.seen()));
    try {
      config.store().commit(records);
    } catch (StoreFailure e) {
      fail(SyncProblem.Reason.STORE_FAILED, String.valueOf(e.getMessage()));
      return;
    } finally {
      records.forEach(StoreRecord::wipe);
      admission.epochSecret().close();
    }
    stored = true;
    run(joiner.done());
    if (connection != null) {
      connection.bye();
    }
  }

  @Override
  public void writable() {}

  @Override
  public void ended(String reason, ReconnectCause cause, @Nullable ErrorCode code) {
    connection = null;
    if (over) {
      shutdown();
    } else if (stored) {
      finish();
    } else if (code == ErrorCode.UNAUTHORIZED && !inMailbox) {
      fail(SyncProblem.Reason.INVITE_REFUSED,
          "The relay does not know this invite: it was used, burnt or has expired. Ask for a new one.");
    } else if (!inMailbox && !urls.isEmpty()) {
      dial();
    } else if (inMailbox) {
      run(joiner.mailboxClosed());
      fail(SyncProblem.Reason.PAIRING_FAILED,
          "The connection ended before the pairing was done. Ask for a new invite.");
    } else {
      fail(SyncProblem.Reason.OFFLINE, reason);
    }
  }

  private void fail(SyncProblem.Reason reason, String words) {
    if (!over) {
      end();
      joined.completeExceptionally(new SyncProblem(reason, words));
    }
  }

  private void finish() {
    if (!over) {
      end();
      joined.complete(null);
    }
  }

  private void end() {
    over = true;
    if (deadline != null) {
      deadline.cancel(false);
    }
    joiner.close();
    invite.close();
    RelayConnection open = connection;
    if (open == null) {
      shutdown();
    } else {
      // What waits on the connection, an abort for the inviter for instance, goes out before it closes.
      open.bye();
      var unused = loop.schedule(() -> open.abort("Closed here."), GOODBYE_MILLIS);
    }
  }

  private void shutdown() {
    keys.close();
    loop.shutdown();
  }
}
