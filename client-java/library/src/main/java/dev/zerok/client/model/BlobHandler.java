package dev.zerok.client.model;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What an app does with a payload. Blobs come one at a time and in order, on the client's callback executor.
 *
 * <p>Completing means <em>applied</em>: the client commits its cursor, together with the returned {@link AppChanges}, and
 * acknowledges; the relay may then delete its copy. Throwing, or completing exceptionally, means <em>not applied</em>: the same
 * blob comes again after a pause, nothing behind it is handed over before, and nothing is acknowledged.
 *
 * <p>After a crash between applying and committing the same blob comes again. An app that keeps its state in the returned
 * changes gets each blob exactly once; any other drops what it has seen by {@link IncomingBlob#idempotenceKey}.
 */
@FunctionalInterface
public interface BlobHandler {
  /** Applies {@code blob}, now or later. */
  CompletionStage<AppChanges> handle(IncomingBlob blob) throws Exception;

  /** A handler that is done when {@code consumer} returns and stores nothing with the cursor. */
  static BlobHandler of(BlobConsumer consumer) {
    return blob -> {
      consumer.accept(blob);
      return CompletableFuture.completedFuture(AppChanges.NONE);
    };
  }

  /** The simplest way to apply a blob. */
  @FunctionalInterface
  interface BlobConsumer {
    void accept(IncomingBlob blob) throws Exception;
  }
}
