package dev.zerok.client.runtime;

import dev.zerok.client.model.PushReceipt;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.replica.UnsentPushes;
import dev.zerok.client.store.ClientStore;
import dev.zerok.client.store.StoreFailure;
import dev.zerok.client.store.StoreImage;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.id.GroupId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Pushes over again, one after the other, what waits in an old store; each leaves it once the new one has it on disk. */
final class OutboxMove {
  private final ClientStore from;
  private final Function<UnsentPushes.Unsent, CompletableFuture<PushReceipt>> push;

  OutboxMove(ClientStore from, Function<UnsentPushes.Unsent, CompletableFuture<PushReceipt>> push) {
    this.from = from;
    this.push = push;
  }

  /** Gives how many were moved. */
  CompletableFuture<Integer> run(Crypto crypto, RandomSource random, GroupId group) {
    List<UnsentPushes.Unsent> unsent;
    try (StoreImage image = from.load()) {
      if (image.identity().filter(device -> device.group().equals(group)).isEmpty()) {
        return CompletableFuture.failedFuture(new SyncProblem(SyncProblem.Reason.REFUSED,
            "The old store holds no device of this group; nothing was moved."));
      }
      unsent = UnsentPushes.of(crypto, random, image);
    }
    CompletableFuture<Integer> moved = CompletableFuture.completedFuture(0);
    for (UnsentPushes.Unsent each : unsent) {
      moved = moved.thenCompose(count -> push.apply(each).thenApply(receipt -> {
        forget(each);
        return count + 1;
      }));
    }
    return moved;
  }

  private void forget(UnsentPushes.Unsent moved) {
    try {
      from.commit(List.of(new StoreRecord.OutgoingDropped(moved.seq(), moved.blobHash())));
    } catch (StoreFailure e) {
      throw new SyncProblem(SyncProblem.Reason.STORE_FAILED,
          "The old store cannot be written, so that the rest stays there: " + e.getMessage(), e);
    }
  }
}
