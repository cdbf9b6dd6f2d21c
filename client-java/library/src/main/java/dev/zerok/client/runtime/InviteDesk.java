package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.PairingApproval;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.crypto.PasswordCost;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.noise.NoiseProtocol;
import dev.zerok.protocol.pairing.PairingInvite;
import dev.zerok.protocol.roster.RosterDevice;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Invite;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The invites of this device that are under way (PROTOCOL.md § 9). On the loop, except {@link #invite}. */
public final class InviteDesk {
  /** What the app holds of an invite. Any thread. */
  public record Handle(CompletableFuture<ReadyLink> link, CompletableFuture<DeviceId> paired,
      Runnable cancel) {}

  /** An invite's link, code or nameplate, which may be as secret as the invite, and when it expires in Unix seconds. */
  public record ReadyLink(String text, long expiresAtSeconds, String relayUrl,
      ByteString relayIdentity) {
    /** Without the link. */
    @Override
    public String toString() {
      return "ReadyLink[expires at " + expiresAtSeconds + "]";
    }
  }

  private final SyncEngine engine;
  private final Map<ByteString, InviterFlow> flows = new LinkedHashMap<>();
  // Those whose flow is above, and those that still stretch their password.
  private final Set<CodeInvite> codes = new LinkedHashSet<>();

  InviteDesk(SyncEngine engine) {
    this.engine = engine;
  }

  /** Begins an invite; its link is ready as soon as the relay holds its mailbox. */
  public Handle invite(InviteOptions options, PairingApproval approval) {
    CompletableFuture<ReadyLink> link = new CompletableFuture<>();
    CompletableFuture<DeviceId> paired = new CompletableFuture<>();
    InviterFlow.Promises promises = new InviterFlow.Promises(link, paired);
    ByteString mailbox = ByteString.copyFrom(engine.config().random().bytes(MailboxId.LENGTH));
    if (!engine.loop().execute(() -> begin(mailbox, options, approval, promises))) {
      promises.fail(SyncEngine.closedProblem());
    }
    CallbackRunner callbacks = engine.config().callbacks();
    return new Handle(callbacks.deliver(link), callbacks.deliver(paired),
        () -> engine.loop().execute(() -> cancel(mailbox)));
  }

  /**
   * Begins an invite by code or passphrase; its text is ready as soon as the relay holds its mailbox.
   *
   * @param offer its password is taken over
   */
  public Handle inviteByCode(CodeOffer offer, PasswordCost cost, InviteOptions options,
      PairingApproval approval) {
    CompletableFuture<ReadyLink> text = new CompletableFuture<>();
    CompletableFuture<DeviceId> paired = new CompletableFuture<>();
    InviterFlow.Promises promises = new InviterFlow.Promises(text, paired);
    CodeInvite code = new CodeInvite(engine, this, offer, cost, options, approval, promises);
    boolean queued = engine.loop().execute(() -> {
      SyncProblem problem = whyNot();
      if (problem != null) {
        offer.password().close();
        promises.fail(problem);
        return;
      }
      codes.add(code);
      code.begin();
    });
    if (!queued) {
      offer.password().close();
      promises.fail(SyncEngine.closedProblem());
    }
    CallbackRunner callbacks = engine.config().callbacks();
    return new Handle(callbacks.deliver(text), callbacks.deliver(paired),
        () -> engine.loop().execute(code::cancel));
  }

  private void begin(
      ByteString mailbox, InviteOptions options, PairingApproval approval,
      InviterFlow.Promises promises) {
    SyncProblem problem = whyNot();
    if (problem != null) {
      promises.fail(problem);
      return;
    }
    open(mailbox, new InviterFlow(engine, newInvite(mailbox, options), options, approval, promises,
        () -> forget(mailbox), null));
  }

  /** A fresh invite to that mailbox. */
  PairingInvite newInvite(ByteString mailbox, InviteOptions options) {
    StoreRecord.RelayPin relay = engine.connector().relay();
    long expires = engine.config().clock().instant().getEpochSecond() + options.lifetimeSeconds();
    return PairingInvite.of(Invite.newBuilder()
        .setVersion(1)
        .setSuite(engine.config().crypto().suite().wireName())
        .addAllRelayUrls(relay.urls())
        .setRelayIdentity(relay.identity())
        .setGroupId(engine.view().self().group().bytes())
        .setMailboxId(mailbox)
        .setSecret(ByteString.copyFrom(engine.config().random().bytes(NoiseProtocol.PSK_LENGTH)))
        .setExpiresAtSeconds(expires)
        .build());
  }

  void open(ByteString mailbox, InviterFlow flow) {
    flows.put(mailbox, flow);
    flow.begin(engine.connector().isAdmitted());
  }

  boolean has(ByteString mailbox) {
    return flows.containsKey(mailbox);
  }

  void forget(ByteString mailbox) {
    flows.remove(mailbox);
  }

  /** An invite by code is over. */
  void ended(CodeInvite code) {
    codes.remove(code);
  }

  private @Nullable SyncProblem whyNot() {
    Optional<SyncProblem> stopped = engine.view().stopProblem();
    if (!engine.isRunning() || stopped.isPresent()) {
      return stopped.orElseGet(engine::problemNow);
    }
    boolean admin = engine.view()
        .roster()
        .device(engine.view().self().id())
        .filter(RosterDevice::isAdmin)
        .isPresent();
    if (!admin) {
      return new SyncProblem(SyncProblem.Reason.NOT_ADMIN,
          "Only an admin device invites. Ask one.");
    }
    long stretching = codes.stream().filter(CodeInvite::isStretching).count();
    return flows.size() + stretching < Limits.MAILBOXES_PER_SESSION
        ? null
        : new SyncProblem(SyncProblem.Reason.REFUSED,
            "Too many invites are open. Cancel one or wait until it expires.");
  }

  /** Nobody came through in the time that an invite has. */
  void lifetimeOver(ByteString mailbox) {
    InviterFlow flow = flows.get(mailbox);
    if (flow != null) {
      flow.lifetimeOver();
    }
  }

  private void cancel(ByteString mailbox) {
    InviterFlow flow = flows.get(mailbox);
    if (flow != null) {
      flow.cancel();
    }
  }

  /** A frame about a mailbox. */
  void frame(RelayFrame frame) {
    ByteString mailbox = frame.hasError()
        ? frame.getError().getMailboxId()
        : frame.getMailboxMessage().getMailboxId();
    InviterFlow flow = flows.get(mailbox);
    if (flow == null) {
      return; // an invite that is over here already
    }
    if (frame.hasError()) {
      flow.refused(frame.getError());
    } else {
      flow.message(frame.getMailboxMessage());
    }
  }

  void online() {
    all().forEach(InviterFlow::online);
  }

  void offline() {
    all().forEach(InviterFlow::offline);
  }

  void afterStep() {
    all().forEach(InviterFlow::afterStep);
  }

  /** No invite comes to an end any more. */
  void fail(SyncProblem problem) {
    all().forEach(flow -> flow.fail(problem));
    List.copyOf(codes).forEach(code -> code.fail(problem));
  }

  void close() {
    all().forEach(InviterFlow::cancel);
    List.copyOf(codes).forEach(CodeInvite::cancel);
  }

  private List<InviterFlow> all() {
    return flows.isEmpty() ? List.of() : new ArrayList<>(flows.values());
  }

  /** Sends a mailbox command, if there is a session. */
  static boolean send(SyncEngine engine, ClientFrame.Builder frame) {
    return engine.connector().isAdmitted() && engine.connector().send(frame.build());
  }

  static void alarm(SyncEngine engine) {
    engine.tell(new SyncEvent.InviteAlarm());
  }
}
