package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.PairingApproval;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.replica.RelayWords;
import dev.zerok.client.replica.ReplicaView;
import dev.zerok.client.replica.RosterCommand;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.pairing.InviteLink;
import dev.zerok.protocol.pairing.Inviter;
import dev.zerok.protocol.pairing.PairAdmission;
import dev.zerok.protocol.pairing.PairingEvent;
import dev.zerok.protocol.pairing.PairingInvite;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.roster.RosterDevice;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.MailboxClose;
import dev.zerok.protocol.wire.MailboxMessage;
import dev.zerok.protocol.wire.MailboxOpen;
import dev.zerok.protocol.wire.MailboxSend;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterHead;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One invite from its mailbox to the new device's confirmation. Carries out what {@link Inviter} wants. On the loop. */
final class InviterFlow {
  /** What the app waits for. */
  record Promises(CompletableFuture<InviteDesk.ReadyLink> link,
      CompletableFuture<DeviceId> paired) {
    void fail(SyncProblem problem) {
      link.completeExceptionally(problem);
      paired.completeExceptionally(problem);
    }
  }

  private static final long CONNECT_MILLIS = 15_000;
  private static final long MILLIS = 1_000;

  private final SyncEngine engine;
  private final PairingInvite invite;
  private final InviteOptions options;
  private final PairingApproval approval;
  private final Promises promises;
  private final Runnable onEnd;
  private final Inviter inviter;
  private final @Nullable CodeGate gate;
  private boolean asked;
  private boolean opened;
  private boolean over;
  private @Nullable DeviceId joiner;
  private boolean added;
  private @Nullable Future<?> deadline;

  /**
   * @param gate what has to be passed first; null: whoever has the link comes in
   */
  InviterFlow(SyncEngine engine, PairingInvite invite, InviteOptions options,
      PairingApproval approval,
      Promises promises,
      Runnable onEnd,
      @Nullable CodeGate gate) {
    this.engine = engine;
    this.invite = invite;
    this.options = options;
    this.approval = approval;
    this.promises = promises;
    this.onEnd = onEnd;
    this.gate = gate;
    this.inviter = new Inviter(engine.config().crypto(), invite, engine.view().self().keys(),
        engine.view().self().groupName(), engine.view().ownName(), hasHistory(engine, options),
        engine.config().random());
  }

  private static boolean hasHistory(SyncEngine engine, InviteOptions options) {
    return options.hasHistory() || !engine.checkpointer().announced(false).isEmpty();
  }

  void begin(boolean online) {
    deadline = engine.loop().schedule(this::notConnected, CONNECT_MILLIS);
    if (online) {
      online();
    }
  }

  private void notConnected() {
    if (!opened) {
      fail(new SyncProblem(SyncProblem.Reason.OFFLINE,
          "The relay cannot be reached. An invite needs it; try again when you are online."));
      return;
    }
    deadline = engine.loop().schedule(this::lifetimeOver, options.lifetimeSeconds() * MILLIS);
  }

  /** Nobody came through in the time that an invite has. */
  void lifetimeOver() {
    run(inviter.tick(nowSeconds()));
    if (!over) {
      run(inviter.mailboxClosed()); // the words matched, and nobody confirmed
    }
  }

  /** A session was admitted: opens the mailbox, once. */
  void online() {
    if (!asked) {
      asked = true;
      MailboxOpen open =
          MailboxOpen.newBuilder()
              .setMailboxId(invite.mailbox().bytes())
              .setTtlSeconds(options.lifetimeSeconds())
              .build();
      InviteDesk.send(engine, ClientFrame.newBuilder().setMailboxOpen(open));
    }
  }

  /** The session ended, and the mailbox with it (MBX-5). */
  void offline() {
    if (asked) {
      lost("The connection ended before the pairing was done. Make a new invite.");
    }
  }

  /** The relay refused the mailbox, or something in it. */
  void refused(Error error) {
    if (gate != null && !opened && !gate.isTried()
        && error.getCode() == ErrorCode.INVALID_MESSAGE.code()) {
      dismantle();
      gate.taken();
    } else {
      lost("The relay ended the pairing and says: \"" + RelayWords.of(error) + "\"");
    }
  }

  private void lost(String words) {
    run(inviter.mailboxClosed());
    fail(new SyncProblem(SyncProblem.Reason.PAIRING_FAILED, words));
  }

  void cancel() {
    run(inviter.cancel());
    fail(new SyncProblem(SyncProblem.Reason.PAIRING_FAILED, "The invite was cancelled."));
  }

  private long nowSeconds() {
    return engine.config().clock().instant().getEpochSecond();
  }

  void message(MailboxMessage message) {
    switch (message.getEvent()) {
      case MAILBOX_EVENT_OPENED -> {
        opened = true;
        promises.link()
            .complete(
                new InviteDesk.ReadyLink(gate == null ? InviteLink.format(invite) : gate.text(),
                    invite.expiresAtSeconds(), engine.connector().url(),
                    invite.relayIdentity()));
      }
      case MAILBOX_EVENT_JOINED -> {
        if (gate != null) {
          gate.joined(this);
        }
      }
      case MAILBOX_EVENT_BODY -> body(message.getBody().toByteArray());
      case MAILBOX_EVENT_SECOND_JOIN -> run(inviter.secondJoin());
      case MAILBOX_EVENT_CLOSED, MAILBOX_EVENT_EXPIRED ->
          lost("The pairing ended before it was done. Make a new invite.");
      default -> {
      }
    }
  }

