package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.JoinPrompts;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.replica.AwaitedHistory;
import dev.zerok.client.store.StoreFailure;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.identity.VerifiedRelay;
import dev.zerok.protocol.limit.Limits;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Joins a group by an invite: from the mailbox to the new device's first records on disk. Carries out what {@link Joiner} wants. Has a
 * loop of its own, which ends with it.
 */
public final class JoinFlow implements RelayConnection.Owner {
  private static final long MILLIS = 1_000;
  private static final long GOODBYE_MILLIS = 2_000;

  private final EngineConfig config;
  private final MailboxId mailbox;
  private final String deviceName;
  private final JoinPrompts prompts;
  private final CompletableFuture<Void> joined = new CompletableFuture<>();
  private final EventLoop loop = new EventLoop("zerok-join", this::defect);
  private final DeviceKeyPairs keys;
  private final Deque<String> urls = new ArrayDeque<>();
  private final List<String> typedUrls;
  private final @Nullable CodeDoor door;
  private @Nullable PairingInvite invite;
  private @Nullable Joiner joiner;
  private ByteString relayIdentity;
  private String groupName = "";
  private @Nullable RelayConnection connection;
  private String dialled = "";
  private int slots;
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
    this.mailbox = invite.mailbox();
    this.deviceName = deviceName;
    this.prompts = prompts;
    this.keys = DeviceKeyPairs.generate(config.crypto(), config.random());
    this.relayIdentity = invite.relayIdentity();
    this.urls.addAll(invite.relayUrls());
    this.typedUrls = List.of();
    this.door = null;
    this.invite = invite;
    this.joiner = new Joiner(config.crypto(), invite, keys, deviceName, config.random());
  }

  /**
   * @param ticket taken over: closed when the flow ends
   */
  public JoinFlow(EngineConfig config, CodeTicket ticket, String deviceName, JoinPrompts prompts) {
    this.config = config;
    this.mailbox = ticket.terms().mailbox();
    this.deviceName = deviceName;
    this.prompts = prompts;
    this.keys = DeviceKeyPairs.generate(config.crypto(), config.random());
    this.relayIdentity = ticket.terms().relayIdentity();
    this.typedUrls = List.of(ticket.relay().toString());
    this.urls.addAll(typedUrls);
    this.door = new CodeDoor(config, loop, this, ticket);
  }

  /** Begins; completes, on the flow's loop, when the store holds the new device. */
  public CompletableFuture<Void> start() {
    loop.execute(() -> {
      setDeadline();
      dial();
    });
    return joined;
  }

  private void setDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
    }
    long left = invite == null
        ? Limits.MAILBOX_SECONDS * MILLIS
        : invite.expiresAtSeconds() * MILLIS - config.clock().millis();
    deadline = loop.schedule(this::expired, Math.max(0, left));
  }

  /** The code is proven: from here on all is as with a link. The invite is taken over. */
  void accepted(PairingInvite opened) {
    invite = opened;
    Joiner begun = new Joiner(config.crypto(), opened, keys, deviceName, config.random());
    joiner = begun;
    setDeadline();
    run(begun.start(nowSeconds()));
  }

  private void dial() {
    dial(urls.remove(), Optional.empty());
  }

  private void dial(String url, Optional<String> ticket) {
    dialled = url;
    RelayConnection.Setup setup = new RelayConnection.Setup(
        config.transport(), config.crypto(), config.random(), config.ticker(), loop, keys.noise(),
        relayIdentity,
        new SessionPurpose.JoinMailbox(mailbox), nowSeconds());
    connection = new RelayConnection(setup, URI.create(url), ticket, this);
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
        if (joiner != null) {
          run(joiner.start(nowSeconds()));
        }
      }
      case MAILBOX_EVENT_BODY -> body(message.getBody().toByteArray());
      case MAILBOX_EVENT_CLOSED, MAILBOX_EVENT_EXPIRED -> mailboxEnded();
      default -> {
      }
    }
  }

  private void body(byte[] body) {
    if (joiner != null) {
      run(joiner.receive(body));
    } else if (door != null) {
      door.body(body);
    }
  }

  private void mailboxEnded() {
    if (joiner != null) {
      run(joiner.mailboxClosed());
    } else if (door != null) {
      door.ended();
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

  void send(ByteString body) {
    RelayConnection open = connection;
    if (open != null) {
      MailboxSend send =
          MailboxSend.newBuilder().setMailboxId(mailbox.bytes()).setBody(body).build();
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
    if (!over && joiner != null) {
      run(yes ? joiner.consent() : joiner.decline());
    }
  }

  /** Everything on disk first, then Done: the inviter may believe it. */
  private void admitted(PairAdmission admission) {
    PairingInvite used = invite;
    Joiner done = joiner;
    if (used == null || done == null) {
      throw new IllegalStateException("admitted without an invite");
    }
    List<StoreRecord> records = List.of(
        new StoreRecord.Identity(keys.toSecret(), used.group(),
            used.suite().wireName(), groupName, deviceName),
        new StoreRecord.RelayPin(relayUrls(used), relayIdentity, ByteString.EMPTY),
        new StoreRecord.JoinProof(admission.rosterHead().getLength(),
            admission.rosterHead().getHash()),
        new StoreRecord.EpochKeys(admission.epochSecret().epoch(),
            admission.epochSecret().secret().copy(),
            admission.epochSecret().streamSecret().copy()),
        new StoreRecord.Applied(admission.seen()),
        AwaitedHistory.announced(admission.historyStreams(), admission.seen().cursor()));
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
    run(done.done());
    if (connection != null) {
      connection.bye();
    }
  }

  /** The address that worked here comes first: the inviter may know the relay by one that this device cannot reach. */
  private List<String> relayUrls(PairingInvite used) {
    return Stream.concat(typedUrls.stream(), used.relayUrls().stream())
        .distinct()
        .limit(Limits.INVITE_URLS)
        .toList();
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
          door == null
              ? "The relay does not know this invite: it was used, burnt or has expired. Ask for a new one."
              : "The relay knows no such code: look at its digits again. If they are right, it was used, burnt or has expired; ask for a new one.");
    } else if (!inMailbox && cause instanceof ReconnectCause.GivenSlot given
        && slots < Limits.SLOTS_KEPT_EXACTLY) {
      slots++;
      String url = dialled;
      var unused = loop.schedule(
          () -> dial(url, Optional.of(given.slot().ticket())), given.slot().waitMillis());
    } else if (!inMailbox && !urls.isEmpty()) {
      dial();
    } else if (inMailbox) {
      mailboxEnded();
      fail(SyncProblem.Reason.PAIRING_FAILED,
          "The connection ended before the pairing was done. Ask for a new invite.");
    } else {
      fail(SyncProblem.Reason.OFFLINE, reason);
    }
  }

  void fail(SyncProblem.Reason reason, String words) {
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
    if (joiner != null) {
      joiner.close();
    }
    if (invite != null) {
      invite.close();
    }
    if (door != null) {
      door.close();
    }
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
