package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.PairingApproval;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.protocol.crypto.PasswordCost;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.pairing.PairingInvite;
import dev.zerok.protocol.pake.Nameplate;
import dev.zerok.protocol.pake.PakeInviter;
import dev.zerok.protocol.pake.PakeTerms;
import dev.zerok.protocol.pake.StretchedPassword;
import org.jspecify.annotations.Nullable;

/** One invite by code: stretches its password once, then draws nameplates until the relay has a free one (PAKE-1). On the loop. */
final class CodeInvite {
  private final SyncEngine engine;
  private final InviteDesk desk;
  private final CodeOffer offer;
  private final PasswordCost cost;
  private final InviteOptions options;
  private final PairingApproval approval;
  private final InviterFlow.Promises promises;
  private @Nullable StretchedPassword password;
  private @Nullable InviterFlow flow;
  private int draws;
  private boolean over;

  CodeInvite(SyncEngine engine, InviteDesk desk, CodeOffer offer, PasswordCost cost,
      InviteOptions options, PairingApproval approval, InviterFlow.Promises promises) {
    this.engine = engine;
    this.desk = desk;
    this.offer = offer;
    this.cost = cost;
    this.options = options;
    this.approval = approval;
    this.promises = promises;
  }

  /** Begins; the offer's password is handed over. */
  void begin() {
    EngineConfig config = engine.config();
    Stretching.start(config.crypto(), offer.password(), cost,
        ByteString.copyFrom(config.random().bytes(StretchedPassword.SALT_LENGTH)), engine.loop(),
        this::stretched);
  }

  private void stretched(@Nullable StretchedPassword result, @Nullable Throwable failure) {
    password = result;
    if (over) {
      end();
    } else if (result == null) {
      fail(new SyncProblem(SyncProblem.Reason.PAIRING_FAILED,
          "This device has too little memory for the code's protection. Invite by a link."));
    } else {
      draw(result);
    }
  }

  private void draw(StretchedPassword stretched) {
    EngineConfig config = engine.config();
    Nameplate nameplate = Nameplate.draw(config.random());
    PakeTerms terms = new PakeTerms(config.crypto().suite(),
        engine.connector().relay().identity(), nameplate);
    ByteString mailbox = terms.mailbox().bytes();
    draws++;
    if (desk.has(mailbox)) {
      next();
      return;
    }
    PairingInvite invite = desk.newInvite(mailbox, options);
    PakeInviter inviter =
        new PakeInviter(config.crypto(), terms, stretched, invite, config.random());
    CodeGate gate = new CodeGate(engine, inviter, offer.text(nameplate), () -> taken(mailbox));
    InviterFlow drawn = new InviterFlow(engine, invite, options, approval, promises, () -> {
      desk.forget(mailbox);
      end();
    }, gate);
    flow = drawn;
    desk.open(mailbox, drawn);
  }

  private void taken(ByteString mailbox) {
    desk.forget(mailbox);
    flow = null;
    next();
  }

  private void next() {
    if (password != null && draws < Limits.NAMEPLATE_DRAWS) {
      draw(password);
    } else {
      fail(new SyncProblem(SyncProblem.Reason.REFUSED,
          "The relay has no free place for a code now. Try again later, or invite by a link."));
    }
  }

  /** Whether it waits for its password, and has no mailbox yet. */
  boolean isStretching() {
    return flow == null;
  }

  void cancel() {
    if (flow != null) {
      flow.cancel();
    } else if (!over) {
      fail(new SyncProblem(SyncProblem.Reason.PAIRING_FAILED, "The invite was cancelled."));
    }
  }

  void fail(SyncProblem problem) {
    promises.fail(problem);
    end();
  }

  private void end() {
    over = true;
    if (password != null) {
      password.close();
      password = null;
    }
    desk.ended(this);
  }
}
