package dev.zerok.client;

import dev.zerok.protocol.id.DeviceId;
import java.util.concurrent.CompletableFuture;

/**
 * An invite that is under way. Any thread.
 *
 * @param code the link, as soon as the relay holds the mailbox; fails with {@code OFFLINE}, {@code NOT_ADMIN}, {@code REFUSED}
 * @param paired the new device, once it stands in the roster and said that it has everything; fails with {@code PAIRING_FAILED}
 * @param cancellation burns the invite
 */
public record Invitation(
    CompletableFuture<InviteCode> code, CompletableFuture<DeviceId> paired, Runnable cancellation) {
  /** Burns the invite. */
  public void cancel() {
    cancellation.run();
  }
}
