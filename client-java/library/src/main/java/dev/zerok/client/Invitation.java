package dev.zerok.client;

import dev.zerok.protocol.id.DeviceId;
import java.util.concurrent.CompletableFuture;

/** An invite that is under way. Any thread. */
public interface Invitation {
  /** The link, as soon as the relay holds the mailbox; fails with {@code OFFLINE} if it cannot be reached. */
  CompletableFuture<InviteCode> code();

  /** The new device, once it stands in the roster and said that it has everything; fails with {@code PAIRING_FAILED}. */
  CompletableFuture<DeviceId> paired();

  /** Burns the invite. */
  void cancel();
}