  private void body(byte[] body) {
    if (gate != null && !gate.isOpen()) {
      gate.body(body, this);
    } else {
      run(inviter.receive(body, nowSeconds()));
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
    } else if (event instanceof PairingEvent.ConsentReceived consent) {
      joiner = consent.device();
      ask(consent);
    } else if (event instanceof PairingEvent.WordsMatched) {
      add();
    } else if (event instanceof PairingEvent.PeerDone) {
      if (joiner != null) {
        promises.paired().complete(joiner);
      }
      end();
    } else if (event instanceof PairingEvent.SecondJoinAlarm) {
      InviteDesk.alarm(engine);
    } else if (event instanceof PairingEvent.PairingAborted aborted) {
      fail(new SyncProblem(SyncProblem.Reason.PAIRING_FAILED, aborted.words()));
    } else if (event instanceof PairingEvent.PairingUnconfirmed unconfirmed) {
      fail(new SyncProblem(SyncProblem.Reason.PAIRING_FAILED,
          unconfirmed.words() + " The device to remove: " + unconfirmed.device().hex()));
    }
  }

  void send(ByteString body) {
    MailboxSend send =
        MailboxSend.newBuilder().setMailboxId(invite.mailbox().bytes()).setBody(body).build();
    InviteDesk.send(engine, ClientFrame.newBuilder().setMailboxSend(send));
  }

  private void ask(PairingEvent.ConsentReceived consent) {
    engine.config().callbacks().run(() -> {
      try {
        approval.pick(consent.name(), consent.choices())
            .whenComplete((index, failure) -> engine.loop().execute(() -> picked(index, failure)));
      } catch (RuntimeException e) {
        engine.loop().execute(() -> picked(null, e));
      }
    });
  }

  private void picked(@Nullable Integer index, @Nullable Throwable failure) {
    if (over) {
      return;
    }
    if (failure == null && index != null && index >= 0) {
      run(inviter.pick(index, nowSeconds()));
    } else {
      run(inviter.none());
    }
  }

  /** PAIR-3: only now the device comes in. */
  private void add() {
    Role role = options.admin() ? Role.ROLE_ADMIN : Role.ROLE_MEMBER;
    try {
      engine.command(new RosterCommand.Add(inviter.approve(role), options.replaces().orElse(null)),
          problem -> {
            if (problem == null) {
              added = true;
              afterStep();
            } else {
              notAdded(problem);
            }
          });
    } catch (SyncProblem problem) {
      notAdded(problem);
    }
  }

  /** Where the Add was refused, its own reason is all there is to say; where it may be on its way, the device may come to stand. */
  private void notAdded(SyncProblem problem) {
    boolean mayBeSent = switch (problem.reason()) {
      case STOPPED, STORE_FAILED, CLOSED -> true;
      default -> false;
    };
    if (!mayBeSent) {
      promises.fail(
          new SyncProblem(
              SyncProblem.Reason.PAIRING_FAILED, String.valueOf(problem.getMessage()), problem));
    }
    run(inviter.cancel());
  }

  /** Gives the new device what it needs, once the stream has come up to its Add. */
  void afterStep() {
    if (!added || over || joiner == null) {
      return;
    }
    Optional<PairAdmission> admission = admission(engine, joiner, options);
    if (admission.isPresent()) {
      added = false;
      run(inviter.admit(admission.get()));
      engine.checkpointer().requestAll(engine.checkpointer().announced(options.hasHistory()));
    }
  }

  private static Optional<PairAdmission> admission(SyncEngine engine, DeviceId joiner,
      InviteOptions options) {
    ReplicaView view = engine.view();
    Optional<RosterDevice> device = view.roster().device(joiner);
    if (device.isEmpty()) {
      return Optional.empty();
    }
    int index = device.get().addedAt();
    Optional<Position> place = view.placeAt(view.cursorOfEntry(index));
    Optional<EpochSecret> secret = view.epochSecret(view.roster().epochAt(index + 1));
    if (place.isEmpty() || secret.isEmpty() || view.cursorOfEntry(index) == 0) {
      return Optional.empty();
    }
    RosterHead head =
        RosterHead.newBuilder().setLength(index + 1).setHash(view.roster().hashAt(index)).build();
    List<StreamId> history =
        engine.checkpointer()
            .announced(options.hasHistory())
            .stream()
            .map(engine.replica()::streamId)
            .toList();
    return Optional.of(new PairAdmission(head, secret.get(), place.get(), List.of(), history));
  }

  /** Ends it. Whatever the reason, what became of the code comes first: who guessed need not say so (PAKE-5). */
  void fail(SyncProblem problem) {
    if (gate != null) {
      gate.ended(this);
    }
    promises.fail(problem);
    end();
  }

  private void end() {
    if (over) {
      return;
    }
    InviteDesk.send(engine, ClientFrame.newBuilder()
        .setMailboxClose(MailboxClose.newBuilder().setMailboxId(invite.mailbox().bytes())));
    dismantle();
    onEnd.run();
  }

  private void dismantle() {
    over = true;
    if (deadline != null) {
      deadline.cancel(false);
    }
    if (gate != null) {
      gate.close();
    }
    inviter.close();
    invite.close();
  }
}
