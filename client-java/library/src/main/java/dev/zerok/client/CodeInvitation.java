package dev.zerok.client;

import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.PairingApproval;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.runtime.CodeOffer;
import dev.zerok.client.runtime.InviteDesk;
import dev.zerok.client.runtime.SyncService;
import dev.zerok.client.system.DeviceMemory;
import dev.zerok.protocol.crypto.PasswordCost;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.pake.CodeProblem;
import java.util.concurrent.CompletableFuture;

/**
 * An invite by code or passphrase that is under way. Any thread.
 *
 * @param code what to tell the other person, as soon as the relay holds the mailbox; fails with {@code OFFLINE}, {@code NOT_ADMIN},
 *     {@code REFUSED}, {@code CODE_UNUSABLE}
 * @param paired the new device, once it stands in the roster and said that it has everything; fails with {@code CODE_WRONG} (with
 *     {@link dev.zerok.client.model.SyncEvent.CodeAlarm}) or {@code PAIRING_FAILED}
 * @param cancellation burns the code
 */
public record CodeInvitation(
    CompletableFuture<SpokenCode> code, CompletableFuture<DeviceId> paired, Runnable cancellation) {
  static CodeInvitation byWords(SyncService service, InviteOptions options,
      PairingApproval approval) {
    return begun(service, service.drawnOffer(), options, approval);
  }

  static CodeInvitation byPassphrase(SyncService service, char[] passphrase, InviteOptions options,
      PairingApproval approval) {
    try {
      return begun(service, CodeOffer.of(passphrase), options, approval);
    } catch (CodeProblem e) {
      SyncProblem problem =
          new SyncProblem(SyncProblem.Reason.CODE_UNUSABLE, String.valueOf(e.getMessage()));
      return new CodeInvitation(CompletableFuture.failedFuture(problem),
          CompletableFuture.failedFuture(problem), () -> {});
    }
  }

  private static CodeInvitation begun(SyncService service, CodeOffer offer, InviteOptions options,
      PairingApproval approval) {
    InviteDesk.Handle handle = service.inviteByCode(offer,
        PasswordCost.argon2idFor(DeviceMemory.mebibytes()), options, approval);
    CompletableFuture<SpokenCode> code = handle.link()
        .thenApply(ready -> new SpokenCode(ready.text(), ready.relayUrl(), ready.relayIdentity(),
            ready.expiresAtSeconds()));
    return new CodeInvitation(code, handle.paired(), handle.cancel());
  }

  /** Burns the code. */
  public void cancel() {
    cancellation.run();
  }
}
